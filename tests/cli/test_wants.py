"""Tests of the wishes of customers, and of the message to send to one."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.stored import rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.core.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

LATER = "2026-11-23T09:00:00+01:00"


def test_what_they_want_is_kept_with_its_day_and_undone(run: Run, home: Path) -> None:
    run("customer", "add", "retail", "--wants", "orders out by 18:00")
    stored = "SELECT wants, wants_on, not_asked FROM customers WHERE name = 'retail'"
    assert rows(home, stored) == [("orders out by 18:00", "2026-11-20", 0)]
    run("customer", "edit", "retail", "--wants", "orders out by 17:00", "--not-asked")
    assert rows(home, stored) == [("orders out by 17:00", "2026-11-20", 1)]
    assert "back  customer @retail, wants: orders out by 18:00" in run("undo").out
    assert rows(home, stored) == [("orders out by 18:00", "2026-11-20", 0)]
    run("customer", "edit", "retail", "--wants", "")
    assert rows(home, stored) == [("", "", 0)]


def test_it_goes_with_the_customer(run: Run, home: Path) -> None:
    run("customer", "add", "retail", "--wants", "speed")
    run("customer", "rename", "retail", "shop")
    stored = "SELECT wants FROM customers WHERE name = ? AND NOT deleted"
    assert rows(home, stored, "shop") == [("speed",)]
    run("customer", "delete", "shop")
    assert rows(home, stored, "shop") == []


def test_a_wish_is_one_short_line(run: Run) -> None:
    for text in ("x" * 201, "a\x1bb"):
        refused = run("customer", "add", "retail", "--wants", text)
        assert refused.code == ExitCode.USAGE
        assert "what they want" in refused.err


def test_the_review_asks_for_it_once_much_was_done(run: Run) -> None:
    for day in range(9, 14):
        run("ask", "--day", f"2026-11-{day:02}", "4", "@retail")
    asked = "Ask @retail what they want to reach: valuecheck customer edit retail --wants TEXT"
    assert asked in run("review").out
    run("customer", "edit", "retail", "--wants", "speed")
    assert asked not in run("review").out


def test_a_message_tells_the_work_and_asks_two_questions(run: Run) -> None:
    run("customer", "add", "retail", "--wants", "orders out by 18:00")
    run("ask", "--day", "2026-11-18", "3", "before the feedback +desk @retail")
    run("feedback", "add", "@retail", "2", "slow", "--day", "2026-11-18")
    run("ask", "--day", "2026-11-19", "3", "slow page +upgrade @retail")
    run("4", "fixed outage +incident +upgrade @retail")
    asked = run("feedback", "ask", "@retail")
    assert asked.out == (
        "Since Thu 19 Nov we have worked for you on 2 days: upgrade (2 days), incident (1 day).\n"
        "As we understand it, you want: orders out by 18:00.\n"
        "How happy are you with this, from 1 (money back) to 5 (gladly pay more)?\n"
        "And what should we have done instead?\n"
    )
    assert "valuecheck feedback add @retail SCORE" in asked.err
    with_notes = run("feedback", "ask", "@retail", "--notes").out
    assert "- fixed outage incident upgrade retail\n" in with_notes
    assert with_notes.count("\n") <= 8


def test_who_cannot_be_asked(run: Run) -> None:
    assert run("feedback", "ask", "nobody").code == ExitCode.USAGE
    run("4", "@retail")
    run("feedback", "add", "@retail", "4")
    refused = run("feedback", "ask", "retail")
    assert refused.code == ExitCode.USAGE
    assert "@retail gave feedback on Fri 20 Nov, and no check-in of a later day" in refused.err
    run("4", "again @search")
    assert "--copy needs a terminal" in run("feedback", "ask", "search", "--copy").err


def test_a_terminal_gets_the_message_into_its_clipboard(run: Run) -> None:
    run("4", "@retail")
    with Terminal(*PROGRAM, "feedback", "ask", "retail", "--copy") as terminal:
        assert terminal.end() == 0
    code = terminal.raw.split(b"\x1b]52;c;")[1].split(b"\x07")[0]
    assert base64.b64decode(code).startswith(b"Since Fri 20 Nov we have worked for you on 1 day.")


def test_a_terminal_has_room_for_their_words(run: Run, home: Path) -> None:
    run("4", "@retail")
    with Terminal(*PROGRAM, "feedback", "add", "retail", "2") as terminal:
        terminal.wait_for("What did they say?")
        terminal.type("still slow\n")
        assert terminal.end() == 0
    assert rows(home, "SELECT score, words FROM feedback") == [(2, "still slow")]


def test_list_and_report_show_it_and_it_never_acts(run: Run) -> None:
    run("4", "@retail")
    run("customer", "add", "retail", "--wants", "=1+1 <b>orders</b> out by 18:00")
    assert "wants: =1+1 <b>orders</b> out" in run("customer", "list", "--format", "terminal").out
    assert "@retail wants: =1+1 <b>orders</b> out" in run("report", "@retail").out
    assert "wants" not in run("report", "week").out
    for command in (("customer", "list"), ("report", "@retail"), ("review",)):
        assert "<b>orders" not in run(*command, "--format", "html").out
    assert "'=1+1" in run("customer", "list", "--format", "csv").out


def test_once_a_week_an_answer_that_names_them_shows_it(run: Run) -> None:
    run("customer", "add", "retail", "--wants", "speed")
    for words, shown in (("@retail", True), ("@retail", False), ("nobody", False)):
        with Terminal(*PROGRAM, "4", words) as terminal:
            assert terminal.end() == 0
        assert ("@retail wants: speed" in terminal.text) is shown
    with Terminal(*PROGRAM, "4", "@retail", environ={"VALUECHECK_NOW": LATER}) as terminal:
        assert terminal.end() == 0
    assert "@retail wants: speed" in terminal.text


def test_a_merge_keeps_the_words_of_the_one_that_stays_and_shows_the_others(
    run: Run, home: Path
) -> None:
    run("customer", "add", "shop", "--wants", "it's fast", "--label", "Shop", "--not-asked")
    run("customer", "add", "retail", "--wants", "orders out by 18:00", "--label", "Retail")
    merged = run("customer", "merge", "shop", "retail", now=LATER).out
    assert merged.splitlines()[1:4] == [
        "  @retail (Retail), wants: orders out by 18:00 (as of Fri 20 Nov 2026), not asked",
        "  Label of @shop is not kept: valuecheck customer edit retail --label Shop",
        """  Wants of @shop is not kept: valuecheck customer edit retail --wants 'it'"'"'s fast'""",
    ]
    run("undo", now=LATER)
    stored = "SELECT name, wants, not_asked FROM customers ORDER BY name"
    assert rows(home, stored) == [("retail", "orders out by 18:00", 0), ("shop", "it's fast", 1)]


def test_a_merge_of_the_same_words_keeps_the_later_day(run: Run, home: Path) -> None:
    run("customer", "add", "retail", "--wants", "speed")
    run("customer", "add", "shop", "--wants", "speed", now=LATER)
    run("customer", "add", "store", now=LATER)
    assert "is not kept" not in run("customer", "merge", "shop", "retail").out
    run("customer", "merge", "retail", "store")
    stored = "SELECT wants, wants_on FROM customers WHERE name = 'store'"
    assert rows(home, stored) == [("speed", "2026-11-23")]


def test_what_they_want_and_whether_they_are_asked_is_undone_one_by_one(
    run: Run, home: Path
) -> None:
    run("4", "@retail")
    stored = (
        "SELECT wants, wants_on, not_asked FROM customers WHERE name = 'retail' AND NOT deleted"
    )
    for words, now in (
        (("--wants", "speed"), LATER),
        (("--not-asked",), LATER),
        (("--wants", ""), LATER),
        (("--asked",), LATER),
    ):
        run("customer", "edit", "retail", *words, now=now)
    assert rows(home, stored) == [("", "", 0)]
    for expected in (
        [("", "", 1)],
        [("speed", "2026-11-23", 1)],
        [("speed", "2026-11-23", 0)],
        [],
    ):
        assert run("undo", now=LATER).code == 0
        assert rows(home, stored) == expected


def test_the_review_asks_again_after_a_year(run: Run) -> None:
    run("customer", "add", "retail", "--wants", "speed", now="2025-11-20T09:00:00+01:00")
    for day in range(9, 14):
        run("ask", "--day", f"2026-11-{day:02}", "4", "@retail")
    asked = "Ask @retail what they want to reach"
    assert asked not in run("review").out
    assert asked in run("review", now="2026-11-22T09:00:00+01:00").out
    run("customer", "edit", "retail", "--wants", "speed", now="2026-11-22T10:00:00+01:00")
    assert asked not in run("review", now="2026-11-22T11:00:00+01:00").out


def test_old_names_are_the_same_customer_and_long_wishes_one_line(run: Run) -> None:
    run("customer", "add", "shop", "--wants", "speed " * 30)
    run("customer", "rename", "shop", "store")
    run("customer", "rename", "store", "retail")
    for words, shown in (("@shop", True), ("@retail", False)):
        with Terminal(*PROGRAM, "4", words) as terminal:
            assert terminal.end() == 0
        lines = [line for line in terminal.lines if "speed" in line]
        assert len(lines) == shown
        assert not shown or lines[0].startswith("@retail wants: speed")
        assert not shown or lines[0].endswith("…")
