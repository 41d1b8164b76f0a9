"""The question by hand, on a real terminal, key by key."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.terminal import PROGRAM, Terminal
from valuecheck.store import connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run

WORDS = "a few words?"
CTRL_C, CTRL_D, CTRL_Z, ESC, TAB, UP = "\x03", "\x04", "\x1a", "\x1b", "\t", "\x1b[A"
PASTE = "\x1b[200~%s\x1b[201~"


@pytest.fixture
def store(home: Path) -> Path:
    """A store without a row: making it takes the program longer than all that is tested here."""
    path = home / "valuecheck.db"
    with connection.writing(str(path)):
        return path


@pytest.fixture
def asked(store: Path) -> Iterator[Terminal]:  # noqa: ARG001
    """The question, waiting for its first key."""
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.wait_for("›")
        yield terminal


def recorded(run: Run) -> list[tuple[int, str]]:
    """The scores and notes in the store, oldest first."""
    rows = json.loads(run("log", "--json").out)["check_ins"]
    return [(row["score"], row["note"]) for row in rows][::-1]


def test_a_digit_then_words_are_one_answer(asked: Terminal, run: Run) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    asked.type("fixed checkout outage +incident @retail\r")
    assert asked.end() == 0
    assert asked.lines == [
        "If paying customers knew this was what they funded, how happy would they be?",
        "  1 money back · 2 complain · 3 shrug · 4 glad · 5 gladly pay more   0 not today",
        "› 4",
        "  a few words? +kind @customer › fixed checkout outage +incident @retail",
        "✓ Recorded 4 for Fri 20 Nov   M T W T F",
        "                                      4",
        "  To be asked once every workday: valuecheck hook install",
    ]
    assert recorded(run) == [(4, "fixed checkout outage +incident @retail")]


@pytest.mark.parametrize("pace", [0, 0.001, 0.005, 0.03])
@pytest.mark.parametrize("line", ["4 fixed checkout outage\r", "4fixed checkout outage\r"])
def test_a_line_typed_in_one_go_is_recorded_and_shown_once(
    asked: Terminal, run: Run, line: str, pace: float
) -> None:
    asked.type(line, pace)
    assert asked.end() == 0
    assert asked.text.count("fixed") == 1
    # In the scale, beside the pointer, after the tick and in the week.
    assert asked.text.count("4") == 4
    assert recorded(run) == [(4, "fixed checkout outage")]


def test_what_is_typed_before_the_question_is_up_answers_it(run: Run) -> None:
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.type("5 early\r")
        assert terminal.end() == 0
    assert recorded(run) == [(5, "early")]


@pytest.mark.parametrize("enough", ["\r", CTRL_C, CTRL_D, "lost" + CTRL_C, " \r"])
def test_a_score_alone_is_an_answer(asked: Terminal, run: Run, enough: str) -> None:
    asked.type("3")
    asked.wait_for(WORDS)
    asked.type(enough)
    assert asked.end() == 0
    assert "\n✓ Recorded 3" in asked.text
    assert asked.settings == asked.settings_before
    assert recorded(run) == [(3, "")]


def test_ctrl_z_in_the_words_stops_no_job(asked: Terminal, run: Run) -> None:
    asked.type("3")
    asked.wait_for(WORDS)
    asked.type("one" + CTRL_Z)
    asked.type(" two\r")
    assert asked.end() == 0
    assert [score for score, _ in recorded(run)] == [3]


def test_the_score_is_stored_before_the_words(asked: Terminal, run: Run) -> None:
    asked.type("5")
    asked.wait_for(WORDS)
    assert recorded(run) == [(5, "")]


def test_one_undo_takes_back_key_and_words(asked: Terminal, run: Run) -> None:
    asked.type("5 and words\r")
    assert asked.end() == 0
    assert run("undo").code == 0
    assert recorded(run) == []
    assert run("undo").code == 3


def test_zero_means_not_today(asked: Terminal, run: Run) -> None:
    asked.type("0")
    assert asked.end() == 0
    assert asked.lines[-1] == "✓ Not today: Fri 20 Nov counts as not recorded."
    assert recorded(run) == []
    assert run("due").code == 3


def test_not_today_is_refused_on_a_day_that_is_recorded(run: Run) -> None:
    run("4", "done")
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.wait_for("›")
        terminal.type("0")
        assert terminal.end() == 2
        assert "valuecheck: Fri 20 Nov is recorded" in terminal.text
    assert recorded(run) == [(4, "done")]


@pytest.mark.parametrize("width", [30, 40])
def test_what_comes_after_the_key_breaks_between_words(width: int) -> None:
    with Terminal(*PROGRAM, width=width, environ={"COLUMNS": str(width)}) as terminal:
        terminal.wait_for("›")
        terminal.type("\r")
        assert terminal.end() == 0
        said = [line.strip() for line in terminal.lines if line][-2:]
    assert " ".join(said) == "Nothing recorded. Type valuecheck to answer later."


@pytest.mark.parametrize("key", ["\r", ESC, CTRL_D, CTRL_Z, CTRL_C])
def test_later_stores_nothing_and_is_remembered(
    asked: Terminal, run: Run, home: Path, key: str
) -> None:
    asked.type(key)
    assert asked.end() == (130 if key == CTRL_C else 0)
    assert asked.lines[-1] == "Nothing recorded. Type valuecheck to answer later."
    assert asked.settings == asked.settings_before
    assert recorded(run) == []
    in_an_hour = datetime.fromisoformat("2026-11-20T10:00:00+01:00").timestamp()
    assert int((home / "state" / "next-due").read_text()) == in_an_hour
    assert json.loads(run("log", "--json").out)["check_ins"] == []


@pytest.mark.parametrize("words", [["--day", "yesterday"], []])
def test_no_key_for_another_question_puts_off_todays(
    run: Run, home: Path, words: list[str]
) -> None:
    if not words:
        run("4")
    with Terminal(*PROGRAM, "ask", *words) as terminal:
        terminal.wait_for("›")
        terminal.type("\r")
        assert terminal.end() == 0
        assert terminal.lines[-1] == "Nothing recorded."
    assert not (home / "state" / "ask.json").exists()


def test_a_question_mark_explains_and_asks_on(asked: Terminal, run: Run) -> None:
    asked.type("?")
    asked.wait_for("valuecheck off today")
    asked.type("2\r")
    assert asked.end() == 0
    assert recorded(run) == [(2, "")]


def test_the_explanation_promises_only_what_an_installed_hook_does(asked: Terminal) -> None:
    asked.type("?")
    asked.wait_for("valuecheck off today")
    assert "  Enter  later: nothing is recorded" in asked.lines
    asked.type("\r")
    assert asked.end() == 0
    assert asked.lines[-1] == "Nothing recorded. Type valuecheck to answer later."


@pytest.mark.parametrize(
    "command", ["git log -3 --stat\r", "ls -1\ncat 4\n", "w 3", PASTE % "sleep 5"]
)
def test_no_digit_of_a_pasted_command_answers(asked: Terminal, run: Run, command: str) -> None:
    asked.type(command)
    asked.wait_for("\n  Here 1 to 5 answer")
    asked.settle(0.15)
    assert asked.lines[-1] == "›"
    asked.type("2 after all\r")
    assert asked.end() == 0
    assert recorded(run) == [(2, "after all")]


@pytest.mark.parametrize(
    "key",
    [
        UP,
        "\x1b[1;5C",  # Ctrl-Right holds digits that must not answer
        "\x1b\x1b[1;5C",
        "\x1bOP",
        "\x1b[15~",
        "\x1b]11;rgb:1e1e/2222/3333\x1b\\",  # a terminal that tells its colour
        "\x1b]11;rgb:1e1e/2222/3333\a",
        "\x1bP1$r4\x1b\\",
        "\x1b4",
        "y",
        "6",
        "ä",
        "日",
        "👩‍👩‍👧‍👦",
        "\x1c",
    ],
)
def test_a_key_that_is_no_answer_rings_and_the_question_stays(
    asked: Terminal, run: Run, key: str
) -> None:
    asked.type(key)
    asked.wait_for_bytes(b"\a")
    asked.settle(0.15)
    assert asked.lines[-1] == "›"
    asked.type("4 after all\r")
    assert asked.end() == 0
    assert recorded(run) == [(4, "after all")]


def test_tab_completes_the_tags_of_the_last_90_days(run: Run) -> None:
    run("4", "one +incident @retail", "--day", "2026-11-02")
    run("4", "old +ancient", "--day", "2026-06-02")
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.wait_for("›")
        terminal.type("5")
        terminal.wait_for(WORDS)
        terminal.type(f"two +i{TAB}@RE{TAB}+anc{TAB}\r")
        assert terminal.end() == 0
    assert recorded(run)[-1] == (5, "two +incident @retail +anc")


def test_the_up_arrow_brings_earlier_notes_back(run: Run) -> None:
    run("4", "first", "--day", "2026-11-02")
    run("4", "second", "--day", "2026-11-03")
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.wait_for("›")
        terminal.type("5")
        terminal.wait_for(WORDS)
        terminal.type(f"{UP}{UP} again\r")
        assert terminal.end() == 0
    assert recorded(run)[-1] == (5, "first again")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("bad \x16\x1b[31m", "control character (U+001B)"),
        (PASTE % ("x" * 10_000), "the note has 10,000 characters"),
        (b"caf\xff", "not valid UTF-8"),
    ],
)
def test_refused_words_are_offered_again(
    asked: Terminal, run: Run, typed: str | bytes, reason: str
) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    asked.type(typed)
    asked.type("\r")
    asked.wait_for_bytes(reason.encode())
    asked.settle()
    asked.type("\x15better\r")  # Ctrl-U empties the line
    assert asked.end() == 0
    assert recorded(run) == [(4, "better")]


def test_a_paste_of_three_lines_becomes_one_note(asked: Terminal, run: Run) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    asked.type(PASTE % "one\ntwo\r\nthree")
    asked.settle()
    asked.type("\r")
    assert asked.end() == 0
    assert recorded(run) == [(4, "one two three")]


@pytest.mark.parametrize(
    "words",
    [
        "Störung behoben",
        "👩‍👩‍👧‍👦 danke 🎉",
        "תקלה נפתרה",
        "cafe\u0301 de\u0301ja\u0300",
        "決済障害を修正 +障害",
    ],
)
def test_words_in_every_script_are_kept_as_typed(asked: Terminal, run: Run, words: str) -> None:
    asked.type(f"4 {words}\r")
    assert asked.end() == 0
    assert recorded(run) == [(4, words)]


def test_a_terminal_that_becomes_narrow_meanwhile_loses_nothing(asked: Terminal, run: Run) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    asked.type("a note that is longer than ")
    asked.resize(40)
    asked.send_signal(signal.SIGWINCH)
    asked.settle()
    asked.type("the narrow terminal is wide\r")
    assert asked.end() == 0
    assert recorded(run) == [(4, "a note that is longer than the narrow terminal is wide")]


@pytest.mark.parametrize("step", ["score", "words"])
def test_a_kill_leaves_the_terminal_as_it_was(asked: Terminal, run: Run, step: str) -> None:
    if step == "words":
        asked.type("4")
        asked.wait_for(WORDS)
    asked.wait_until_it_waits()
    asked.send_signal(signal.SIGTERM)
    assert asked.end() == 128 + signal.SIGTERM
    assert asked.settings == asked.settings_before
    assert recorded(run) == ([(4, "")] if step == "words" else [])


@pytest.mark.parametrize("step", ["score", "words"])
def test_a_window_that_is_closed_ends_the_question_and_keeps_the_score(
    asked: Terminal, run: Run, home: Path, step: str
) -> None:
    if step == "words":
        asked.type("4")
        asked.wait_for(WORDS)
    assert asked.hang_up() != 0
    assert recorded(run) == ([(4, "")] if step == "words" else [])
    # Nobody said "later": the next terminal asks.
    assert not (home / "state" / "ask.json").exists()


def test_an_interrupt_from_elsewhere_before_the_key_is_the_same_as_ctrl_c(
    asked: Terminal, run: Run
) -> None:
    asked.wait_until_it_waits()
    asked.send_signal(signal.SIGINT)
    assert asked.end() == 130
    assert asked.lines[-1] == "Nothing recorded. Type valuecheck to answer later."
    assert asked.settings == asked.settings_before
    assert recorded(run) == []


def test_ctrl_c_from_elsewhere_is_the_same_as_the_key(asked: Terminal, run: Run) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    asked.wait_until_it_waits()
    asked.send_signal(signal.SIGINT)
    assert asked.end() == 0
    assert recorded(run) == [(4, "")]


def test_a_score_that_cannot_be_stored_is_printed_back_with_the_words_behind_it(
    asked: Terminal, store: Path
) -> None:
    store.write_text("no database" * 100)
    asked.type("4 fixed checkout\r")
    assert asked.end() == 4
    assert "not stored: 4 fixed checkout\n" in asked.text
    assert "valuecheck: cannot use" in asked.text
    assert "✓" not in asked.text
    assert asked.settings == asked.settings_before
    assert asked.unread == 0
    assert store.read_text().startswith("no database")


def written_by_version(store: Path, version: int) -> None:
    with closing(sqlite3.connect(store)) as opened:
        opened.execute(f"PRAGMA user_version = {version}")


def test_words_that_cannot_be_stored_are_printed_back(
    asked: Terminal, run: Run, store: Path
) -> None:
    asked.type("4")
    asked.wait_for(WORDS)
    written_by_version(store, 99)
    asked.type("fixed checkout\r")
    assert asked.end() == 4
    assert "not stored: fixed checkout" in asked.text
    written_by_version(store, connection.SCHEMA_VERSION)
    assert recorded(run) == [(4, "")]


def test_the_prompt_works_while_its_output_goes_elsewhere(run: Run, tmp_path: Path) -> None:
    with (
        (tmp_path / "out").open("wb") as file,
        Terminal(*PROGRAM, "ask", stdout=file.fileno()) as terminal,
    ):
        terminal.wait_for("›")
        terminal.type("4")
        terminal.wait_for(WORDS)
        terminal.type("words\x7f\x7f!\r")
        assert terminal.end() == 0
    assert recorded(run) == [(4, "wor!")]


def test_without_a_command_a_due_question_is_asked(run: Run) -> None:
    with Terminal(*PROGRAM) as terminal:
        terminal.wait_for("›")
        terminal.type("4\r")
        assert terminal.end() == 0
    assert recorded(run) == [(4, "")]


def test_without_a_command_and_nothing_due_the_status_is_shown(run: Run) -> None:
    run("4", "all done")
    with Terminal(*PROGRAM) as terminal:
        assert terminal.end() == 0
        assert "all done" in terminal.text
        assert "This week" in terminal.text


def test_into_a_pipe_nothing_is_asked() -> None:
    read, write = os.pipe()
    with Terminal(*PROGRAM, stdout=write) as terminal:
        assert terminal.end() == 0
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as file:
        assert "Nothing recorded yet" in file.read()


def test_kinds_and_customers_given_as_options_join_the_words(run: Run) -> None:
    with Terminal(*PROGRAM, "ask", "--kind", "dr", "--customer", "retail") as terminal:
        terminal.wait_for("›")
        terminal.type("4 rehearsed\r")
        assert terminal.end() == 0
    assert recorded(run) == [(4, "rehearsed +dr @retail")]


def test_an_earlier_day_is_filled_in_at_the_prompt() -> None:
    with Terminal(*PROGRAM, "ask", "--day", "yesterday") as terminal:
        terminal.wait_for("›")
        terminal.type("4 late\r")
        assert terminal.end() == 0
        assert "✓ Recorded 4 for Thu 19 Nov, filled in later" in terminal.text


def test_the_strip_is_of_the_week_that_was_answered_for(run: Run) -> None:
    run("5", now="2026-11-10T09:00:00+01:00")
    filled_in = run("ask", "--day", "2026-11-12", "3").out.splitlines()
    assert filled_in == [
        "✓ Recorded 3 for Thu 12 Nov, filled in later",
        "  2 of the last 8 workdays",
        "  M T W T F",
        "    5 · 3 ·",
    ]


def test_a_check_in_is_edited_in_its_line(run: Run) -> None:
    run("4", "fixed chekout")
    with Terminal(*PROGRAM, "edit") as terminal:
        terminal.wait_for("fixed chekout")
        terminal.settle()
        terminal.type("\x17checkout\r")  # Ctrl-W deletes the last word
        assert terminal.end() == 0
        assert "✓ Changed" in terminal.text
    assert recorded(run) == [(4, "fixed checkout")]


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_an_edit_that_is_given_up_changes_nothing(run: Run, key: str) -> None:
    run("4", "as it was")
    with Terminal(*PROGRAM, "edit") as terminal:
        terminal.wait_for("as it was")
        terminal.settle()
        terminal.type("\x15" + key if key == CTRL_D else key)
        assert terminal.end() == 130
        assert terminal.settings == terminal.settings_before
    assert recorded(run) == [(4, "as it was")]


@pytest.mark.parametrize("number", ["SIGHUP", "SIGQUIT", "SIGUSR1", "SIGTERM"])
@pytest.mark.parametrize("step", ["question", "words"])
def test_a_signal_leaves_the_terminal_as_it_was_and_a_digit_stored(
    asked: Terminal, run: Run, number: str, step: str
) -> None:
    if step == "words":
        asked.type("4")
        asked.wait_for(WORDS)
    asked.wait_until_it_waits()
    asked.send_signal(getattr(signal, number))
    asked.end()
    assert asked.settings == asked.settings_before
    assert recorded(run) == ([(4, "")] if step == "words" else [])


INTERRUPTED = """
import os, signal, sys
from valuecheck.__main__ import main
from valuecheck.store import schema
def migrate(*given, migrate=schema.migrate):
    os.kill(os.getpid(), signal.SIGINT)
    migrate(*given)
schema.migrate = migrate
sys.exit(main())
"""


def test_a_signal_while_a_new_store_is_made_loses_no_digit(run: Run) -> None:
    with Terminal(sys.executable, "-c", INTERRUPTED, "ask") as terminal:
        terminal.wait_for("›")
        terminal.type("4")
        assert terminal.end() == 0
        assert "✓ Recorded 4" in terminal.text
        assert terminal.settings == terminal.settings_before
    assert recorded(run) == [(4, "")]


@pytest.mark.parametrize("how", ["environment", "setting"])
def test_a_screen_reader_reads_every_line_once(store: Path, run: Run, how: str) -> None:
    if how == "setting":
        (store.parent / "config.toml").write_text("accessible = true\n")
    environ = {"ACCESSIBLE": "1"} if how == "environment" else {}
    with Terminal(*PROGRAM, "ask", environ=environ) as terminal:
        terminal.wait_for("Score, 0 to 5:")
        terminal.type("4")
        terminal.wait_for("A few words, with +kind and @customer:")
        terminal.type("fixed\r")
        assert terminal.end() == 0
        lines = terminal.lines
    assert lines[1:7] == [
        "  1 money back",
        "  2 complain",
        "  3 shrug",
        "  4 glad",
        "  5 gladly pay more",
        "  0 not today",
    ]
    # Nothing is moved, erased or coloured; only the line of words asks for marks around a paste.
    written = terminal.raw.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")
    assert b"\x1b" not in written
    assert recorded(run) == [(4, "fixed")]


def test_tab_turns_to_the_empty_workday_and_back(run: Run) -> None:
    run("3", now="2026-11-17T09:00:00+01:00")
    with Terminal(*PROGRAM, "ask") as terminal:
        terminal.wait_for("Tab: for Thu 19 Nov, which is empty")
        terminal.type("\t")
        terminal.wait_for("For Thu 19 Nov, filled in later; Tab: for today")
        terminal.type("\t")
        terminal.wait_for("For today, Fri 20 Nov")
        terminal.type("4\r")
        assert terminal.end() == 0
    assert recorded(run) == [(4, ""), (3, "")][::-1]


def test_a_wrong_key_is_explained_in_words_once(asked: Terminal, run: Run) -> None:
    asked.type("fix", pace=0.02)
    asked.wait_for("\n  Here 1 to 5 answer")
    asked.settle(0.15)
    assert asked.text.count("Here 1 to 5 answer") == 1
    asked.type("2\r")
    assert asked.end() == 0
    assert recorded(run) == [(2, "")]
