"""Today in one line for a shell's prompt, and until when it holds."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_days import FIRST, FOUR, LAST, living_in, moments
from tests.zones import ZONE_NAMES
from valuecheck.actions import due, stamps
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("at_the_start")
MOMENTS = moments(FIRST, LAST, st.just(UTC))
ZONES = st.sampled_from(ZONE_NAMES)


def told(settings: CompiledSettings, now: datetime) -> stamps.ForShells:
    context = Context(locate({"VALUECHECK_HOME": "/nowhere"}), settings, now)
    return stamps.for_shells(None, due.evaluate(None, context), context)


@given(name=ZONES, moment=MOMENTS)
def test_the_line_holds_until_the_day_ends_in_every_zone(name: str, moment: datetime) -> None:
    with living_in(name):
        now = moment.astimezone()
        until, day, text = told(CompiledSettings(workdays=()), now).short.split()
        end = datetime.fromtimestamp(int(until), UTC).astimezone()
        assert now < end
        assert end.time() == FOUR
        assert date.fromisoformat(day) == end.date() - timedelta(days=1)
        assert text == "-"


def shown_at(home: Path, moment: str) -> str:
    """Return the prompt at `moment`, where it reads the file as the documented recipes do."""
    end, _, text = (home / "state" / "short").read_text().rstrip("\n").split(" ", 2)
    return text if int(end) > datetime.fromisoformat(moment).timestamp() else ""


def test_the_line_shows_todays_score_and_the_last_workdays_until_the_day_ends(
    run: Run, home: Path
) -> None:
    run("3", now="2026-11-12T09:00:00+01:00")
    run("3", now="2026-11-19T09:00:00+01:00")
    assert shown_at(home, "2026-11-19T12:00:00+01:00") == "3, 2 of 6"
    run("4", now="2026-11-20T23:00:00+01:00")
    run("5", now="2026-11-21T01:30:00+01:00")
    assert shown_at(home, "2026-11-21T03:59:59+01:00") == "4.5, 3 of 7"
    assert shown_at(home, "2026-11-21T04:00:00+01:00") == ""


@pytest.mark.parametrize(
    ("words", "shows"),
    [(["0"], "-"), (["off", "today"], "-"), (["4", "--day", "yesterday"], "due")],
)
def test_the_line_follows_every_change(run: Run, home: Path, words: list[str], shows: str) -> None:
    assert run(*words).code == 0
    assert shown_at(home, "2026-11-20T12:00:00+01:00") == shows
    assert run("undo").code == 0
    assert shown_at(home, "2026-11-20T12:00:00+01:00") == "due"
    assert shown_at(home, "2026-11-21T12:00:00+01:00") == ""


def test_what_is_not_yet_due_holds_until_it_is(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "16:00")
    run("4", "--day", "yesterday")
    assert shown_at(home, "2026-11-20T15:59:00+01:00") == "-"
    assert shown_at(home, "2026-11-20T16:00:00+01:00") == ""
    run("4", "--day", "yesterday", now="2026-11-20T16:30:00+01:00")
    assert shown_at(home, "2026-11-21T03:00:00+01:00") == "due"


def test_status_short_prints_what_the_file_holds(run: Run, home: Path) -> None:
    run("4")
    assert run("status", "--short").out == (home / "state" / "short").read_text()
    assert oct(os.stat(home / "state" / "short").st_mode)[-3:] == "600"


def test_a_file_that_cannot_be_written_costs_no_answer(run: Run, home: Path) -> None:
    (home / "state" / "short").mkdir(parents=True)
    assert run("4").code == 0
    assert (home / "state" / "next-due").exists()
