"""A trial adds one line to screens that are there anyway, and asks no second question."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_trials import on, workdays
from tests.stored import context_of
from valuecheck.actions import reporting
from valuecheck.ask import digest
from valuecheck.core.records import Filters
from valuecheck.core.trial import to_show
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.report import build
from valuecheck.store import connection, trials

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

START = date(2026, 10, 26)
END = START + timedelta(weeks=4)
BEFORE = ["2 status call +meeting @retail", "3 tickets +desk @retail", "2 planning +meeting"]
AFTER = ["4 fixed checkout +incident @retail", "5 restore rehearsed +dr", "4 tickets +desk @retail"]


@pytest.fixture
def month(run: Run, tmp_path: Path) -> None:
    """Eight weeks, in the second half of which the days are better."""
    days = [*workdays(START - timedelta(weeks=4), 20), *workdays(START, 20)]
    lines = ["day,at,score,note"]
    for number, day in enumerate(days):
        score, note = (AFTER if day >= START else BEFORE)[number % 3].split(" ", 1)
        lines.append(f"{day},{day}T12:00:00+01:00,{score},{note}")
    file = tmp_path / "month.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("import", str(file), now=on(END)).code == 0


def screens(run: Run, home: Path, day: date, width: int) -> dict[str, list[str]]:
    """The lines of the daily screens on `day`."""
    context = context_of(home)._replace(now=context_of(home).now.fromisoformat(on(day)))
    with connection.reading(context.paths.store) as opened:
        trial = to_show(trials.trials(opened), day)
    report = build(reporting.read_inputs(context, "last-week", Filters()))
    lines = digest.lines(report, width, unicode=True, trial=trial)
    # The review comes last: it judges.
    return {"digest": text_of(lines).splitlines()} | {
        words: run(words, "--format", "terminal", now=on(day)).out.splitlines()
        for words in ("status", "review")
    }


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize("width", [80, 40])
def test_a_trial_adds_one_line(
    run: Run, home: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    wednesdays = [START + timedelta(days=2, weeks=week) for week in range(4)]
    without = [screens(run, home, day, width) for day in wednesdays]
    with closing(sqlite3.connect(home / "valuecheck.db")) as opened, opened:
        opened.execute(
            "INSERT INTO trials SELECT substr(id, 1, 35) || 'f', at, 'no status meeting', ?, ?, "
            "'score', '', '', '', device, clock, 0 FROM check_ins LIMIT 1",
            (START.isoformat(), (END - timedelta(days=1)).isoformat()),
        )
    for week, (day, before) in enumerate(zip(wednesdays, without, strict=True), 1):
        for name, lines in screens(run, home, day, width).items():
            added = [line for line in lines if line not in before[name]]
            said = "Trial" if name == "digest" else "Trial no status meeting"
            assert len(lines) - len(before[name]) == len(added) == 1, name
            assert f"{said}: week {week} of 4." in added[0]
            assert len(lines) <= 5 or name != "digest"
    over = screens(run, home, END, width)
    assert "Trial is over: valuecheck try" in over["digest"]
    assert "is over: valuecheck try" in " ".join(over["status"])
    assert "before: clearly better; one such trial in twenty is chance." in " ".join(over["review"])
    assert json.loads(run("status", "--json", now=on(END)).out)["trial"] is None
