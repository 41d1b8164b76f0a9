"""Powerlevel10k's instant prompt, imitated by what it does to the descriptors.

It draws a copy of the last prompt before the configuration is read, then keeps standard input
from the terminal and collects the output, until the real prompt is expanded, after every precmd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

pytestmark = pytest.mark.only(Shell.ZSH)

ABOVE = """
typeset -gi __p9k_instant_prompt_active=1
print -n 'INSTANT> '
exec {__fd_0}<&0 {__fd_1}>&1 {__fd_2}>&2 0</dev/null 1>"$HOME/output" 2>&1
"""
BELOW = """
setopt prompt_subst
restore() {
    if (( ${+__p9k_instant_prompt_active} )); then
        exec <&$__fd_0 >&$__fd_1 2>&$__fd_2
        unset __p9k_instant_prompt_active
        print -n '\\r\\e[K' >&2
    fi
}
# Within a substitution `exec` would be lost, so the prompt calls it by an arithmetic function.
functions -M restored 0 0 restore
PROMPT='${$(( restored() ))##*}P> '
"""


@pytest.fixture
def themed(machine: Machine) -> Machine:
    machine.rc.write_text(ABOVE + machine.rc.read_text())
    machine.configure(BELOW)
    return machine


def test_the_question_comes_once_the_terminal_is_back(themed: Machine) -> None:
    with themed.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for("RECORDED 4\nP>")
        terminal.type("echo T\r")
        terminal.wait_for("\nT")
    assert (themed.questions, themed.calls[1:]) == (1, ["answered 4"])
    assert (themed.home / "output").read_text() == ""


def test_a_command_typed_at_the_question_runs_whole(themed: Machine) -> None:
    with themed.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("echo T", 0.03)
        terminal.wait_for("echo T")
        terminal.type("\r")
        terminal.wait_for("\nT")


def test_a_command_typed_while_it_starts_runs_and_the_next_prompt_asks(themed: Machine) -> None:
    with themed.start(typed_before="echo T\r") as terminal:
        terminal.wait_for("\nT")
        terminal.wait_for("QUESTION")
