"""Trials: declared before they start, judged once at their end, never on open data."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.core.errors import ExitCode, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Fill, Run

START = date(2026, 11, 20)


def on(day: date) -> str:
    return datetime.combine(day, datetime.min.time()).replace(hour=17).isoformat() + "+01:00"


def workdays(first: date, number: int) -> list[date]:
    days = (first + timedelta(days=offset) for offset in range(number * 2))
    return [day for day in days if day.weekday() < 5][:number]


def answer(run: Run, first: date, number: int, scores: str, words: str = "") -> None:
    """Bring in as many answers as workdays, each given on its day."""
    lines = ["day,at,score,note"]
    for index, day in enumerate(workdays(first, number)):
        lines.append(f"{day},{day}T12:00:00+01:00,{scores[index % len(scores)]},{words}")
    last = on(workdays(first, number)[-1])
    assert run("import", "-", stdin="\n".join(lines), now=last).code == 0


@pytest.fixture
def better(run: Run, fill: Fill) -> None:
    """Four weeks of twos and threes, a trial, then four weeks of fours and fives."""

    def weeks_that_get_better() -> None:
        answer(run, date(2026, 10, 23), 20, "23233")
        declared = run("try", "no status meeting", "--for", "4w", now=on(START))
        assert declared.code == 0, declared.err
        answer(run, START, 20, "45445")

    fill(weeks_that_get_better)


AFTER = on(date(2026, 12, 18))


def test_a_trial_is_declared_for_a_time_and_a_measure(run: Run) -> None:
    declared = run("try", "no", "status", "meeting", "--for", "4w", "--by", "+meeting")
    assert declared.out == (
        "✓ Trial: no status meeting, from Fri 20 Nov to Thu 17 Dec.\n"
        "Judged once, after that, by days with +meeting, against the 4 weeks before.\n"
    )


def test_where_today_is_recorded_it_begins_tomorrow(run: Run) -> None:
    run("4")
    assert "from Sat 21 Nov" in run("try", "no meeting").out


@pytest.mark.usefixtures("better")
def test_the_verdict_comes_once_at_the_end(run: Run, home: Path) -> None:
    assert "week 4 of 4" in run("try", now=on(date(2026, 12, 17))).out
    assert rows(home, "SELECT verdict FROM trials") == [("",)]
    shown = run("try", now=AFTER).out
    assert (
        "Trial no status meeting: 4.4 in 4 weeks, 2.6 in the 4 before: clearly better; one" in shown
    )
    kept = rows(home, "SELECT verdict FROM trials")
    for day in workdays(START, 15):
        run("ask", "--day", day.isoformat(), "1", "filled in later", now=AFTER)
    assert run("try", now=AFTER).out == shown
    assert rows(home, "SELECT verdict FROM trials") == kept


def test_days_that_do_not_change_give_no_clear_change(run: Run) -> None:
    answer(run, date(2026, 10, 23), 20, "3424")
    run("try", "tidy desk", now=on(START))
    answer(run, START, 20, "3424")
    assert "no clear change" in run("try", now=AFTER).out


def test_too_few_days_are_said(run: Run) -> None:
    run("try", "tidy desk")
    run("4")
    assert "not enough days (0 of 10)" in run("try", now=AFTER).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--for", "2w", "x"), "a trial cannot last '2w'"),
        (("--for", "27w", "x"), "a trial cannot last '27w'"),
        (("--by", "mood", "x"), "a trial cannot be judged by 'mood'"),
        (("--from", "2026-11-01", "x"), "declared beforehand"),
        (("--stop",), "no trial is running"),
        (("--stop", "x"), "no trial has 'x' in it"),
        (("--by", "@retail", "x"), "@retail cannot be judged in 4 weeks"),
        (("--from", "2028-01-01", "x"), "more than a year ahead"),
        (("--from", "someday", "x"), "'someday' is not a day"),
        (("a\x1bb",), "control character"),
        (("--by", "+a\x1b[31mb", "x"), "+a"),
        (("--by", "\x1b[31m", "x"), "cannot be judged by"),
        (("--stop", "\x1b[31m"), "no trial has"),
        (("x" * 201,), "a trial has 201 characters"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    run("3", now="2026-11-19T09:00:00+01:00")
    refused = run("try", *words)
    assert refused.code == ExitCode.USAGE
    assert said in refused.err
    assert "\x1b" not in refused.err
    assert refused.err.count("\n") == 1


def test_two_at_once_must_be_judged_by_different_things(run: Run) -> None:
    assert run("try", "one").code == 0
    assert "is judged by the same thing until" in run("try", "two").err
    assert run("try", "two", "--by", "+meeting").code == 0
    assert run("try", "three", "--from", "2026-12-18").code == 0


def test_a_stopped_trial_gets_no_verdict_and_undo_brings_it_back(run: Run) -> None:
    run("try", "tidy desk")
    assert run("try", "--stop").out == "✓ Stopped: tidy desk. It gets no verdict.\n"
    assert "stopped" in run("try", now=AFTER).out
    run("undo")
    assert "week 1 of 4" in run("try").out
    run("undo")
    assert "No trial yet" in run("try").out


def test_a_kind_is_judged_by_its_days(run: Run) -> None:
    answer(run, date(2026, 10, 23), 20, "3", "talk +meeting")
    run("try", "no meeting", "--by", "+meeting", now=on(START))
    answer(run, START, 20, "3")
    assert "0% of days with +meeting in 4 weeks, 100% in the 4 before: clearly fewer" in (
        run("try", now=AFTER).out
    )


def test_a_customer_is_judged_by_windows_of_csat(run: Run) -> None:
    run("3", now="2026-01-01T09:00:00+01:00")
    for week in range(48):
        day = date(2026, 1, 6) + timedelta(weeks=week)
        score = "2" if week < 24 else "5"
        done = run("feedback", "add", "@retail", score, "--day", day.isoformat(), now=on(day))
        assert done.code == 0
        if week == 23:
            start = on(day + timedelta(days=1))
            run("try", "answer at once", "--for", "24w", "--by", "@retail", now=start)
    shown = run("try", now=on(date(2026, 12, 20))).out
    assert "@retail csat 5.0 in 24 weeks, 2.0 in the 24 before: clearly better" in shown


def test_hostile_words_never_act(run: Run) -> None:
    run("try", "=cmd|' /C calc'!A0 <b>bold</b> \x1b[31m")
    for format_ in ("plain", "json", "html", "markdown", "csv"):
        shown = run("try", "--format", format_).out
        assert "\x1b" not in shown
        assert "<b>bold" not in shown


def test_json_carries_the_verdict(run: Run) -> None:
    run("try", "tidy desk")
    found = json.loads(run("try", "--json").out)
    assert found["trials"][0]["measure"] == "score"
    assert found["trials"][0]["verdict"] is None
    judged = json.loads(run("try", "--json", now=AFTER).out)["trials"][0]["verdict"]
    assert (judged["n"], judged["needed"], judged["clear"]) == (0, 10, False)


@pytest.mark.usefixtures("better")
def test_status_and_review_show_the_week_and_then_the_verdict(run: Run) -> None:
    during = on(date(2026, 11, 30))
    week = "Trial no status meeting: week 2 of 4."
    assert week in run("status", now=during).out
    assert week in run("review", now=during).out
    assert json.loads(run("status", "--json", now=during).out)["trial"]["week"] == 2
    waits = "Trial no status meeting is over: valuecheck try"
    assert waits in run("status", now=AFTER).out
    assert "4 before: clearly better" in run("review", now=AFTER).out
    assert json.loads(run("review", "--json", now=AFTER).out)["trial"]["verdict"]["clear"] is True
    assert "Trial" not in run("status", now=AFTER).out


@pytest.mark.usefixtures("better")
def test_at_the_end_there_is_one_question(run: Run, home: Path) -> None:
    run("try", now=AFTER)
    environ = {"VALUECHECK_NOW": AFTER}
    with Terminal(*PROGRAM, "review", environ=environ) as terminal:
        terminal.wait_for("keep it (k)")
        terminal.type("a\n")
        assert terminal.end() == 0
        assert "What will you change" not in terminal.text
        assert "from Fri 18 Dec to Thu 14 Jan 2027." in terminal.text
    assert rows(home, "SELECT decision FROM trials ORDER BY start") == [("again",), ("",)]
    assert run("undo", now=AFTER).code == 0
    assert rows(home, "SELECT decision FROM trials WHERE NOT deleted") == [("",)]


@pytest.mark.usefixtures("better")
def test_a_verdict_outlives_the_undo_of_the_declaration(run: Run, home: Path) -> None:
    run("try", now=AFTER)
    for _ in range(2):
        assert run("undo", "--yes", now=AFTER).code == 0
    (kept,) = rows(home, "SELECT verdict FROM trials WHERE NOT deleted")
    assert json.loads(kept[0])["clear"] is True


@pytest.mark.usefixtures("better")
def test_going_on_compares_with_the_weeks_before_the_first_trial(run: Run, home: Path) -> None:
    run("try", now=AFTER)
    with Terminal(*PROGRAM, "try", environ={"VALUECHECK_NOW": AFTER}) as terminal:
        terminal.wait_for("keep it (k)")
        terminal.type("a\n")
        assert terminal.end() == 0
    assert "against the 4 weeks before it first began." in " ".join(terminal.text.split())
    answer(run, date(2026, 12, 18), 20, "45445")
    shown = run("try", now=on(date(2027, 1, 15))).out
    verdict = "4.4 in 4 weeks, 2.6 in the 4 before it first began: clearly better; one such trial"
    assert f"Trial no status meeting: {verdict} in twenty is chance." in shown
    listed = json.loads(run("try", "--json", now=on(date(2027, 1, 15))).out)["trials"]
    assert [each["went_on_from"] for each in listed] == ["2026-11-20", None]
    # What was judged stays so, and what led to it as well.
    run("undo", "--yes", now=on(date(2027, 1, 15)))
    assert rows(home, "SELECT decision FROM trials WHERE NOT deleted ORDER BY start") == [
        ("again",),
        ("",),
    ]


def decide(key: str, now: str = AFTER) -> None:
    with Terminal(*PROGRAM, "try", environ={"VALUECHECK_NOW": now}) as terminal:
        terminal.wait_for("keep it (k)")
        terminal.type(f"{key}\n")
        assert terminal.end() == 0


@pytest.mark.usefixtures("better")
@pytest.mark.parametrize(("key", "decision"), [("k", "keep"), ("s", "stop")])
def test_a_decision_is_taken_back_and_asked_for_again(run: Run, key: str, decision: str) -> None:
    run("try", now=AFTER)
    decide(key)
    undone = run("undo", now=AFTER).out.splitlines()
    assert undone[1:] == [
        f"  gone  trial no status meeting ({decision})",
        "  back  trial no status meeting",
    ]
    decide(key)


def where_it_is(home: Path, words: bytes) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(home)) for path in files if words in path.read_bytes())


@pytest.mark.usefixtures("better")
def test_forgetting_leaves_no_byte_of_a_trial_anywhere(run: Run, home: Path) -> None:
    run("try", now=AFTER)
    decide("a")
    assert len(where_it_is(home, b"status meeting")) > 1
    listed = run("try", now=AFTER).out.splitlines()
    id_ = listed[1].split()[0]
    assert run("forget", id_, now=AFTER).err == (
        "valuecheck: the trial of Fri 20 Nov and what went on from it would be gone for good; "
        "add --yes to do it without being asked.\n"
    )
    assert run("forget", id_, "--yes", now=AFTER).code == 0
    assert where_it_is(home, b"status meeting") == []
    assert "No trial yet" in run("try", now=AFTER).out
    assert "'import'" in run("undo", "--yes", now=AFTER).out


def test_a_trial_that_was_taken_back_can_still_be_forgotten(run: Run, home: Path) -> None:
    run("4")
    run("try", "tidy desk")
    assert run("backup").code == 0
    ((id_,),) = rows(home, "SELECT id FROM trials")
    run("undo")
    assert "this deleted trial would be gone for good" in run("forget", id_[-6:]).err
    assert run("forget", id_[-6:], "--yes").code == 0
    assert where_it_is(home, b"tidy desk") == []


@pytest.mark.usefixtures("better")
def test_documents_have_its_words_and_the_intention_only_with_notes(run: Run) -> None:
    environ = {"VALUECHECK_NOW": on(date(2026, 12, 1))}
    with Terminal(*PROGRAM, "review", environ=environ) as terminal:
        terminal.wait_for("What will you change")
        terminal.type("say no\n")
        assert terminal.end() == 0
    for now in (on(date(2026, 12, 8)), AFTER):
        for words in ("status", "try", "review 2026-W49"):
            for format_ in ("markdown", "html"):
                page = run(*words.split(), "--format", format_, now=now)
                assert (page.code, "status meeting" in page.out) == (0, False), words
                assert "say no" not in page.out
                assert " :" not in page.out.partition("<main>")[2]
    shown = run("review", "2026-W49", "--format", "markdown", now=AFTER).out
    assert "\nTrial: 4.4 in 4 weeks, 2.6 in the 4 before" in shown
    assert "Notes are left out" in shown
    shown = run("review", "2026-W49", "--format", "markdown", "--notes", now=AFTER).out
    assert "- You wanted: `say no`" in shown
    assert "\nTrial `no status meeting`: 4.4 in 4 weeks" in shown


def test_a_trial_may_follow_the_one_that_ends_today(run: Run) -> None:
    run("try", "one", "--from", "2026-11-21")
    last = on(date(2026, 12, 18))
    run("4", now=last)
    assert "from Sat 19 Dec" in run("try", "two", now=last).out


def test_old_names_of_a_customer_are_the_same_thing(run: Run) -> None:
    run("3", "@shop", "@retail")
    run("try", "one", "--for", "12w", "--by", "@shop")
    run("customer", "merge", "shop", "retail")
    refused = run("try", "two", "--for", "12w", "--by", "@retail")
    assert "is judged by the same thing until" in refused.err


def test_what_a_customer_said_today_is_known_already(run: Run) -> None:
    run("feedback", "add", "@retail", "2")
    assert "from Sat 21 Nov" in run("try", "x", "--for", "12w", "--by", "@retail").out
    run("undo")
    refused = run("try", "x", "--for", "12w", "--by", "@retail", "--from", "today")
    assert "the outcome of Fri 20 Nov is known already" in refused.err


@pytest.mark.usefixtures("better")
def test_two_terminals_decide_once(run: Run, home: Path) -> None:
    run("try", now=AFTER)
    environ = {"VALUECHECK_NOW": AFTER}
    with Terminal(*PROGRAM, "try", environ=environ) as one:
        one.wait_for("keep it (k)")
        decide("k")
        one.type("a\n")
        assert one.end() == ExitCode.USAGE
        assert "decided meanwhile" in " ".join(one.text.split())
    assert rows(home, "SELECT decision FROM trials") == [("keep",)]


@pytest.mark.usefixtures("better")
def test_a_store_that_cannot_be_written_can_be_looked_back_on(run: Run) -> None:
    def full(*_: object) -> None:
        problem = "the disk is full"
        raise StoreError(problem, "make room")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("valuecheck.actions.trials.changing", full)
        shown = run("review", now=AFTER)
    assert shown.code == 0
    assert "is over: valuecheck try" in shown.out
    assert "clearly better" in run("review", now=AFTER).out


@pytest.mark.parametrize(
    ("days", "measure", "verdict", "said"),
    [
        ("0001-01-02 0001-02-01", "score", "", "not enough days (0 of 10)"),
        ("0001-01-02 0001-02-01", "@retail", "", "not enough windows (0 of 6)"),
        ("2026-01-01 2026-01-01", "nonsense", "", "not enough days (0 of 10)"),
        ("2026-01-01 2026-02-01", "@", "", "not enough windows (0 of 6)"),
        *(
            ("2026-01-01 2026-02-01", "share", verdict, "judged, no figures kept")
            for verdict in (
                '{"average": 1e999, "before": 1, "n": 3, "needed": 1}',
                '{"average": 4, "before": 3, "n": 12, "needed": 9, "p": 1, "detectable": -1e999}',
                '"x"',
                "[]",
            )
        ),
    ],
)
def test_rows_of_other_programs_stop_no_command(
    run: Run, home: Path, days: str, measure: str, verdict: str, said: str
) -> None:
    run("feedback", "add", "@retail", "2")
    rows(home, "UPDATE feedback SET day = '0001-01-01'")
    run("try", "tidy desk")
    start, finish = days.split()
    update = "UPDATE trials SET start = ?, finish = ?, measure = ?, verdict = ?"
    rows(home, update, start, finish, measure, verdict)
    for words in ("try", "review", "try --json", "status", "try --format csv"):
        shown = run(*words.split())
        assert (shown.code, shown.err) == (0, ""), words
    assert f"Trial tidy desk: {said}." in run("try").out


@pytest.mark.usefixtures("better")
def test_of_two_that_are_over_the_one_that_is_shown_is_decided(run: Run, home: Path) -> None:
    run("try", "tidy desk", "--by", "+desk", now=on(START))
    environ = {"VALUECHECK_NOW": on(date(2026, 12, 21))}
    for text in ("tidy desk", "no status meeting"):
        with Terminal(*PROGRAM, "review", environ=environ) as terminal:
            terminal.wait_for(f"{text}: keep it (k), stop it (s), or go on")
            assert f"Trial {text}: " in terminal.text
            terminal.type("k\n")
            assert terminal.end() == 0
    assert rows(home, "SELECT DISTINCT decision FROM trials") == [("keep",)]


def test_the_review_offers_to_make_its_intention_a_trial(run: Run) -> None:
    run("4", "@retail")
    environ = {"VALUECHECK_NOW": "2026-11-23T09:00:00+01:00"}
    offer = "As a trial with a verdict:\n  valuecheck try 'say no; twice' --for 4w"
    with Terminal(*PROGRAM, "review", environ=environ) as terminal:
        terminal.wait_for("What will you change")
        terminal.type("say no; twice\n")
        assert terminal.end() == 0
        assert offer in terminal.text
    run("try", "another", "--from", "2026-12-01")
    with Terminal(*PROGRAM, "review", environ=environ) as terminal:
        terminal.wait_for("What will you change")
        terminal.type(" more\n")
        assert terminal.end() == 0
        assert "As a trial" not in terminal.text


def test_a_kind_that_gets_another_name_is_still_what_judges(run: Run, home: Path) -> None:
    run("ask", "--day", "yesterday", "3", "+meting")
    run("try", "no meeting", "--by", "+meting")
    run("edit", "--swap", "+meting=+meeting", "--all")
    assert rows(home, "SELECT measure FROM trials") == [("+meeting",)]
    run("undo")
    assert rows(home, "SELECT measure FROM trials") == [("+meting",)]
