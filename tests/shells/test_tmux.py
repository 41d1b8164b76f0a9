"""In tmux the question comes where somebody sees it and types into it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from tests.shells.multiplexer import Tmux
from tests.shells.tool import QUESTION
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.shells.tool import Tool

pytestmark = pytest.mark.only(Shell.BASH)


@pytest.fixture
def tmux(tool: Tool) -> Iterator[Tmux]:
    tool.make_store()
    with Tmux(tool) as tmux:
        yield tmux


def asking(tmux: Tmux) -> list[str]:
    """The panes that show the question, once every pane shows it or a prompt."""
    tmux.wait_until(
        lambda: all(
            "›" in (shown := tmux.screen(pane)) or PROMPT in shown for pane in tmux.panes()
        ),
        lambda: "\n----\n".join(map(tmux.screen, tmux.panes())),
    )
    return [pane for pane in tmux.panes() if QUESTION in tmux.screen(pane)]


def test_of_eight_panes_in_one_command_the_active_one_asks(tool: Tool, tmux: Tmux) -> None:
    split = ["split-window", ";", "select-layout", "tiled", ";"]
    with tmux.attach("new-session", "-s", "eight", ";", *split * 7) as terminal:
        terminal.wait_for("›")
        (pane,) = asking(tmux)
        assert len(tmux.panes()) == 8
        assert tmux.do("display-message", "-p", "#{pane_id}").strip() == pane
        tmux.type(pane, "4", "Enter")
        terminal.wait_for("✓ Recorded 4")
        for other in set(tmux.panes()) - {pane}:
            tmux.type(other, "Enter")
        assert asking(tmux) == [pane]
    assert [score for _, score, _ in tool.recorded] == [4]


def test_in_a_detached_session_nothing_is_asked(tool: Tool, tmux: Tmux) -> None:
    tmux.do("new-session", "-d")
    assert asking(tmux) == []
    assert tool.machine.questions == 1
    with tmux.attach("attach") as terminal:
        terminal.wait_for(PROMPT)
        tool.machine.look_again(terminal)
        terminal.wait_for("›")


def test_in_a_window_behind_another_nothing_is_asked(tool: Tool, tmux: Tmux) -> None:
    with tmux.attach() as terminal:
        tool.asks_in(terminal)
        terminal.type("\r")
        terminal.wait_for(PROMPT)
        (tool.state / "ask.json").unlink()
        pane = tmux.new_window("-d")
        assert asking(tmux) == []
        tmux.do("select-window", "-t", pane)
        tmux.type(pane, "__vc_next=0", "Enter")
        terminal.wait_for("›")


def test_in_synchronised_panes_nothing_is_asked(tool: Tool, tmux: Tmux) -> None:
    synchronised = ["set", "-gw", "synchronize-panes"]
    with tmux.attach("start-server", ";", *synchronised, "on", ";", "new-session") as terminal:
        terminal.wait_for(PROMPT)
        assert asking(tmux) == []
        tmux.do(*synchronised, "off")
        tool.machine.look_again(terminal)
        terminal.wait_for("›")
