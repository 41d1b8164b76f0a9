"""A key that was meant for the shell comes back to it, in either of the two ways."""

from __future__ import annotations

import fcntl
import os
import pty
import termios
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ELSEWHERE
from tests.shells.machine import PROMPT
from tests.shells.tool import FORBIDDEN, OPEN, QUESTION
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.tool import Tool


def the_system_takes_keys_back() -> bool:
    """Return whether a process may put a byte into the queue of its terminal; a child tries it."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSTI, b"x")
        except OSError:
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    os.close(terminal)
    return status == 0


@pytest.fixture(params=["queue", "shell"])
def way(request: pytest.FixtureRequest, tool: Tool) -> str:
    """Through the terminal's queue, or by the shell, where the system forbids the former."""
    if request.param == "queue" and not the_system_takes_keys_back():
        pytest.skip(ELSEWHERE)
    tool.make_store()
    tool.stand_in(OPEN + (FORBIDDEN if request.param == "shell" else ""))
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("pace", [0.02, 0.15])
def test_a_command_typed_at_the_question_runs_with_its_first_letter(
    tool: Tool, pace: float
) -> None:
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("ech", pace)
        terminal.type("o T")
        terminal.wait_for(f"{PROMPT} echo T")
        terminal.type("\r")
        terminal.wait_for("\nT\n")
        tool.machine.look_again(terminal)
        terminal.wait_for("›")
        assert terminal.text.count(QUESTION) == 1
    assert tool.recorded == []


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("letter", ["é", "字"])
def test_a_letter_of_several_bytes_comes_back_whole(tool: Tool, letter: str) -> None:
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type(letter)
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        terminal.type("x")
        terminal.wait_until(lambda: f"{PROMPT} {letter}x" in terminal.text.replace("字 ", "字"))


@pytest.mark.only(Shell.BASH, Shell.ZSH)
def test_a_key_that_is_no_letter_does_nothing_to_the_line(tool: Tool, way: str) -> None:
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("\x12" if way == "shell" else "\x05")  # Ctrl-R searches, Ctrl-E moves
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        terminal.type("echo T\r")
        terminal.wait_for("\nT\n")
