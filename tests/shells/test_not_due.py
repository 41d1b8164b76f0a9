from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ELSEWHERE
from tests.shells.machine import PROMPT
from valuecheck.shell.install import apply, plan_uninstall
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

# What is left of ours in a shell: one variable, one function, and what calls it.
LEFT = {
    Shell.BASH: 'echo "left[$(compgen -v __vc)$(compgen -A function __vc)${PROMPT_COMMAND-}]"',
    Shell.ZSH: (
        "f=(${(k)functions[(I)*__vc*]} $precmd_functions); "
        'print "left[${(k)parameters[(I)*vc_*]}$f]"'
    ),
    Shell.FISH: (
        'set l (set -n | string match "*vc_*") (functions -a | string match "*__vc*"); '
        'echo "left[$l]"'
    ),
    Shell.NU: (
        'print ($"left[(scope variables | where name =~ vc | length)" + '
        '$"($env | columns | where $it =~ vc | length)" + '
        '$"($env.config.hooks.pre_prompt | length)]")'
    ),
}
ONE_EACH = {
    Shell.BASH: "left[__vc_next__vc_look]",
    Shell.ZSH: "left[__vc_next__vc_look __vc_look]",
    Shell.FISH: "left[__vc_next __vc_look]",
    Shell.NU: "left[011]",
}


@pytest.mark.parametrize("seconds", [1000, 26 * 3600])
def test_a_shell_start_before_the_time_is_silent(machine: Machine, seconds: int) -> None:
    machine.ask_in(seconds)
    stamp = machine.stamp.read_bytes()
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.05)
        assert terminal.text == PROMPT
    assert machine.calls == []
    assert machine.stamp.read_bytes() == stamp


def test_it_leaves_one_variable_and_one_function(machine: Machine) -> None:
    machine.ask_in(1000)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.type(LEFT[machine.shell] + "\r")
        terminal.wait_until(lambda: f"\n{ONE_EACH[machine.shell]}" in terminal.text)


def test_it_starts_no_process(machine: Machine) -> None:
    if sys.platform != "linux":
        pytest.skip(ELSEWHERE)
    if not shutil.which("strace"):
        pytest.skip("no strace here")
    machine.ask_in(1000)
    processes_started(machine)  # the first start of some shells sets them up
    with_hook = processes_started(machine)
    machine.ask_in(-1)
    machine.always_exit(0)
    assert with_hook < processes_started(machine), "a process would not be noticed"
    apply(plan_uninstall(machine.hook))
    assert with_hook == processes_started(machine)


def processes_started(machine: Machine) -> int:
    trace = machine.home / "trace"
    command = [shutil.which("strace") or "", "-f", "-e", "trace=process", "-o", str(trace)]
    executable, machine.executable = machine.executable, command[0]
    with machine.start(*command[1:], executable, "-i") as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("exit\r")
        terminal.end()
    machine.executable = executable
    calls = re.findall(
        r"\b(?:fork|vfork|clone3?)\((?!.*CLONE_THREAD).*|execve\(", trace.read_text()
    )
    assert calls
    return len(calls)
