"""How many of the last workdays are recorded, which are empty, and what the ✓ says of it."""

from __future__ import annotations

import json
import os
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import context_of, rows
from valuecheck.actions import ask_state
from valuecheck.config.paths import default_store, locate
from valuecheck.store import connection as store
from valuecheck.store import daily_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

FRIDAY = date(2026, 11, 20)
OFFER = "valuecheck hook install"


def answer_on(run: Run, *days: str, words: tuple[str, ...] = ("4",)) -> str:
    """Answer on each day at noon; returns what the last answer printed."""
    out = ""
    for day in days:
        answered = run(*words, now=f"{day}T17:00:00+01:00")
        assert answered.code == 0, answered.err
        out = answered.out
    return out


def workdays_before(day: date, count: int) -> list[str]:
    """The last `count` weekdays before `day`, oldest first."""
    found: list[str] = []
    while len(found) < count:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            found.insert(0, day.isoformat())
    return found


def lately(run: Run, now: str = "2026-11-20T17:00:00+01:00") -> object:
    return json.loads(run("status", "--json", now=now).out)["lately"]


def test_it_is_said_from_five_workdays_on_and_counts_at_most_twenty(run: Run) -> None:
    days = workdays_before(FRIDAY, 30)
    answer_on(run, days[0])
    assert lately(run, f"{days[3]}T17:00:00+01:00") is None
    assert lately(run, f"{days[5]}T17:00:00+01:00") == {"recorded": 1, "workdays": 5}
    said = answer_on(run, *days[5:], "2026-11-20")
    assert "20 of the last 20 workdays" in said
    assert (lately(run)) == {"recorded": 20, "workdays": 20}
    assert json.loads(run("status", "--json").out)["streak"] >= 25


def test_today_counts_once_it_is_recorded_and_days_off_never(run: Run) -> None:
    days = workdays_before(FRIDAY, 8)
    answer_on(run, *days)
    assert lately(run) == {"recorded": 8, "workdays": 8}
    run("off", "2026-11-18")
    run("off", "2026-11-17")
    assert lately(run) == {"recorded": 6, "workdays": 6}
    answer_on(run, "2026-11-20")
    assert lately(run) == {"recorded": 7, "workdays": 7}


def test_days_filled_in_before_the_first_answer_do_not_count(run: Run) -> None:
    answer_on(run, "2026-11-13")
    run("4", "--day", "2026-10-01")
    assert lately(run) == {"recorded": 1, "workdays": 5}


def test_status_names_empty_workdays_and_what_mends_them(run: Run) -> None:
    answer_on(run, "2026-11-11", "2026-11-12", "2026-11-16", "2026-11-18")
    run("0", now="2026-11-17T17:00:00+01:00")
    run("off", "2026-11-19")
    status = run("status", "--json")
    assert json.loads(status.out)["empty"] == ["2026-11-13"]
    text = run("status").out
    fill_in, mark_off = re.findall(r"valuecheck (ask --day|off) (2026-11-13)", text)
    assert run(*fill_in[0].split(), fill_in[1], "3").code == 0
    assert "Empty" not in run("status").out
    run("undo")
    assert run(mark_off[0], mark_off[1]).code == 0
    assert "Empty" not in run("status").out


def test_the_first_answer_ends_with_the_next_step_and_no_other_does(run: Run) -> None:
    assert OFFER in answer_on(run, "2026-11-19")
    assert OFFER not in answer_on(run, "2026-11-20")


def test_an_undone_answer_ends_a_later(run: Run, home: Path) -> None:
    ask_state.put_off(context_of(home))
    answer_on(run, "2026-11-20")
    assert ask_state.later_until(context_of(home)) is not None
    run("undo", now="2026-11-20T17:05:00+01:00")
    assert ask_state.later_until(context_of(home)) is None


def test_status_says_until_when_later_holds(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-19")
    ask_state.put_off(context_of(home))
    assert "You said later: not asked before 10:00." in run("status").out


def test_a_new_tag_that_is_one_slip_away_is_named_once_with_what_mends_it(run: Run) -> None:
    answer_on(run, "2026-11-16", "2026-11-17", "2026-11-18", words=("4", "+incident", "@retail"))
    said = answer_on(run, "2026-11-19", words=("3", "oops", "+incdient"))
    assert "+incdient is new. If you meant +incident:" in said
    (command,) = re.findall(r"valuecheck (edit .* --swap .*)", said)
    assert run(*command.split()).code == 0
    assert run("log", "+incdient").err == (
        "valuecheck: No check-in has the tag +incdient; did you mean +incident?\n"
    )
    assert "oops +incident" in run("log", "+incident").out
    assert "is new" not in answer_on(run, "2026-11-20", words=("3", "+meeting"))


def test_swapping_everywhere_is_one_command_to_undo(run: Run) -> None:
    answer_on(run, "2026-11-18", "2026-11-19", words=("4", "(+Dpeloy) a+dpeloy", "+dpeloy."))
    assert run("edit", "--swap", "+dpeloy=+deploy", "--all").out == (
        "✓ +dpeloy is now +deploy in 2 check-ins\n"
    )
    assert "(+deploy) a+dpeloy +deploy." in run("log").out
    run("undo")
    assert "+Dpeloy" in run("log").out


@pytest.mark.parametrize(
    "words",
    [
        ("--swap", "incdient=incident"),
        ("--swap", "+a=@b"),
        ("--swap", "+nothing=+something"),
        ("--all",),
        ("last", "--all", "--swap", "+a=+b"),
        ("--swap", "+a=+b", "--no-note"),
    ],
    ids=" ".join,
)
def test_a_swap_that_means_nothing_changes_nothing(run: Run, words: tuple[str, ...]) -> None:
    answer_on(run, "2026-11-20", words=("4", "+incident"))
    refused = run("edit", *words)
    assert (refused.code, refused.out) == (2, "")
    assert "+incident" in run("log").out


def test_who_had_nothing_set_learns_of_the_moments_once(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-18")
    rows(home, "INSERT INTO facts VALUES ('unannounced', 'moment')")
    assert "New: the question comes at a moment between 10:00 and 16:00" in answer_on(
        run, "2026-11-19"
    )
    assert "New:" not in answer_on(run, "2026-11-20")


def test_who_chose_a_time_learns_nothing(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-18")
    rows(home, "INSERT INTO facts VALUES ('unannounced', 'moment')")
    run("config", "ask_after", "15:00")
    assert "New:" not in answer_on(run, "2026-11-19")
    run("config", "ask_after", "--unset")
    assert "New:" not in answer_on(run, "2026-11-20")


def test_two_machines_with_one_seed_ask_at_one_moment(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-19")
    rows(home, "UPDATE facts SET value = '0123456789abcdef' WHERE name = 'seed'")
    with store.reading(str(home / "valuecheck.db")) as opened:
        assert opened
        assert daily_path.seed(opened, FRIDAY) == 0x0123456789ABCDEF
    before = json.loads(run("status", "--json", now="2026-11-20T09:00:00+01:00").out)
    assert (before["due"], before["next_due"]) == (False, "2026-11-20T10:00:00+01:00")
    since = run("due", "--verbose", now="2026-11-20T17:00:00+01:00").out
    assert re.fullmatch(r"Fri 20 Nov has no answer yet: due since 1[0-5]:\d\d\.\n", since)


def test_a_seed_that_a_merge_brought_counts_from_the_next_day_on(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-19")
    rows(home, "UPDATE facts SET value = '00000000000000aa' WHERE name = 'seed'")
    rows(home, "INSERT INTO facts VALUES ('seed_before', '2026-11-20 00000000000000bb')")
    with store.reading(str(home / "valuecheck.db")) as opened:
        assert opened
        assert daily_path.seed(opened, FRIDAY) == 0xBB
        assert daily_path.seed(opened, FRIDAY + timedelta(days=1)) == 0xAA


def test_before_the_moment_nothing_is_due_but_a_user_may_answer(run: Run) -> None:
    answer_on(run, "2026-11-19")
    assert run("due").code == 3
    assert run("due", "--verbose").out == (
        "Fri 20 Nov has no answer yet: asked at a moment between 10:00 and 16:00.\n"
    )
    # No hook is installed here, so no shell asks.
    assert run("status").out.startswith("Fri 20 Nov has no answer yet.\n")
    assert run("ask", "--if-due", stdin="4\n").out == ""
    assert run("4", "early").code == 0


def test_on_the_day_of_the_installation_the_moment_is_now(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-19")
    ask_state.note_installed(context_of(home))
    assert run("due").code == 0
    assert run("due", now="2026-11-23T09:00:00+01:00").code == 3


def test_an_answer_far_ahead_is_named_and_silences_nothing(run: Run) -> None:
    answer_on(run, "2035-01-03")
    assert run("due", now="2026-11-20T17:00:00+01:00").code == 0
    said = run("due", "--verbose", now="2026-11-20T17:00:00+01:00").out
    assert "Wed 3 Jan 2035 has an answer already: was this machine's clock wrong?" in said
    assert "✓ Recorded 4 for Fri 20 Nov 2026" in answer_on(run, "2026-11-20")


def test_what_delays_the_question_is_said_by_status_and_doctor(run: Run, home: Path) -> None:
    answer_on(run, "2026-11-19")
    for _ in range(2):
        ask_state.note_too_slow(context_of(home))
    assert "could not be drawn in time" not in run("status").out + run("doctor").out
    ask_state.note_too_slow(context_of(home))
    assert "could not be drawn in time" in run("status").out
    assert "could not be drawn in time" in run("doctor").out
    ask_state.note_shown(context_of(home))
    assert "could not be drawn in time" not in run("status").out


def test_a_store_at_the_usual_place_is_named_where_another_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VALUECHECK_HOME")
    monkeypatch.delenv("VALUECHECK_NOW")
    usual = tmp_path / ".local/share/valuecheck/valuecheck.db"
    usual.parent.mkdir(parents=True)
    usual.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "snap"))
    found = default_store(locate(dict(os.environ), "linux"), os.environ)
    assert found == str(usual)
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_store(locate(dict(os.environ), "linux"), os.environ) is None
