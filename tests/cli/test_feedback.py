"""Feedback is added, listed, edited, undone and forgotten."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.golden import kept
from tests.made_up import HOSTILE
from tests.stored import is_sound, make_copy, rows
from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from tests.conftest import Fill, Run

GOLDEN = Path(__file__).parent / "golden"
SAID = "SELECT customer, scale, score, words, source, day FROM feedback WHERE NOT deleted"
ACTING = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
FIRST = ("retail", "csat", 2, "checkout is slow", "survey", "2026-11-19")
NEW_YEAR = "2027-01-02T09:00:00+01:00"


@pytest.fixture
def heard(run: Run, fill: Fill) -> None:
    def one_answer() -> None:
        words = ("@retail", "2", "checkout is slow", "--source", "survey", "--day", "yesterday")
        assert run("feedback", "add", *words).code == 0

    fill(one_answer)


def said(home: Path) -> list[tuple[Any, ...]]:
    return rows(home, f"{SAID} ORDER BY id")


def ids(home: Path) -> list[str]:
    return [row[0] for row in rows(home, "SELECT id FROM feedback ORDER BY id")]


def copies(home: Path, texts: list[tuple[str, str, str]]) -> None:
    """More of the only piece of feedback, with other words, sources and customers."""
    with closing(sqlite3.connect(home / "valuecheck.db", isolation_level=None)) as store:
        store.execute("PRAGMA ignore_check_constraints = ON")
        store.executemany(
            "INSERT INTO feedback SELECT printf('%s%06x', substr(id, 1, 30), ?), day, at, ?, "
            "scale, score, ?, ?, device, clock, deleted FROM feedback ORDER BY id LIMIT 1",
            [
                (0xFFFF00 + number, customer, words, source)
                for number, (words, source, customer) in enumerate(texts)
            ],
        )


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("feedback", "log", "--json", *words).out)[
        "feedback"
    ]
    return found


# Add


@pytest.mark.parametrize(
    ("words", "stored", "told"),
    [
        (("@retail", "2"), ("retail", "csat", 2, "", "", "2026-11-20"), "@retail csat 2"),
        (("Retail", "4.0"), ("retail", "csat", 4, "", "", "2026-11-20"), "@retail csat 4"),
        (("retail", "good"), ("retail", "good-bad", 1, "", "", "2026-11-20"), "@retail good"),
        (("retail", "👎"), ("retail", "good-bad", 0, "", "", "2026-11-20"), "@retail bad"),
        (
            ("@rés", "0", "never", "again", "--scale", "NPS"),
            ("rés", "nps", 0, "never again", "", "2026-11-20"),
            "@rés nps 0",
        ),
        (
            ("@retail", "3", " two\nlines\tand more ", "--source", " a\tcall "),
            ("retail", "csat", 3, "two lines and more", "a call", "2026-11-20"),
            "@retail csat 3",
        ),
    ],
)
def test_what_is_added_is_stored_and_said(
    run: Run, home: Path, words: tuple[str, ...], stored: tuple[Any, ...], told: str
) -> None:
    noted = run("feedback", "add", *words)
    assert noted == (0, f"✓ Noted {told} for Fri 20 Nov\n", "")
    assert said(home) == [stored]
    assert is_sound(home)


def test_a_day_is_named_with_its_year_where_it_is_another(run: Run) -> None:
    noted = run("feedback", "add", "@retail", "2", "--day", "2025-12-30")
    assert noted.out == "✓ Noted @retail csat 2 for Tue 30 Dec 2025\n"


def test_words_are_read_from_standard_input(run: Run, home: Path) -> None:
    assert run("feedback", "add", "@retail", "2", "-", stdin="two\nlines\n").code == 0
    assert said(home)[0][3] == "two lines"


def test_words_are_typed_where_standard_input_is_a_terminal(home: Path) -> None:
    with Terminal(*PROGRAM, "feedback", "add", "@retail", "2", "-") as terminal:
        terminal.wait_for("Ctrl-D")
        terminal.type("too slow\r\x04")
        assert terminal.end() == 0
    assert said(home)[0][3] == "too slow"


def test_ten_thousand_characters_fit(run: Run, home: Path) -> None:
    assert run("feedback", "add", "@retail", "2", "é" * 10_000, "--source", "s" * 100).code == 0
    assert len(said(home)[0][3]) == 10_000


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("@retail", "0"), "add --scale nps"),
        (("@retail", "6"), "add --scale nps"),
        (("@retail", "10"), "add --scale nps"),
        (("@retail", "4.5"), "'4.5' is no csat score"),
        (("@retail", "fine"), "'fine' is no csat score"),
        (("@retail", "6", "--scale", "csat"), "csat takes whole numbers from 1 to 5"),
        (("@retail", "11", "--scale", "nps"), "nps takes whole numbers from 0 to 10"),
        (("@retail", "2", "--scale", "good-bad"), "'2' is neither good nor bad"),
        (("@retail", "2", "--scale", "stars"), "'stars' is no scale"),
        (("two words", "2"), "'two words' is no customer"),
        (("+incident", "2"), "'+incident' is no customer"),
        (("@", "2"), "'@' is no customer"),
        (("@retail",), "missing argument 'SCORE'"),
        (("@retail", "2", "--day", "2026-11-21"), "2026-11-21 is in the future"),
        (("@retail", "2", "--day", "tomorrow"), "'tomorrow' is not a day"),
        (("@retail", "2", "a\x1bb"), "character 2 of what the customer said is a control"),
        (("@retail", "2", "x" * 10_001), "what the customer said has 10,001 characters"),
        (("@retail", "2", "\udcff"), "character 1 of what the customer said is not valid UTF-8"),
        (("@retail", "2", "--source", "x" * 101), "the source has 101 characters"),
        (("@retail", "2", "--source", "a\x07"), "character 2 of the source is a control"),
        (("@retail", "2", "-dash"), "words that begin with a dash go after '--'"),
    ],
    ids=lambda value: str(value)[:40].encode("ascii", "replace").decode(),
)
def test_what_cannot_be_understood_is_refused_and_makes_no_store(
    run: Run, home: Path, words: tuple[str, ...], reason: str
) -> None:
    refused = run("feedback", "add", *words)
    assert (refused.code, refused.out) == (2, "")
    assert reason in refused.err
    assert re.fullmatch(r"valuecheck: [^\n]+; [^\n]+\.\n", refused.err)
    assert not home.exists()


def test_what_cannot_be_stored_is_printed_back(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "valuecheck.db").write_text("no database" * 100)
    failed = run("feedback", "add", "@retail", "2", "-", stdin="typed with care")
    assert (failed.code, failed.out) == (4, "")
    assert failed.err.startswith("not stored: @retail 2 typed with care\nvaluecheck: ")


def test_help_says_that_words_enter_the_shells_history(run: Run) -> None:
    assert "history" in run("feedback", "add", "--help").out


def test_without_a_command_there_is_help_and_no_empty_complaint(run: Run) -> None:
    shown = run("feedback")
    assert shown.code == 2
    assert "Usage: valuecheck feedback" in shown.out
    assert shown.err == ""


# Log


@pytest.fixture
def lively(run: Run, home: Path, fill: Fill) -> None:
    """Some of everything, under ids that are the same each time."""
    fill(lambda: add_some_of_everything(run, home))


def add_some_of_everything(run: Run, home: Path) -> None:
    for words in (
        ("@retail", "2", "checkout is slow", "--source", "survey", "--day", "yesterday"),
        ("@shoppers", "9", "love the new search", "--scale", "nps", "--day", "yesterday"),
        ("@legal", "bad", "--day", "2025-12-30", "--source", "call with Ann"),
        ("@retail", "4", "fixed within minutes, thank you all, this is what we had been waiting"),
        ("@retail", "good", "日本語 👍 | `code` @everyone", "--day", "mon"),
    ):
        assert run("feedback", "add", *words).code == 0
    for number, id_ in enumerate(ids(home)):
        new = f"{id_[:-6]}{number}a{number}b{number}c"
        rows(home, "UPDATE feedback SET id = ? WHERE id = ?", new, id_)


def neutral(text: str) -> str:
    """`text` with the first part of each id left out: it differs between two runs."""
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{21}", "…", text)


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("plain.txt", ("--format", "plain")),
        ("json", ("--json",)),
        ("md", ("--format", "markdown")),
        ("notes.md", ("--format", "markdown", "--notes")),
        ("html", ("--format", "html")),
        ("notes.html", ("--format", "html", "--notes")),
        ("csv", ("--format", "csv")),
        ("notes.csv", ("--format", "csv", "--notes")),
    ],
)
def test_a_listing_looks_as_it_did_when_somebody_last_looked(
    run: Run, name: str, options: tuple[str, ...]
) -> None:
    drawn = neutral(run("feedback", "log", *options).out)
    if "html" in name:
        drawn = re.sub(r"(?s)<style>.*?</style>", "", drawn).replace("><", ">\n<")
    assert drawn == kept(GOLDEN / f"feedback.{name}", drawn)


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize(
    ("name", "width", "environ"),
    [("80", 80, {}), ("40", 40, {}), ("ascii", 80, {"PYTHONIOENCODING": "ascii"})],
)
def test_a_screen_looks_as_it_did_when_somebody_last_looked(
    name: str, width: int, environ: dict[str, str]
) -> None:
    with Terminal(*PROGRAM, "feedback", "log", width=width, environ=environ) as terminal:
        assert terminal.end() == 0
    drawn = terminal.text + "\n"
    assert drawn == kept(GOLDEN / f"feedback.{name}.txt", drawn)


@pytest.mark.usefixtures("lively")
@pytest.mark.parametrize(
    ("words", "scores"),
    [
        ("", [4, 9, 2, 1, 0]),
        ("2026", [4, 9, 2, 1]),
        ("week", [4, 9, 2, 1]),
        ("@retail", [4, 2, 1]),
        ("@legal week", []),
        ("yesterday @RETAIL @shoppers", [9, 2]),
        ("@retail yesterday", [2]),
        ("--scale csat", [4, 2]),
        ("--scale good/bad", [1, 0]),
        ("--search SLOW", [2]),
        ("--search survey", []),
        ("--limit 2", [4, 9]),
    ],
)
def test_log_lists_what_was_asked_for(run: Run, words: str, scores: list[int]) -> None:
    assert [row["score"] for row in listed(run, *words.split())] == scores


@pytest.mark.usefixtures("heard")
def test_an_old_name_is_found_by_the_new_one_and_the_other_way_round(run: Run, home: Path) -> None:
    clock = "001795161600000.000.00000000000000ff.0000cafe"
    rows(
        home,
        "INSERT INTO customers (name, label, pays, serves, same_as, device, clock) "
        "VALUES ('retail', '', 0, '[]', 'shops', 'ff', ?), ('shops', '', 1, '[]', '', 'ff', ?)",
        clock,
        clock,
    )
    run("feedback", "add", "@shops", "5")
    for name in ("@retail", "@shops"):
        assert [row["customer"] for row in listed(run, name)] == ["shops", "retail"]


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("+incident", "'+incident' is a kind of work, and feedback has none"),
        ("week month", "'month' is a second period beside 'week'; give one of them"),
        ("nonsense", "'nonsense' is not a period"),
        ("--scale stars", "'stars' is no scale"),
        ("--limit 0", "it is less than 1"),
        ("--format xml", "'xml' is not one of"),
        ("--json --format csv", "contradict each other"),
    ],
)
def test_a_listing_that_cannot_be_is_refused(run: Run, words: str, reason: str) -> None:
    refused = run("feedback", "log", *words.split())
    assert (refused.code, refused.out) == (2, "")
    assert reason in refused.err


def test_nothing_to_list_says_why(run: Run, home: Path) -> None:
    assert run("feedback", "log").out.startswith("No feedback noted yet.")
    assert not home.exists()
    run("4")
    assert run("feedback", "log").out.startswith("No feedback noted yet.")
    run("feedback", "add", "@retail", "2")
    assert run("feedback", "log", "last-week").out == "No feedback matches.\n"


def test_a_terminal_shows_twenty_and_says_how_many_more(run: Run, home: Path) -> None:
    run("feedback", "add", "@retail", "2")
    copies(home, [("words", "", "retail")] * 21)
    shown = run("feedback", "log", "--format", "terminal").out.splitlines()
    assert len(shown) == 21
    assert shown[-1] == "… 2 more: add a period, or --limit N"
    assert len(listed(run)) == 22


@pytest.mark.usefixtures("heard")
def test_a_listing_is_written_to_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "said.csv"
    assert run("feedback", "log", "--output", str(file)).code == 0
    assert "slow" not in file.read_text()
    assert run("feedback", "log", "--output", str(file)).code == 2
    assert run("feedback", "log", "--output", str(file), "--force", "--notes").code == 0
    assert "slow" in file.read_text()


def test_short_ids_grow_where_they_would_be_ambiguous(run: Run, home: Path) -> None:
    for _ in range(3):
        run("feedback", "add", "@retail", "2")
    first, second, _ = ids(home)
    rows(home, "UPDATE feedback SET id = ? WHERE id = ?", f"{second[:-7]}1abcdef", second)
    rows(home, "UPDATE feedback SET id = ? WHERE id = ?", f"{first[:-7]}0abcdef", first)
    shown = run("feedback", "log").out.splitlines()
    assert [line.split()[0] for line in shown[1:]] == ["1abcdef", "0abcdef"]
    # What is told apart from all others need not be longer because others are alike.
    assert len(run("feedback", "log", "--limit", "1").out.split()[0]) == 6
    refused = run("feedback", "delete", "abcdef")
    assert "2 pieces of feedback end in 'abcdef'; give more digits" in refused.err
    assert run("feedback", "delete", "0abcdef").code == 0


def test_a_score_of_csv_is_what_was_typed(run: Run) -> None:
    for score in ("good", "bad", "5"):
        run("feedback", "add", "@retail", score)
    table = csv.DictReader(io.StringIO(run("feedback", "log", "--format", "csv").out))
    assert [row["score"] for row in table] == ["5", "bad", "good"]


# Edit, delete, undo


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("3", {2: 3}),
        ("last 3", {2: 3}),
        ("3 new words", {2: 3, 3: "new words"}),
        ("last new words", {3: "new words"}),
        ("LAST 5 10 times faster", {2: 5, 3: "10 times faster"}),
        ("--no-words", {3: ""}),
        ("4 --no-words", {2: 4, 3: ""}),
        ("--day mon", {5: "2026-11-16"}),
        ("--customer @Legal", {0: "legal"}),
        ("--source call", {4: "call"}),
        ("--source=", {4: ""}),
        ("--scale nps", {1: "nps"}),
        ("9 --scale nps", {1: "nps", 2: 9}),
        ("good --scale good-bad", {1: "good-bad", 2: 1}),
    ],
)
def test_edit_changes_what_is_named_and_one_undo_takes_it_back(
    run: Run, home: Path, line: str, changed: dict[int, Any]
) -> None:
    edited = run("feedback", "edit", *line.split())
    assert edited.out.splitlines()[:2] == [
        "✓ Changed",
        "  from  Thu 19 Nov  @retail  csat 2  checkout is slow (survey)",
    ]
    assert edited.out.splitlines()[2].startswith("  to    ")
    assert said(home) == [tuple(changed.get(place, value) for place, value in enumerate(FIRST))]
    undone = run("undo").out.splitlines()
    assert undone[0] == "✓ Took back 'feedback edit' of Fri 20 Nov 09:00"
    assert undone[2] == "  back  Thu 19 Nov  @retail  csat 2  checkout is slow (survey)"
    assert said(home) == [FIRST]


@pytest.mark.usefixtures("heard")
def test_a_piece_is_named_by_the_end_of_its_id(run: Run, home: Path) -> None:
    run("feedback", "add", "@legal", "5")
    id_ = run("feedback", "log", "--limit", "2").out.splitlines()[1].split()[0]
    assert run("feedback", "edit", id_, "3").code == 0
    assert [row[2] for row in said(home)] == [3, 5]
    assert run("feedback", "delete", ids(home)[0]).code == 0
    assert [row[0] for row in said(home)] == ["legal"]


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("line", ["2", "--scale csat", "last checkout is slow", "--day thu"])
def test_an_edit_that_changes_nothing_leaves_nothing_to_undo(run: Run, line: str) -> None:
    edited = run("feedback", "edit", *line.split())
    assert edited == (0, "Nothing to change: it is so already.\n", "")
    assert "'feedback add'" in run("undo").out


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("edit nonsense", "'nonsense' is neither the id of feedback nor a score"),
        ("edit 6", "'6' is no csat score"),
        ("edit good", "'good' is no csat score"),
        ("edit last", "no change is given; give a score, words or an option"),
        ("edit", "no change is given"),
        ("edit 3 words --no-words", "--no-words and new words contradict each other"),
        ("edit --scale good-bad", "'2' is neither good nor bad"),
        ("edit --scale stars", "'stars' is no scale"),
        ("edit --day 2026-11-21", "2026-11-21 is in the future"),
        ("edit --customer +x", "'+x' is no customer"),
        (
            "edit ffff0000ffff 5",
            "no piece of feedback ends in 'ffff0000ffff'; 'valuecheck feedback log' shows",
        ),
        ("delete ffff0000ffff", "no piece of feedback ends in 'ffff0000ffff'"),
        ("delete xyz", "'xyz' is no id of a piece of feedback"),
        ("delete abc", "give 'last' or at least 4 of its last digits"),
    ],
)
def test_a_change_that_cannot_be_understood_changes_nothing(
    run: Run, home: Path, line: str, reason: str
) -> None:
    before = rows(home, "SELECT * FROM feedback, facts, history")
    refused = run("feedback", *line.split())
    assert (refused.code, refused.out) == (2, "")
    assert reason in refused.err
    assert rows(home, "SELECT * FROM feedback, facts, history") == before


@pytest.mark.parametrize("line", ["edit 5", "edit", "delete last"])
def test_changing_what_was_never_noted_makes_no_store(run: Run, home: Path, line: str) -> None:
    refused = run("feedback", *line.split())
    assert refused.code == 2
    assert "no feedback is noted yet; begin with 'valuecheck feedback add'" in refused.err
    assert not home.exists()
    run("4")
    assert "no feedback is noted yet" in run("feedback", *line.split()).err


@pytest.mark.usefixtures("heard")
def test_a_line_is_edited_in_place_and_it_is_the_line_that_was_shown(run: Run, home: Path) -> None:
    with Terminal(*PROGRAM, "feedback", "edit") as terminal:
        terminal.wait_for("2 checkout is slow")
        run("feedback", "add", "@legal", "5")
        terminal.type(" again\r")
        assert terminal.end() == 0
    assert [row[3] for row in said(home)] == ["checkout is slow again", ""]


@pytest.mark.usefixtures("heard")
def test_a_line_edited_down_to_its_score_has_no_words(home: Path) -> None:
    with Terminal(*PROGRAM, "feedback", "edit", "last") as terminal:
        terminal.wait_for("2 checkout is slow")
        terminal.type("\x154\r")
        assert terminal.end() == 0
    assert said(home)[0][2:4] == (4, "")


@pytest.mark.usefixtures("heard")
def test_delete_says_what_and_leaves_a_blank_row_for_other_machines(run: Run, home: Path) -> None:
    assert run("feedback", "delete", "last").out == (
        "✓ Deleted Thu 19 Nov  @retail  csat 2  checkout is slow (survey)\n"
        "  valuecheck undo brings it back.\n"
    )
    assert rows(home, "SELECT customer, scale, score, words, source, deleted FROM feedback") == [
        ("", "", None, "", "", 1)
    ]
    assert run("feedback", "delete", ids(home)[0]).code == 2
    assert "back  Thu 19 Nov  @retail  csat 2" in run("undo").out
    assert said(home) == [FIRST]
    assert "gone  Thu 19 Nov 2026  @retail" in run("undo", "--yes", now=NEW_YEAR).out
    assert said(home) == []
    assert run("undo").code == 3


# Forget


def where_it_is(home: Path, words: bytes) -> list[str]:
    files = [path for path in home.rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(home)) for path in files if words in path.read_bytes())


def test_forgetting_leaves_no_byte_of_what_was_said_anywhere(run: Run, home: Path) -> None:
    run("4", "kept")
    run("feedback", "add", "@xyzzy", "2", "the secret word is plover", "--source", "frobozz")
    run("feedback", "edit", "1", "plover", "again")
    make_copy(home)
    (id_,) = ids(home)
    refused = run("forget", id_[-6:])
    assert refused.code == 2
    assert "the feedback of @xyzzy on Fri 20 Nov (csat 1) would be gone for good" in refused.err
    assert run("feedback", "delete", "last").code == 0
    assert "this deleted piece of feedback would be gone" in run("forget", id_[-6:]).err
    forgotten = run("forget", id_[-6:], "--yes")
    assert forgotten.out == "✓ Forgotten for good, also from 1 backup.\n"
    for words in (b"plover", b"xyzzy", b"frobozz"):
        assert where_it_is(home, words) == []
    assert where_it_is(home, b"kept") == [
        "backups/valuecheck-1-migration.db",
        "backups/valuecheck-2-forget.db",
        "valuecheck.db",
    ]
    assert is_sound(home)
    assert "'ask'" in run("undo", "--yes").out


def test_a_backup_from_before_there_was_feedback_stays(run: Run, home: Path) -> None:
    run("4", "kept")
    make_copy(home)
    backup = home / "backups" / "valuecheck-1-migration.db"
    with closing(sqlite3.connect(backup)) as copy:
        copy.execute("DROP TABLE feedback")
    run("feedback", "add", "@retail", "2")
    assert run("forget", ids(home)[0][-6:], "--yes").code == 0
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT note FROM check_ins").fetchall() == [("kept",)]


def test_forget_last_means_the_last_check_in(run: Run, home: Path) -> None:
    run("4", "an answer")
    run("feedback", "add", "@retail", "2")
    assert "the 4 of Fri 20 Nov, 'an answer', would be gone" in run("forget", "last").err
    assert run("forget", "last", "--yes").code == 0
    assert len(said(home)) == 1


def test_an_end_that_a_check_in_and_feedback_share_forgets_neither(run: Run, home: Path) -> None:
    run("4", "an answer")
    run("feedback", "add", "@retail", "2")
    rows(home, "UPDATE check_ins SET id = substr(id, 1, 30) || 'abcdef'")
    rows(home, "UPDATE feedback SET id = substr(id, 1, 30) || 'abcdef'")
    refused = run("forget", "abcdef", "--yes")
    assert refused.code == 2
    assert "2 check-ins, pieces of feedback and trials end in 'abcdef'" in refused.err
    assert len(said(home)) == 1


# Nothing acts


@pytest.fixture
def hostile(run: Run, home: Path) -> None:
    """Feedback whose every word came from elsewhere: `add` would refuse some of it."""
    run("feedback", "add", "@retail", "2")
    copies(home, [(text, text[:100], text[:40]) for text in HOSTILE])
    rows(home, "DELETE FROM feedback WHERE customer = 'retail'")


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "line",
    [
        *(f"feedback log --notes --format {name}" for name in ("terminal", "plain", "markdown")),
        "feedback log --notes --format csv",
        "feedback log --json",
        "feedback edit last 5",
        "feedback delete last; undo",
    ],
)
def test_nothing_that_was_said_acts(run: Run, line: str) -> None:
    for command in line.split("; "):
        shown = run(*command.split())
        assert shown.code == 0
        text = shown.out.replace("\r\n", "\n")
        assert not re.findall(ACTING, text)


@pytest.mark.usefixtures("hostile")
def test_it_acts_nowhere_in_what_a_question_names(run: Run, home: Path) -> None:
    for id_ in ids(home):
        told = run("forget", id_).err
        assert "would be gone for good" in told
        assert not re.findall(ACTING, told)


@pytest.mark.usefixtures("hostile")
def test_a_table_row_stays_one_row(run: Run) -> None:
    table = run("feedback", "log", "--format", "markdown", "--notes").out.splitlines()[2:]
    assert len(table) == 2 + len(HOSTILE)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in table} == {5}


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@retail", "'quoted"])
def test_a_csv_cell_is_no_formula(run: Run, text: str) -> None:
    run("feedback", "add", "retail", "2", f"--source={text}", "--", text)
    table = run("feedback", "log", "--format", "csv", "--notes").out
    (row,) = csv.DictReader(io.StringIO(table))
    assert (row["words"], row["source"]) == (f"'{text}", f"'{text}")
