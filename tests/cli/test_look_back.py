"""Reports, calendar and review as a user asks for them."""

from __future__ import annotations

import errno
import json
import os
import re
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.cli.support.opening import PAGES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

MONDAY = "2026-11-23T09:00:00+01:00"
SUNDAY = "2026-11-22T09:00:00+01:00"


def test_a_report_is_on_last_week_while_this_one_has_no_check_in_and_says_so(run: Run) -> None:
    run("4", "fixed", "+incident")
    told = run("report", now=MONDAY)
    assert told.out.startswith("Week 47")
    assert told.err == "Nothing is recorded this week yet: this is last week.\n"


def test_tags_do_not_move_a_report_to_another_week(run: Run) -> None:
    run("4", "fixed", "+incident")
    told = run("report", "+meeting")
    assert told.out.startswith("Week 47")
    assert told.err == "valuecheck: No check-in has the tag +meeting.\n"


def test_a_report_explains_its_methods(run: Run) -> None:
    for day in ("mon", "tue", "wed"):
        run("ask", "--day", day, "4")
    assert "Student 1908" not in run("report").out
    assert "Student 1908" in run("report", "--methods").out


def test_a_comparison_looks_at_the_period_before(run: Run) -> None:
    for day in range(1, 29):
        run("ask", "--day", f"2026-05-{day:02}", "2")
        run("ask", "--day", f"2026-08-{day:02}", "5")
    (comparison, *_) = json.loads(run("report", "2026-Q3", "--json").out)["comparisons"]
    assert comparison["difference"]["verdict"] == "clear"
    assert "Q3 is clearly better than Q2: +3.0" in run("report", "2026-Q3").out


def test_a_page_is_written_with_notes_only_if_asked(run: Run, tmp_path: Path) -> None:
    run("4", "<script>alert(1)</script>", "secret")
    page = tmp_path / "week.html"
    assert run("report", "--output", str(page)).code == 0
    assert "secret" not in page.read_text()
    assert run("report", "--output", str(page), "--force", "--notes").code == 0
    assert "&lt;script&gt;alert(1)&lt;/script&gt; secret" in page.read_text()


def test_notes_asked_for_are_told_whole_however_long_the_period(run: Run) -> None:
    for day in ("mon", "tue", "wed"):
        run("ask", "--day", day, "3", f"words of {day}")
    told = run("report", "year", "--format", "markdown", "--notes").out
    assert all(f"`words of {day}`" in told for day in ("mon", "tue", "wed"))


def test_open_shows_the_page_in_the_browser(
    process: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = tmp_path / "shown"
    for name in ("xdg-open", "open"):
        browser = tmp_path / "bin" / name
        browser.parent.mkdir(exist_ok=True)
        browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{shown}"\n')
        browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    process("4")
    page = tmp_path / "a page.html"
    assert process("report", "--open", "--output", str(page)).code == 0
    deadline = time.monotonic() + 10
    while not (shown.exists() and shown.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert shown.read_text().endswith("a page.html")


@pytest.mark.parametrize(
    ("options", "format_"),
    [("--json", "json"), ("--format csv", "csv"), ("--output x.md", "markdown")],
)
def test_open_refuses_what_is_no_page(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: str, format_: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("report", "--open", *options.split())
    assert (refused.code, refused.out) == (2, "")
    assert f"--open shows a page, and {format_} is none; leave" in refused.err
    assert not (tmp_path / "x.md").exists()


def test_an_opened_page_leaves_no_folder_where_it_fails_and_cleans_old_ones(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    old = tmp_path / f"{PAGES}old"
    old.mkdir()
    os.utime(old, (0, 0))
    run("4", "not for everybody")
    assert run("report", "--open").code == 0
    (folder,) = tmp_path.glob(f"{PAGES}*")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert opened == [f"file://{folder}/report.html"]
    assert "not for everybody" not in (folder / "report.html").read_text(encoding="utf-8")

    def fail(_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("typer.launch", fail)
    assert run("report", "--open").code != 0
    assert [*tmp_path.glob(f"{PAGES}*")] == [folder]


@pytest.mark.parametrize("unit", ["week", "month", "quarter", "year"])
def test_an_empty_current_period_becomes_the_last_one_and_says_so(run: Run, unit: str) -> None:
    run("4", "long ago", now="2026-11-20T09:00:00+01:00")
    told = run("report", unit, now="2027-01-04T09:00:00+01:00")
    assert f"Nothing is recorded this {unit} yet: this is last {unit}." in told.err
    run("4", now="2027-01-04T09:00:00+01:00")
    assert run("report", unit, now="2027-01-04T09:00:00+01:00").err == ""


def test_a_number_of_weeks_is_a_period(run: Run) -> None:
    run("4", "in", "--day", "2026-10-31")
    run("4", "out", "--day", "2026-10-30")
    assert run("report", "3w").out.startswith("Last 3 weeks, 31 Oct – 20 Nov 2026")
    assert "1 of 1 day happy" in run("report", "3w").out
    assert json.loads(run("report", "21d", "--json").out)["counts"]["4"] == 1


def test_two_thousand_empty_years_are_not_told_day_by_day(run: Run) -> None:
    run("3", "the first", "--day", "0001-01-01")
    run("4", "the last")
    assert run("report", "0001").out.startswith("0001\n")
    for words in ("report all", "calendar all", "report all --format html", "log"):
        assert run(*words.split()).out.count("\n") < 200
    whole = json.loads(run("report", "all", "--json").out)
    assert len(whole["days"]) < 20
    assert len(whole["weeks"]) < 60


def test_a_report_reads_ten_years_of_workdays_back_and_no_more(run: Run, home: Path) -> None:
    run("4")
    before = (date(2026, 11, 13) - timedelta(days=age) for age in range(4100))
    workdays = [day.isoformat() for day in before if day.weekday() < 5]
    copied = (
        "INSERT INTO check_ins SELECT printf('01936e2f-4c00-7000-8000-%012d', key), value, at, 0, "
        "2 + key / 5 % 3, note, kinds, customers, question, device, clock, deleted "
        "FROM check_ins, json_each(?)"
    )
    rows(home, copied, json.dumps(workdays))
    whole = json.loads(run("report", "--json").out)
    rows(home, "DELETE FROM check_ins WHERE day < ?", workdays[2620])
    latest = json.loads(run("report", "--json").out)
    assert whole.pop("since") < latest.pop("since")
    assert whole == latest
    assert whole["band"]["n"] == 52
    rows(home, "DELETE FROM check_ins WHERE day < ?", workdays[40])
    assert json.loads(run("report", "--json").out)["band"]["n"] < 12


@pytest.mark.parametrize(
    "line",
    [
        "report",
        "report week +incident --json",
        "report --json 2026 @retail",
        "report last-month",
        "report nonsense week",
        "calendar 2026-11",
        "calendar --json",
        "log @retail +nothing",
        "log --json",
    ],
)
def test_usual_words_say_the_same_with_the_parser_and_without(run: Run, line: str) -> None:
    run("4", "fixed", "+incident", "@retail")
    told = run(*line.split())
    assert told == run(*line.split(), "--no-pager")
    assert told.out or told.code


@pytest.mark.parametrize(
    ("now", "period", "month"),
    [
        ("2026-11-20T17:00:00+01:00", "year", "Oct"),
        ("2026-12-31T17:00:00+01:00", "year", "Nov"),
        ("2027-01-15T17:00:00+01:00", "all", "Dec"),
    ],
)
def test_a_made_up_year_says_on_its_first_screen_what_changed_why_and_what_to_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: str, period: str, month: str
) -> None:
    home = tmp_path / "year"
    opening = run("demo", str(home), now=now).out
    assert f"  valuecheck report {period} " in opening
    assert re.search(r"Watermelons, .*\n.*  @\w+ .* (csat|nps) \d  “", opening)
    monkeypatch.setenv("VALUECHECK_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("report", period, "--format", "terminal", now=now).out.splitlines()
    assert len(lines) <= (50 if period == "year" else 60)
    first_screen = "\n".join(lines[:24])
    assert re.search(rf"▼ Your weeks sank from .*{month}.*\n  Why\? \+meeting: ", first_screen)
    assert "▼ +meeting days are clearly worse" in first_screen
    command = re.search("valuecheck (log .*)", first_screen)
    assert command
    assert "+meeting" in run(*command[1].split(), now=now).out


def test_a_calendar_is_of_this_year_by_default(run: Run) -> None:
    run("4")
    assert run("calendar").out.startswith("2026, 1 Jan")
    assert "Fri 20 Nov: 4" in run("calendar", "week", "--plain").out


def test_a_review_is_of_last_week_and_asks_for_this_one(run: Run, home: Path) -> None:
    run("ask", "--day", "2026-11-13", "2", "nobody decided +meeting")
    with Terminal(*PROGRAM, "review") as terminal:
        terminal.wait_for("What will you change in week 47")
        terminal.type("Say no to one meeting\r")
        assert terminal.end() == 0
        assert "No intention for week 46: you had not begun before it." in terminal.lines
    told = run("review", now=MONDAY)
    assert "You wanted: Say no to one meeting" in told.out
    assert "What will you change" not in told.out
    undone = run("undo")
    assert "gone  2026-W47  Say no to one meeting" in undone.out
    assert "No intention" in run("review", now=MONDAY).out
    assert home.exists()


def test_in_the_first_week_of_all_a_review_is_of_that_one(run: Run) -> None:
    run("4", "began")
    first = run("review").out
    assert first.startswith("Review, Week 47")
    assert "No intention for week 47: you had not begun before it." in first
    assert run("review", "last-week").out.startswith("Review, Week 46")
    assert run("review", now=MONDAY).out.startswith("Review, Week 47")
    week_after_next = "2026-11-30T09:00:00+01:00"
    run("4", now=MONDAY)
    assert "No intention was written down for week 48." in run("review", now=week_after_next).out


def test_a_last_week_that_was_filled_in_is_looked_back_on(run: Run) -> None:
    run("4", "began", now=MONDAY)
    run("ask", "--day", "fri", "3", "late", now=MONDAY)
    review = run("review", now=MONDAY).out
    assert review.startswith("Review, Week 47")
    assert "No intention for week 47: you had not begun before it." in review


def test_an_intention_that_is_noted_is_shown_to_be_changed_or_kept(run: Run) -> None:
    run("ask", "--day", "2026-11-13", "2")
    with Terminal(*PROGRAM, "review") as terminal:
        terminal.wait_for("What will you change in week 47")
        terminal.type("Say no\r")
        assert terminal.end() == 0
        assert "noted so far" not in terminal.text
    with Terminal(*PROGRAM, "review") as terminal:
        terminal.wait_for("› Say no")
        question, noted = terminal.lines[-3:-1]
        assert question.startswith("What will you change in week 47")
        assert noted == "This is noted so far: Enter keeps it, Ctrl-U empties the line."
        terminal.type("\r")
        assert terminal.end() == 0
        assert terminal.lines[-1] == "Nothing changed."
    with Terminal(*PROGRAM, "review", environ={"ACCESSIBLE": "1"}) as terminal:
        terminal.wait_for("Intention: Say no")
        terminal.type("\x15\r")
        assert terminal.end() == 0
        assert terminal.lines[-1] == "✓ Removed for 2026-W47."


def test_a_review_is_of_a_week_and_of_nothing_else(run: Run) -> None:
    run("4")
    refused = run("review", "month")
    assert (refused.code, refused.out) == (2, "")
    assert "use week, last-week or 2026-W47" in refused.err


def test_the_first_answer_of_a_week_is_followed_by_last_week_once(run: Run) -> None:
    run("2", "secret words")
    for expected in (True, False):
        environ = {"VALUECHECK_NOW": MONDAY}
        with Terminal(*PROGRAM, "4", "fine", environ=environ) as terminal:
            assert terminal.end() == 0
            told = "\n".join(terminal.lines)
        assert ("Week 47" in told) is expected
        assert "secret" not in told


def test_the_digest_can_be_switched_off(run: Run) -> None:
    run("2")
    run("config", "weekly_digest", "false")
    with Terminal(*PROGRAM, "4", environ={"VALUECHECK_NOW": MONDAY}) as terminal:
        assert terminal.end() == 0
        assert "Week 47" not in "\n".join(terminal.lines)


def test_the_very_first_run_asks_whatever_the_day(run: Run) -> None:
    assert run("due", now=SUNDAY).code == 3
    with Terminal(*PROGRAM, environ={"VALUECHECK_NOW": SUNDAY}) as terminal:
        terminal.wait_for("›")
        terminal.type("4")
        terminal.wait_for("a few words?")
        terminal.type("\r")
        assert terminal.end() == 0
    with Terminal(*PROGRAM, environ={"VALUECHECK_NOW": SUNDAY}) as terminal:
        assert terminal.end() == 0
        assert "Sun 22 Nov" in terminal.lines[0]
