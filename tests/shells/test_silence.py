"""Where nobody is there to answer, or nobody should be asked, the hook keeps silent."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from tests.terminal import PATIENCE
from valuecheck.shell.install import apply, plan_uninstall
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.shells.machine import Machine

GUARDS = [
    {"CI": "true"},
    {"VSCODE_RESOLVING_ENVIRONMENT": "1"},
    {"INTELLIJ_ENVIRONMENT_READER": "1"},
    {"INSIDE_EMACS": "29.1,comint"},
    {"SUDO_USER": "somebody"},
    {"VALUECHECK_HOOK": "0"},
    {"TERM": "dumb"},
]


@pytest.mark.parametrize("environ", GUARDS, ids=lambda environ: next(iter(environ)))
def test_a_guard_variable_keeps_the_hook_silent(
    machine: Machine, environ: Mapping[str, str]
) -> None:
    with machine.start(**environ) as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert "QUESTION" not in terminal.text
    assert machine.calls == []
    assert not machine.stamp.exists()


@pytest.mark.parametrize("stdin", ["null", "pipe", "terminal"])
def test_a_probe_of_the_environment_gets_its_answer_alone(machine: Machine, stdin: str) -> None:
    said = probe(machine, ["-i", "-l", "-c", "echo M"], stdin)
    assert "M" in said or machine.shell is Shell.NU  # which wants to own a terminal that it sees
    assert_the_hook_added_nothing(machine, ["-i", "-l", "-c", "echo M"], stdin, said)


@pytest.mark.parametrize("stdin", ["null", "pipe", "terminal"])
@pytest.mark.only(Shell.FISH)
def test_a_probe_that_pretends_to_be_at_the_prompt_gets_its_answer_alone(
    machine: Machine, stdin: str
) -> None:
    command = ["-l", "-i", "-c", "emit fish_prompt; echo M"]
    said = probe(machine, command, stdin)
    assert "M" in said
    assert_the_hook_added_nothing(machine, command, stdin, said)


@pytest.mark.only(Shell.BASH)
@pytest.mark.parametrize("how", ["restricted", "read-only"])
def test_where_the_hook_cannot_work_no_word_of_it_is_said(machine: Machine, how: str) -> None:
    if how == "read-only":
        machine.rc.write_text("readonly PROMPT_COMMAND=:\n" + machine.rc.read_text())
    with machine.start(*(["-r"] if how == "restricted" else []), "-i") as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
    assert machine.calls == []


@pytest.mark.only(Shell.BASH)
def test_a_command_over_ssh_gets_its_answer_alone(machine: Machine) -> None:
    # Debian's bash reads ~/.bashrc when it takes itself for one that sshd started.
    machine.environ |= {"SSH_CLIENT": "x", "SHLVL": "0"}
    assert probe(machine, ["-c", "echo -n D"], "null") == "D"
    assert machine.calls == []


@pytest.mark.only(Shell.BASH, Shell.ZSH)
def test_a_script_on_standard_input_is_not_interrupted(machine: Machine) -> None:
    script = machine.home / "script"
    script.write_text("echo one\necho two\n")
    with script.open("rb") as stdin:
        said = output(machine, ["-i"], stdin.fileno())
    assert [line for line in said.splitlines() if line in {"one", "two"}] == ["one", "two"]
    assert machine.calls == []


def assert_the_hook_added_nothing(
    machine: Machine, arguments: list[str], stdin: str, said: str
) -> None:
    assert machine.calls == []
    apply(plan_uninstall(machine.hook))
    assert said == probe(machine, arguments, stdin)


def probe(machine: Machine, arguments: list[str], stdin: str) -> str:
    """Return the output of the shell to a pipe, with one of three kinds of stdin of editors."""
    if stdin == "null":
        return output(machine, arguments, subprocess.DEVNULL)
    reading, writing = os.pipe() if stdin == "pipe" else pty.openpty()[::-1]
    try:
        return output(machine, arguments, reading)
    finally:
        os.close(reading)
        os.close(writing)


def output(machine: Machine, arguments: list[str], stdin: int) -> str:
    ran = subprocess.run(
        [machine.executable, *arguments],
        check=False,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=machine.environ,
        timeout=PATIENCE,
        start_new_session=True,
        text=True,
    )
    return ran.stdout
