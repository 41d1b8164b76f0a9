"""The team's note is in the weekly digest once, in one line, without asking any server."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.stored import context_of
from tests.terminal import PROGRAM, Terminal
from valuecheck.actions import team_note
from valuecheck.actions.team_note import KeptNote

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

NOTE = KeptNote("ops", date(2026, 11, 20), "fewer migrations at once")


def answered(day: str, width: int = 80) -> str:
    environ = {"VALUECHECK_NOW": f"{day}T09:00:00+01:00"}
    with Terminal(*PROGRAM, "4", width=width, environ=environ) as terminal:
        assert terminal.end() == 0
    return terminal.text


@pytest.mark.parametrize("width", [80, 40])
def test_the_digest_shows_it_once(run: Run, home: Path, width: int) -> None:
    run("3", "so that there is a week")
    run("try", "tidy desk")
    paths = context_of(home).paths
    team_note.keep(paths, NOTE._replace(text="\x1b[31mfewer " + "migrations " * 40))
    shown = answered("2026-11-23", width)
    (line,) = [line for line in shown.splitlines() if "migrations" in line]
    assert line.startswith("Team ops: \ufffd[31mfewer migrations")
    assert line.endswith("…")
    assert "Trial: week" in shown
    # What the server still shows is no news.
    team_note.keep(paths, NOTE._replace(text="\x1b[31mfewer " + "migrations " * 40))
    assert "migrations" not in answered("2026-11-30", width)
    team_note.keep(paths, NOTE._replace(day=date(2026, 11, 30), text="a rota"))
    if width == 40:
        # Empty days take the room of a narrow terminal: the note waits for another week.
        assert "rota" not in answered("2026-12-07", 40)
    day = "2026-12-14" if width == 40 else "2026-12-07"
    assert "Team ops: a rota" in answered(day, 80)


def test_an_old_note_and_a_broken_file_are_no_news(run: Run, home: Path) -> None:
    run("3", "so that there is a week")
    paths = context_of(home).paths
    team_note.keep(paths, NOTE._replace(day=date(2026, 10, 20)))
    assert "migrations" not in answered("2026-11-23")
    for broken in ("", "{", "[]", '{"team": 1}', "\x00", "[" * 99999):
        (home / "state" / "team-note.json").write_text(broken, encoding="utf-8")
        assert team_note.waiting(context_of(home)) is None
    team_note.keep(paths, NOTE)
    assert team_note.waiting(context_of(home)) == NOTE
