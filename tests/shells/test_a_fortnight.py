"""A user's fortnight in tmux: one terminal after another, by the program's clock."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from tests.shells.multiplexer import Tmux
from tests.shells.tool import OPEN, QUESTION, Clock
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.shells.tool import Tool


class Person:
    """Somebody who opens terminals, and whose clock goes as the test says."""

    def __init__(self, tool: Tool, tmux: Tmux) -> None:
        self.tool = tool
        self.tmux = tmux
        self.clock = Clock(tool)
        self.be_patient()

    def be_patient(self, seconds_to_answer: float = 60.0) -> None:
        """From now on a question goes away after so many seconds."""
        waits = f"hook._KEY_SECONDS = {seconds_to_answer}\n"
        self.tool.stand_in(OPEN + waits + self.clock.text)

    def opens(self, moment: str, terminals: int = 1) -> list[str]:
        """Open terminals at `moment`; their names, once all show a question or a prompt."""
        self.clock.set(moment)
        panes = [self.tmux.new_window() for _ in range(terminals)]
        for pane in panes:
            self._wait_for_either(pane)
        return panes

    def is_asked_at(self, moment: str) -> str:
        """Open a terminal, and there is the question; returns the terminal's name."""
        (pane,) = self.opens(moment)
        assert QUESTION in self.tmux.screen(pane), moment
        return pane

    def works_in_peace_at(self, moment: str, terminals: int = 1) -> None:
        """Open terminals, and there is nothing but prompts."""
        for pane in self.opens(moment, terminals):
            assert self.tmux.screen(pane) == PROMPT, moment

    def presses(self, pane: str, *keys: str, shows: str = PROMPT) -> None:
        """Press keys and wait for what the terminal shows then."""
        self.tmux.type(pane, *keys)
        self.tmux.wait_for(pane, shows)

    def ignores_the_question_at(self, moment: str) -> None:
        """Open a terminal, look away and find a prompt."""
        self.be_patient(0.2)
        (pane,) = self.opens(moment)
        self.tmux.wait_until(
            lambda: self.tmux.screen(pane) == PROMPT, lambda: self.tmux.screen(pane)
        )
        assert self._was_shown_on(moment[:10]), moment
        self.be_patient()

    def _wait_for_either(self, pane: str) -> None:
        def shown() -> str:
            return self.tmux.screen(pane)

        self.tmux.wait_until(lambda: "›" in shown() or PROMPT in shown(), shown)

    def _was_shown_on(self, day: str) -> bool:
        return day in json.loads((self.tool.state / "ask.json").read_text())["shown"]


@pytest.fixture
def person(tool: Tool) -> Iterator[Person]:
    tool.make_store()
    with Tmux(tool) as tmux:
        person = Person(tool, tmux)
        person.clock.set("2026-11-15 12:00")  # a Sunday
        with tmux.attach() as terminal:
            terminal.wait_for(PROMPT)
            yield person


@pytest.mark.long
@pytest.mark.only(Shell.BASH)
def test_a_fortnight(person: Person) -> None:
    tool = person.tool

    # Monday: the first terminal asks, ten more do not.
    pane = person.is_asked_at("2026-11-16 08:55")
    person.presses(pane, "4", shows="words?")
    person.presses(pane, "fixed checkout outage +incident", "Enter", shows="✓ Recorded 4")
    person.works_in_peace_at("2026-11-16 09:10", terminals=10)

    # Tuesday begins at 04:00. Later is an hour later.
    person.works_in_peace_at("2026-11-17 03:59")
    person.presses(person.is_asked_at("2026-11-17 04:00"), "Enter")
    person.works_in_peace_at("2026-11-17 04:59")
    person.presses(person.is_asked_at("2026-11-17 05:00"), "0", shows="✓ Not today")
    person.works_in_peace_at("2026-11-17 17:00")

    # Wednesday is a day off, Thursday was answered on another machine.
    person.clock.set("2026-11-18 08:00")
    tool.run("off", "today")
    person.works_in_peace_at("2026-11-18 09:00")
    answer_elsewhere(tool, "2026-11-19")
    person.works_in_peace_at("2026-11-19 09:00")

    # A command typed at Friday's question runs, and the question comes back.
    pane = person.is_asked_at("2026-11-20 09:00")
    for key in "echo", "Space", "T":
        person.tmux.type(pane, key)
    person.presses(pane, "Enter", shows="\nT\n")
    person.presses(pane, "__vc_next=0", "Enter", shows="If paying customers")
    person.presses(pane, "5", "Enter", shows="✓ Recorded 5")

    # The weekend is silent; after three days without an answer it still asks.
    person.works_in_peace_at("2026-11-21 09:00")
    person.works_in_peace_at("2026-11-22 09:00")
    for day in 23, 24, 25:
        person.ignores_the_question_at(f"2026-11-{day} 09:00")

    # Thursday's question is up when the laptop is closed; the key is pressed on Friday.
    pane = person.is_asked_at("2026-11-26 23:00")
    shell = int(person.tmux.do("display-message", "-p", "-t", pane, "#{pane_pid}"))
    for process in shell, tool.pid:
        os.kill(process, signal.SIGSTOP)
    person.clock.set("2026-11-27 08:00")
    for process in tool.pid, shell:
        os.kill(process, signal.SIGCONT)
    person.presses(pane, "3", "Enter", shows="✓ Recorded 3 for Fri 27 Nov")
    person.works_in_peace_at("2026-11-27 09:00")

    assert tool.recorded == [
        ("2026-11-16", 4, "fixed checkout outage +incident"),
        ("2026-11-19", 2, "from elsewhere"),
        ("2026-11-20", 5, ""),
        ("2026-11-27", 3, ""),
    ]


def answer_elsewhere(tool: Tool, day: str) -> None:
    """Let a check-in for `day` arrive as another machine's synchronisation would bring it."""
    with closing(sqlite3.connect(tool.home / "valuecheck.db")) as opened:
        columns = [row[1] for row in opened.execute("PRAGMA table_info(check_ins)")]
        copied = ", ".join(name for name in columns if name not in ("id", "day", "score", "note"))
        opened.execute(
            f"INSERT INTO check_ins (id, day, score, note, {copied}) "  # noqa: S608
            f"SELECT '01900000-0000-7000-8000-000000000000', ?, 2, 'from elsewhere', {copied} "
            "FROM check_ins LIMIT 1",
            (day,),
        )
        opened.commit()
