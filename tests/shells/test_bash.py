"""Properties of bash: PROMPT_COMMAND in all its shapes, and clocks that differ by version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

pytestmark = pytest.mark.only(Shell.BASH)

SHOW = '"${PROMPT_COMMAND[@]}"'
TICK = "echo tick"
VSCODE = """
__vsc_prompt_command_original() { local s=$?; for c in "${__vsc_original[@]}"; do eval "$c"; done; }
__vsc_original=("${PROMPT_COMMAND[@]}")
PROMPT_COMMAND=__vsc_prompt_command_original
"""
# bash-preexec puts itself around PROMPT_COMMAND at the first prompt.
PREEXEC = """
__bp_invoke() { local s=$?; for f in "${precmd_functions[@]}"; do "$f"; done; return $s; }
__bp_interactive() { :; }
__bp_install() {
    PROMPT_COMMAND=${PROMPT_COMMAND//__bp_install/:}
    PROMPT_COMMAND="__bp_invoke"$'\\n'"$PROMPT_COMMAND"$'\\n'"__bp_interactive"
}
PROMPT_COMMAND="${PROMPT_COMMAND:+$PROMPT_COMMAND$'\\n'}__bp_install"
"""
STARSHIP = """
_PRESERVED=${PROMPT_COMMAND%;}
starship_precmd() { local s=$?; eval "$_PRESERVED"; return $s; }
PROMPT_COMMAND=starship_precmd
"""


@pytest.mark.parametrize(
    "shape",
    [
        "unset PROMPT_COMMAND",
        f"PROMPT_COMMAND='{TICK}'",
        f"PROMPT_COMMAND='{TICK};'",
        f"PROMPT_COMMAND='{TICK}; '",
        f"PROMPT_COMMAND=('{TICK}' 'echo tock')",
        f"PROMPT_COMMAND=([2]='{TICK}')",
    ],
)
def test_prompt_command_keeps_all_of_its_own(machine: Machine, shape: str) -> None:
    machine.rc.write_text(f"{shape}\nbefore=({SHOW})\n" + machine.rc.read_text())
    machine.always_exit(0)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.type('unset "PROMPT_COMMAND[911]"\r')
        terminal.type(f'clear; after=({SHOW}); [[ "${{before[*]@Q}}" == "${{after[*]@Q}}" ]] && ')
        terminal.type('echo sa""me\r')
        terminal.wait_for("same\n" + ("tick\n" if TICK in shape and "[2]" not in shape else ""))
    assert machine.questions == 1


@pytest.mark.parametrize(
    "wrapper", [VSCODE, STARSHIP, PREEXEC], ids=["vscode", "starship", "preexec"]
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_those_who_wrap_prompt_command_go_on_working(
    machine: Machine, wrapper: str, place: str
) -> None:
    tick = f"PROMPT_COMMAND='{TICK}'\n"
    if place == "above":
        machine.rc.write_text(tick + wrapper + machine.rc.read_text())
    else:
        machine.rc.write_text(tick + machine.rc.read_text())
        machine.configure(wrapper)
    with machine.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
        terminal.type("false\r")
        terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)
        terminal.type("echo [$?]\r")
        terminal.wait_for("\n[1]")
        terminal.wait_until(lambda: terminal.text.count("tick") >= 2)
        assert "not found" not in terminal.text
        machine.look_again(terminal)
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_until(lambda: machine.questions == 2)


@pytest.mark.parametrize(
    "clock",
    [(5, 0), (4, 2), (4, 1), (3, 2)],
    ids=lambda version: ".".join(map(str, version)),
)
@pytest.mark.parametrize(("seconds", "asked"), [(1000, 0), (-1, 1)])
def test_the_clock_of_every_version_is_read(
    machine: Machine, clock: tuple[int, int], seconds: int, asked: int
) -> None:
    take_bash_for(machine, *clock)
    machine.ask_in(seconds)
    machine.always_exit(0)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.05)
        assert terminal.text == PROMPT
    assert machine.questions == asked


def take_bash_for(machine: Machine, major: int, minor: int) -> None:
    """Let the hook read another name than BASH_VERSINFO, which cannot be set."""
    hook = Path(machine.hook.file)
    text, count = re.subn("BASH_VERSINFO", "VERSION", hook.read_text())
    assert count > 4
    hook.write_text(f"VERSION=({major} {minor})\n{text}")


@pytest.mark.parametrize("command", ["echo T", "'echo' T", '"echo" T', "\\echo T"])
def test_an_older_bash_gets_its_letter_from_a_macro(machine: Machine, command: str) -> None:
    take_bash_for(machine, 4, 4)
    with machine.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type(command, 0.01)
        terminal.wait_for(f"{PROMPT} {command}")
        terminal.type("\r")
        terminal.wait_for("\nT")


def test_a_profile_read_by_another_shell_stays_silent(machine: Machine) -> None:
    with machine.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
        terminal.type("clear; /bin/dash -c '. ~/.bashrc; echo [$?]'\r")
        terminal.wait_for("[0]")
        assert "not found" not in terminal.text
        assert "Syntax" not in terminal.text
