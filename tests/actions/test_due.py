"""Is a question due, when is the next one, and what do the shells read of it?"""

from __future__ import annotations

import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stored import AT_THE_START, NOW, context_of, rows
from valuecheck.actions import ask_state, changing, due, record, stamps
from valuecheck.config.compiled import CompiledSettings
from valuecheck.core.answer import Answer
from valuecheck.core.errors import ExitCode
from valuecheck.core.moments import Window
from valuecheck.store import connection, daily_path
from valuecheck.store.changes import DAYS_OFF

if TYPE_CHECKING:
    from tests.conftest import Run
    from valuecheck.config.compiled import Context

pytestmark = pytest.mark.usefixtures("at_the_start")
DUE, NOT_DUE = ExitCode.DONE, ExitCode.NOT_DUE
FRIDAY, SATURDAY, MONDAY, TUESDAY = "2026-11-20", "2026-11-21", "2026-11-23", "2026-11-24"


def at(day: str, clock: str = "09:00", offset: str = "+01:00") -> str:
    return f"{day}T{clock}:00{offset}"


def state(where: Context) -> due.Due:
    with connection.reading(where.paths.store) as opened:
        return due.evaluate(opened, where)


def stamp(home: Path) -> datetime:
    """Return the stamp that the shells read, as a moment at the offset of the tests."""
    text = (home / "state" / "next-due").read_text(encoding="ascii")
    assert text == f"{int(text)}\n"
    return datetime.fromtimestamp(int(text), NOW.tzinfo)


# Due or not


def test_a_workday_without_an_answer_is_due(run: Run) -> None:
    assert run("due") == (DUE, "", "")
    assert run("due", "--verbose").out == "Fri 20 Nov has no answer yet: due since 04:00.\n"


@pytest.mark.parametrize("answer", [("4", "fixed"), ("0",)])
def test_an_answer_or_a_skip_ends_the_waiting_until_the_next_workday(
    run: Run, home: Path, answer: tuple[str, ...]
) -> None:
    run(*answer)
    assert run("due").code == NOT_DUE
    assert run("due", "--verbose").out == "Fri 20 Nov: nothing more is asked.\n"
    assert run("due", now=at(MONDAY)).code == DUE
    assert state(context_of(home)).next_due.isoformat() == at(MONDAY, "04:00")


def test_filling_in_an_earlier_day_does_not_answer_today(run: Run) -> None:
    run("ask", "--day", "yesterday", "4")
    assert run("due").code == DUE


def test_an_undone_answer_is_due_again(run: Run, home: Path) -> None:
    run("4")
    run("undo")
    assert run("due").code == DUE
    assert stamp(home) <= NOW


def test_weekends_and_days_off_are_not_due(run: Run) -> None:
    assert run("due", now=at(SATURDAY)).code == NOT_DUE
    reason = run("due", "--verbose", now=at(SATURDAY)).out
    assert reason.startswith("Sat 21 Nov is no workday: nothing is asked.")
    run("off", "today..mon", "holiday")
    assert run("due").code == NOT_DUE
    assert run("due", "--verbose").out.startswith("Fri 20 Nov is a day off: nothing is asked.")
    assert run("due", now=at(MONDAY)).code == NOT_DUE
    assert run("due", now=at(TUESDAY)).code == DUE


def test_the_next_question_passes_over_weekends_and_days_off(home: Path, run: Run) -> None:
    run("off", "mon..tue", "holiday")
    run("4")
    assert state(context_of(home)).next_due.isoformat() == at("2026-11-25", "04:00")
    assert json.loads(run("status", "--json").out)["next_due"] == at("2026-11-25", "04:00")


def test_after_midnight_it_is_still_the_day_before(run: Run) -> None:
    run("4")
    assert run("due", now=at(MONDAY, "03:59")).code == NOT_DUE
    assert run("due", now=at(MONDAY, "04:00")).code == DUE
    run("5", now=at(TUESDAY, "01:30"))
    assert run("due", now=at(TUESDAY, "03:59")).code == NOT_DUE
    assert run("due", now=at(TUESDAY, "04:00")).code == DUE


def test_a_day_that_starts_at_midnight(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "00:00")
    run("config", "day_starts_at", "00:00")
    assert run("due", "--verbose", now=at(MONDAY, "00:00")).out.startswith("Mon 23 Nov has no")
    assert run("due", now=at("2026-11-22", "23:59")).code == NOT_DUE


def test_it_is_not_asked_before_its_time(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "15:00")
    assert run("due", now=at(FRIDAY, "14:59")).code == NOT_DUE
    assert run("due", "--verbose", now=at(FRIDAY, "14:59")).out == (
        "Fri 20 Nov has no answer yet: asked after 15:00.\n"
    )
    assert run("due", now=at(FRIDAY, "15:00")).code == DUE


def test_an_early_time_means_after_midnight_of_the_same_day(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "01:00")
    assert run("due", now=at(FRIDAY, "23:59")).code == NOT_DUE
    assert run("due", now=at(SATURDAY, "00:59")).code == NOT_DUE
    assert run("due", now=at(SATURDAY, "01:00")).code == DUE
    assert run("due", now=at(SATURDAY, "04:00")).code == NOT_DUE


def test_a_laptop_flown_west_is_not_asked_twice_for_one_day(run: Run, home: Path) -> None:
    run("4", "in Tokyo", now=at(MONDAY, "08:00", "+09:00"))
    san_francisco = at("2026-11-22", "15:00", "-08:00")
    assert run("due", now=san_francisco).code == NOT_DUE
    assert run("due", now=at(MONDAY, "09:00", "-08:00")).code == NOT_DUE
    assert run("due", now=at(TUESDAY, "09:00", "-08:00")).code == DUE
    saturday = context_of(home, datetime.fromisoformat(at(SATURDAY, "15:00", "-08:00")))
    assert state(saturday).answered
    assert state(saturday).next_due.isoformat() == at(TUESDAY, "04:00", "-08:00")


# What the shells read


def test_each_command_that_changes_something_renews_the_stamp(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VALUECHECK_ASK_AFTER")
    assert run("config", "ask_after", "04:00").code == 0
    expected = {
        ("4", "fixed"): at(SATURDAY, "04:00"),
        ("edit", "5"): at(SATURDAY, "04:00"),
        ("delete", "last"): at(FRIDAY, "04:00"),
        ("0",): at(SATURDAY, "04:00"),
        ("undo",): at(FRIDAY, "04:00"),
        ("off", "today"): at(SATURDAY, "04:00"),
        ("off", "today", "--delete"): at(FRIDAY, "04:00"),
        ("config", "ask_after", "15:00"): at(FRIDAY, "15:00"),
    }
    for command, when in expected.items():
        assert run(*command).code == 0
        assert stamp(home).isoformat() == when, command
        assert not list(home.rglob("*.tmp"))
        (home / "state" / "next-due").unlink()


@settings(max_examples=40, deadline=None)
@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    starts=st.times(),
    ask_after=st.tuples(st.times(), st.times()),
    off=st.booleans(),
    score=st.integers(0, 4),
)
def test_a_stamp_is_never_more_than_26_hours_ahead_nor_after_tomorrows_question(
    tmp_path_factory: pytest.TempPathFactory,
    minutes: int,
    starts: time,
    ask_after: tuple[time, time],
    off: bool,
    score: int,
) -> None:
    moment = NOW + timedelta(minutes=minutes)
    settings = CompiledSettings(
        day_starts_at=starts.replace(second=0, microsecond=0),
        ask_after=Window(*(at.replace(second=0, microsecond=0) for at in ask_after)),
    )
    where = context_of(tmp_path_factory.mktemp("stamp"), moment, settings)
    if off:
        with changing.changing(where, "off") as change:
            for age in range(5):
                day = (where.today + timedelta(days=age)).isoformat()
                change.put(DAYS_OFF, {"day": day, "reason": ""})
    else:
        record.store_answer(where, Answer(score, ""), where.today)
    when = stamp(Path(where.paths.data))
    assert when <= moment + timedelta(hours=26)
    tomorrow = where._replace(now=when)
    assert (tomorrow.today - where.today).days <= 1


# Later


def test_later_delays_the_shells_and_not_the_person(run: Run, home: Path) -> None:
    run("4", now=at("2026-11-19"))
    where = context_of(home)
    assert ask_state.put_off(where).isoformat() == at(FRIDAY, "10:00")
    stamps.update_shells(where)
    assert stamp(home).isoformat() == at(FRIDAY, "10:00")
    assert run("due").code == DUE
    assert state(where).later_until == datetime.fromisoformat(at(FRIDAY, "10:00"))
    assert state(context_of(home, NOW + timedelta(hours=1))).later_until is None


def test_an_answer_ends_later(run: Run, home: Path) -> None:
    ask_state.put_off(context_of(home))
    run("4")
    assert stamp(home).isoformat() == at(SATURDAY, "04:00")


def test_later_can_last_a_whole_day(home: Path) -> None:
    where = context_of(home, settings=AT_THE_START._replace(remind_after=timedelta(hours=24)))
    assert ask_state.put_off(where) == NOW + timedelta(hours=24)
    assert state(where).later_until == NOW + timedelta(hours=24)


@pytest.mark.parametrize(
    "garbage",
    [
        "", "x", "{}", "[]", "5", "null", '{"later_until": null}', '{"later_until": "soon"}',
        '{"later_until": 1e999}', '{"later_until": NaN}', '{"later_until": -1e18}',
        '{"later_until": 99999999999999999999}', '{"later_until": [1]}', "[" * 100_000, "\x00",
        '{"later_until": 4102444800}',
    ],
    ids=lambda text: str(text)[:30],
)  # fmt: skip
def test_garbage_in_what_is_remembered_of_asking_is_no_reason_to_wait(
    run: Run, home: Path, garbage: str
) -> None:
    run("4", now=at("2026-11-19"))
    (home / "state" / "ask.json").write_text(garbage, encoding="utf-8")
    assert run("due") == (DUE, "", "")
    assert run("off", "mon") == (0, "✓ Off: Mon 23 Nov 2026\n", "")
    assert stamp(home).isoformat() == at(FRIDAY, "04:00")


# Reading creates nothing


@pytest.mark.parametrize(
    "command",
    [
        ("due",), ("due", "--verbose"), ("status",), ("status", "--short"), ("status", "--json"),
        ("log",), ("log", "all", "+incident", "--json"), ("report",), ("report", "last-month"),
        ("config",), ("config", "question"), ("off",), ("undo",), ("ask", "--if-due", "--day", "x"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_reading_creates_nothing(run: Run, home: Path, command: tuple[str, ...]) -> None:
    run(*command)
    assert not home.exists()
    home.mkdir(mode=0o700)
    run(*command)
    assert list(home.iterdir()) == []


def test_reading_changes_nothing(run: Run, home: Path) -> None:
    run("4", "fixed")
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in home.rglob("*.db")}
    for command in ("due", "status", "log", "report", "off", "config"):
        run(command)
    assert before == {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in home.rglob("*.db")
    }


# Workweeks


def coverage(run: Run, period: str, now: str) -> tuple[int, int]:
    figure = json.loads(run("report", period, "--json", now=now).out)["coverage"]
    return figure["n"], figure["expected"]


def test_a_changed_workweek_never_rewrites_the_past(run: Run) -> None:
    for day in ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", FRIDAY):
        run("4", now=at(day))
    now = at(FRIDAY, "18:00")
    before = coverage(run, "2026-W47", now)
    streak = json.loads(run("status", "--json", now=now).out)["streak"]
    assert (before, streak) == ((5, 5), 5)
    run("config", "workdays", "mon,tue", now=at(SATURDAY))
    assert coverage(run, "2026-W47", at(SATURDAY)) == before
    assert json.loads(run("status", "--json", now=at(SATURDAY)).out)["streak"] == 5
    assert run("due", now=at(MONDAY)).code == DUE
    assert run("due", now=at("2026-11-25")).code == NOT_DUE
    for day in (MONDAY, TUESDAY):
        run("4", now=at(day))
    later = at("2026-11-29")
    assert coverage(run, "2026-W48", later) == (2, 2)
    assert coverage(run, "2026-W47", later) == before
    assert json.loads(run("status", "--json", now=later).out)["streak"] == 7


def test_the_first_workweek_holds_for_days_filled_in_before_it(run: Run, home: Path) -> None:
    run("config", "workdays", "sat,sun")
    run("4")
    assert rows(home, "SELECT day, weekdays FROM workweeks") == [("0001-01-01", "[5, 6]")]


def test_a_workweek_changed_to_and_fro_on_one_day_leaves_the_last(run: Run, home: Path) -> None:
    run("4")
    for workdays in ("mon", "tue", "mon,tue,wed,thu,fri"):
        run("config", "workdays", workdays)
    assert rows(home, "SELECT day, weekdays FROM workweeks ORDER BY day") == [
        ("0001-01-01", "[0, 1, 2, 3, 4]"),
        (FRIDAY, "[0, 1, 2, 3, 4]"),
    ]


def test_a_setting_that_the_store_has_not_noted_yet_holds_from_today_on(home: Path) -> None:
    record.store_answer(context_of(home), Answer(4, ""), NOW.date())
    with connection.reading(context_of(home).paths.store) as opened:
        calendar = daily_path.work_calendar(opened, (5, 6), date(2026, 11, 21))
    assert calendar.is_workday(date(2026, 11, 20))
    assert calendar.is_workday(date(2026, 11, 21))
    assert not calendar.is_workday(date(2026, 11, 23))


def test_an_unwritable_state_folder_is_no_failure(home: Path) -> None:
    (home / "state").mkdir(parents=True)
    (home / "state" / "next-due").mkdir()
    record.store_answer(context_of(home), Answer(4, ""), NOW.date())
    assert os.listdir(home / "state") == ["next-due"]
