"""The whole file or nothing, each piece once, each bad row by its line."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stored import context_of, is_sound, rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.core.text import cells, inert_cell
from valuecheck.exchange import feedback_file
from valuecheck.exchange.column_names import FIELDS
from valuecheck.exchange.reading import Given
from valuecheck.exchange.staging import StagedFeedback
from valuecheck.exchange.tables import TableOptions
from valuecheck.store.changes import CUSTOMERS
from valuecheck.store.connection import changing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from tests.conftest import Outcome, Run

HEAD = "day,customer,scale,score,words\n"
ROWS = (
    "2026-11-16,@retail,csat,2,slow at noon\n",
    "2026-11-17,@retail,nps,9,\n",
    "2026-11-17,@search,good-bad,bad,finds nothing\n",
)
FILE = HEAD + "".join(ROWS)
REMEDY = "mend them, or leave them out with --skip-bad."
BROKEN_REMEDY = (
    "mend the rows named above, or leave them out, as reports will say, with --skip-answers "
    "'(broken row)'."
)
WRITTEN = "2026-11-19T08:00:00+01:00"
STORED = "SELECT id, day, customer, scale, score, words FROM feedback WHERE NOT deleted ORDER BY id"
# What a file may hold that comes back as it was: no control characters, no spaces around.
LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=30).map(
    str.strip
)
SCORES = (
    st.tuples(st.just("csat"), st.integers(1, 5))
    | st.tuples(st.just("nps"), st.integers(0, 10))
    | st.tuples(st.just("good-bad"), st.integers(0, 1))
)
IDS = st.uuids(version=4).map(str).map(lambda text: f"{text[:14]}7{text[15:]}")
PIECES = st.lists(
    st.builds(
        lambda id_, day, customer, said, words, source: StagedFeedback(
            id_, day.isoformat(), customer, said[0], said[1], words, source, WRITTEN
        ),
        IDS,
        st.dates(date(1970, 1, 1), date(2026, 11, 20)),
        st.sampled_from(["retail", "search", "小売"]),
        SCORES,
        LINES,
        LINES,
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda piece: piece.id,
)  # fmt: skip
NOTHING = Given()
many = settings(
    max_examples=settings().max_examples // 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


@pytest.fixture
def take(run: Run, tmp_path: Path) -> Take:
    return Take(run, tmp_path / "said.csv")


class Take:
    """Imports text as a file."""

    def __init__(self, run: Run, path: Path) -> None:
        self.run = run
        self.path = path

    def __call__(self, text: str | bytes, *options: str) -> Outcome:
        self.path.write_bytes(text.encode() if isinstance(text, str) else text)
        return self.run("feedback", "import", str(self.path), *options)


class Found(NamedTuple):
    """The pieces in a file, and its number of rows."""

    pieces: list[StagedFeedback]
    rows: int


def read(home: Path, path: Path, text: str | bytes, given: Given = NOTHING) -> Found:
    """Read the feedback in `text` without storing it."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with feedback_file.read(
        context_of(home), str(path), given, [], lambda *_: None, options=TableOptions()
    ) as source:
        return Found([*source.read.staging.pieces()], source.read.rows)


def ids(home: Path, path: Path, text: str) -> list[str]:
    return [piece.id for piece in read(home, path, text).pieces]


def test_what_was_stored_is_told(take: Take, home: Path) -> None:
    done = take(FILE)
    assert done == (0, "✓ 3 pieces of feedback from @retail 2, @search 1.\n", "")
    assert {row[1:] for row in rows(home, STORED)} == {
        ("2026-11-16", "retail", "csat", 2, "slow at noon"),
        ("2026-11-17", "retail", "nps", 9, ""),
        ("2026-11-17", "search", "good-bad", 0, "finds nothing"),
    }
    assert is_sound(home)
    assert rows(home, "SELECT DISTINCT at FROM feedback") == [("2026-11-20T09:00:00+01:00",)]


def test_many_customers_are_named_as_far_as_there_is_room(take: Take) -> None:
    assert take(HEAD + "".join(f"2026-11-15,c{n},csat,2,\n" for n in range(9))).out.endswith(
        "@c7 1 and 1 other.\n"
    )
    text = HEAD + "".join(f"2026-11-16,c{n},csat,2,\n" * (n + 1) for n in range(10))
    assert take(text).out == (
        "✓ 55 pieces of feedback from @c9 10, @c8 9, @c7 8, @c6 7, @c5 6, @c4 5, @c3 4, @c2 3 "
        "and 2 others.\n"
    )


def test_a_bad_row_is_named_by_its_line_and_nothing_is_stored(take: Take, home: Path) -> None:
    bad = (
        f'{HEAD}2026-11-16,@retail,csat,2,"two\nlines"\n\n'
        "2026-02-30,@retail,csat,2,\n"
        "2026-11-16,,csat,2,\n"
        f"2026-11-16,@retail,csat,3,{'x' * 10_001}\n"
    )
    refused = take(bad)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.splitlines() == [
        "line 5: '2026-02-30' is no date",
        "line 6: it names no customer",
        f"line 7: '{'x' * 40}…' has 10,001 characters; at most 10,000 fit",
        f"valuecheck: 3 of 4 rows are bad, so nothing is stored; {REMEDY}",
    ]
    assert not home.exists()
    taken = take(bad, "--skip-bad")
    assert taken.out == "✓ 1 piece of feedback from @retail; 3 bad, left out.\n"
    assert len(taken.err.splitlines()) == 3


def test_a_broken_row_may_hold_any_answer_and_is_never_left_out_in_silence(take: Take) -> None:
    broken = f'{FILE}2026-11-16,@retail,csat,9,,,more\n2026-11-16,@retail,csat,3,"ends" here\n'
    for options in ((), ("--skip-bad",)):
        refused = take(broken, *options)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.splitlines() == [
            "line 5: it has 7 cells, the headings 5",
            "line 6: text follows the quote that closes a cell",
            f"valuecheck: 2 answers cannot be read, so nothing is stored; {BROKEN_REMEDY}",
        ]
    taken = take(broken, "--skip-answers", "(broken row)")
    assert taken.out.endswith("@search 1; 2 that could not be read, left out.\n")
    told = take.run("report", "all").out
    assert "2 answers could not be read and are not counted." in told


def test_an_unclosed_quote_swallows_no_row_in_silence(take: Take) -> None:
    for options in ((), ("--skip-bad",), ("--dry-run",)):
        refused = take(f'{HEAD}{ROWS[0]}2026-11-16,@retail,csat,2,"open\n{ROWS[1]}', *options)
        assert (refused.code, refused.out) == (1, "")
        told = "line 3: a quote opens a cell that never closes, and hides all below it; "
        assert refused.err == f"valuecheck: {told}close or remove the quote.\n"
    endless = take(f'{HEAD}2026-11-16,@retail,csat,2,"{"x" * 140_000}\n')
    assert "line 2: a quote opens a cell that never closes" in endless.err


def test_every_bad_row_is_named(take: Take) -> None:
    refused = take(HEAD + "never,@retail,csat,2,\n" * 1254)
    named = [f"line {number}: 'never' is no date" for number in range(2, 1256)]
    assert refused.err.splitlines()[:-1] == named
    assert "1,254 of 1,254 rows are bad" in refused.err


def test_a_terminal_names_twenty_and_says_how_to_see_all(take: Take, tmp_path: Path) -> None:
    take("")
    (tmp_path / "bad.csv").write_text(HEAD + "never,@retail,csat,2,\n" * 30)
    words = ("feedback", "import", str(tmp_path / "bad.csv"))
    with Terminal(*PROGRAM, *words, width=120) as terminal:
        assert terminal.end() == 1
    assert "line 21: 'never' is no date" in terminal.text
    assert "line 22" not in terminal.text
    assert "… and 10 more; 2>FILE at the end of the command keeps 10,000 of them" in terminal.text


def test_a_tag_that_is_in_use_is_nobody_else_s_label(take: Take, run: Run, home: Path) -> None:
    run("customer", "add", "acme", "--paying", "--label", "Retail")
    run("customer", "add", "one", "--paying", "--label", "Same")
    run("customer", "add", "two", "--paying", "--label", "same")
    take(f"{HEAD}2026-11-16,RETAIL,csat,2,\n2026-11-16,Same,csat,2,\n")
    assert {row[0] for row in rows(home, "SELECT customer FROM feedback")} == {"acme", "same"}
    run("4", "@retail")
    take(f"{HEAD}2026-11-17,RETAIL,csat,3,\n")
    assert rows(home, "SELECT customer FROM feedback WHERE score = 3") == [("retail",)]


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "1969-01-01T00:00:00+00:00"]
)
def test_a_moment_that_no_store_takes_is_now(take: Take, home: Path, at: str) -> None:
    id_ = "01936e2f-4c00-7000-8000-0123456789ab"
    row = {"id": id_, "day": "2026-11-16", "customer": "retail", "scale": "csat", "score": 2}
    assert take(json.dumps({**row, "at": at}) + "\n").code == 0
    assert rows(home, "SELECT at FROM feedback") == [("2026-11-20T09:00:00+01:00",)]


def test_a_source_that_is_too_long_is_refused_once(take: Take) -> None:
    refused = take(FILE, "--source", "x" * 101)
    assert refused.code == 2
    assert "the source has 101 characters" in refused.err


def test_a_preview_stores_nothing(take: Take, home: Path) -> None:
    shown = take(f"{FILE}{ROWS[0]}2026-11-18,@retail,,-,\n", "--dry-run", "--source", "survey")
    assert shown.code == 0
    assert shown.out.splitlines()[1:] == [
        "  day       'day', by its name",
        "  score     'score', by its name; scale from 'scale'",
        "  customer  'customer', by its name",
        "  words     'words', by its name",
        "  source    survey for all rows",
        "  id        nothing: day, customer, score and words tell answers apart",
        "  Tue 17 Nov 2026  @search  bad  finds nothing",
        "  Mon 16 Nov 2026  @retail  csat 2  slow at noon",
        "  Tue 17 Nov 2026  @retail  nps 9",
        "4 new; 1 without an answer. Nothing is stored yet.",
    ]
    assert not home.exists()
    take(FILE)
    assert "1 new; 3 known already." in take(FILE + ROWS[0], "--dry-run").out
    assert len(rows(home, STORED)) == 3


def test_a_preview_of_a_bad_file_fails_as_the_import_would(take: Take) -> None:
    refused = take(f"{HEAD}never,@retail,csat,2,\n", "--dry-run")
    assert (refused.code, refused.err[:29]) == (1, "line 2: 'never' is no date\nva")
    assert refused.out.splitlines()[0].endswith(": 1 row")
    assert refused.out.splitlines()[2] == "  score     'score', by its name; scale from 'scale'"
    assert take(f"{HEAD}never,@retail,csat,2,\n", "--dry-run", "--skip-bad").code == 0


def test_one_undo_takes_the_import_back_and_again_brings_it_back(take: Take, home: Path) -> None:
    take.run("4", "before")
    take(FILE)
    before = rows(home, STORED)
    undone = take.run("undo").out.splitlines()
    assert undone[0] == "✓ Took back 'feedback import' of Fri 20 Nov 09:00"
    assert undone[1] == "  gone  Mon 16 Nov  @retail  csat 2  slow at noon"
    assert undone[4:] == ["  gone  the import of said.csv"]
    assert rows(home, STORED) == []
    assert take(FILE).out == "Nothing new; 3 deleted or undone before (--again brings them back).\n"
    assert take(FILE + "2026-11-18,@shop,csat,1,\n", "--again").out == (
        "✓ 4 pieces of feedback from @retail 2, @search 1, @shop 1; 3 of them brought back.\n"
    )
    assert {*before} < {*rows(home, STORED)}
    take.run("undo")
    assert rows(home, STORED) == []
    assert "before" in take.run("undo").out


IDS_HEAD = "Ticket ID,responded at,customer,score,comment\n"
SAID_BEFORE = f"{IDS_HEAD}1,2026-11-16 10:00,@retail,Bad,slow\n2,2026-11-16 10:00,@search,Good,\n"
SAID_LATER = SAID_BEFORE.replace("@retail,Bad,slow", "@shop,Good,fast now")


def test_a_row_that_changed_in_its_source_is_the_same_piece(take: Take, home: Path) -> None:
    take(SAID_BEFORE)
    before = rows(home, STORED)
    told = "1 known already; 1 known already but different in the file (--update takes the file's)."
    assert take(SAID_LATER).out == f"Nothing new; {told}\n"
    assert f"0 new; {told}" in take(SAID_LATER, "--dry-run").out
    assert rows(home, STORED) == before


def test_update_takes_what_the_file_says_and_undo_takes_it_back(take: Take, home: Path) -> None:
    take(SAID_BEFORE)
    before = rows(home, "SELECT id, at, source, score FROM feedback ORDER BY id")
    stored = rows(home, STORED)
    longer = f"{SAID_LATER}3,2026-11-17,@retail,Bad,\n"
    shown = take(longer, "--dry-run", "--update").out
    assert "@shop  good  fast now\n" in shown
    assert "\n1 new; 1 changed; 1 known already. Nothing" in shown
    assert take(longer, "--update").out == (
        "✓ 2 pieces of feedback from @retail 1, @shop 1; 1 of them changed; 1 known already.\n"
    )
    assert {row[2:] for row in rows(home, STORED)} == {
        ("shop", "good-bad", 1, "fast now"),
        ("search", "good-bad", 1, ""),
        ("retail", "good-bad", 0, ""),
    }
    take.run("undo")
    assert rows(home, STORED) == stored
    after = rows(home, "SELECT id, at, source, score FROM feedback WHERE NOT deleted ORDER BY id")
    assert after == before


def test_update_overwrites_a_row_edited_by_hand_only_by_id(take: Take, home: Path) -> None:
    for text, told in ((SAID_BEFORE, "✓ 1 piece"), (FILE, "Nothing new; 3 known already.")):
        take(text)
        stored = rows(home, STORED)
        take.run("feedback", "edit", "last", "edited by hand")
        assert rows(home, STORED) != stored
        assert take(text, "--update").out.startswith(told)


def test_words_from_a_column_named_later_are_no_second_answers(take: Take, home: Path) -> None:
    text = SAID_BEFORE.replace("comment", "Bemerkung")
    take(text)
    assert "2 known already." not in take(text, "--map", "words=Bemerkung").out
    take(text, "--map", "words=Bemerkung", "--update")
    assert {row[5] for row in rows(home, STORED)} == {"slow", ""}
    assert take(text, "--update").out == "Nothing new; 2 known already.\n"
    assert {row[5] for row in rows(home, STORED)} == {"slow", ""}


def test_two_rows_with_one_id_say_the_same_or_the_file_is_refused(take: Take) -> None:
    first, changed = "1,2026-11-16,@retail,Bad,slow\n", "1,2026-11-16,@retail,Good,slow\n"
    for options in ((), ("--skip-bad",)):
        refused = take(f"{IDS_HEAD}{first * 2}{changed}", *options)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err == (
            "valuecheck: line 4 has the id of line 2 in 'Ticket ID' but says something else; "
            "where those are no ids of answers, add --map id=.\n"
        )
    assert take(f"{IDS_HEAD}{first * 2}").out.endswith("@retail; 1 twice in the file.\n")
    take.run("undo")
    assert take(f"{IDS_HEAD}{first}{changed}", "--map", "id=").out.startswith("✓ 2 pieces")


def test_a_preview_has_twelve_lines_at_most(take: Take) -> None:
    text = FILE + "".join(f"2026-11-18,@retail,csat,4,{n}\n" for n in range(120))
    shown = take(text, "--dry-run", "--source", "survey").out.splitlines()
    assert len(shown) <= 12
    assert shown[-1] == "123 new. Nothing is stored yet."


def test_a_preview_of_long_texts_has_twelve_lines_of_80_columns(take: Take) -> None:
    score = "How likely is it that you would recommend our help to a friend?"
    head = f"Survey ID,Timestamp,Customer,Scale,{score},And why did you choose this?"
    row = "2026-11-02,the-great-northern-railway-of-leeds,{},{},だから" + "早い" * 60
    answers = [("nps", f"{n} - an answer that has more words than most of them") for n in range(9)]
    text = "".join(f"{n},{row.format(*each)}\n" for n, each in enumerate(answers))
    text = f"Survey\n{head}\n{text}7,x,a,nps,n/a,\n9,never,a,nps,1,\n9,x,a,nps,\nTotal,,,,5\n"
    shown = take(text, "--dry-run", "--format", "terminal", "--source", "s" * 100).out.splitlines()
    assert len(shown) <= 12
    assert max(map(cells, shown)) <= 80
    assert shown[2].endswith("…', by its question; scale from 'Scale'")
    assert any("from '0 - an an…'" in line for line in shown)


def test_words_that_nobody_takes_are_told(take: Take) -> None:
    note = "valuecheck: no column is taken for their words; --map words=COLUMN names one.\n"
    text = "day,customer,csat,seen at,Bemerkung\n2026-11-16,@retail,2,2026-11-16 02:30 PM,{}\n"
    assert take(text.format("zu langsam")).err == note
    for options in (["--map", "words="], ["--map", "words=Bemerkung"]):
        assert take(text.format("zu langsam"), *options).err == ""
    assert take(text.format("langsam")).err == ""


def test_the_words_of_a_map_are_checked(take: Take) -> None:
    refused = take(FILE, "--map", "foo=x")
    assert (refused.code, "names no field with 'foo'" in refused.err) == (2, True)
    eaten = FILE.replace("score", '"How, then, was it?"', 1)
    assert take(eaten, "--map", "score=How, then, was it?").out.startswith("✓ 3 pieces")


def test_a_moment_of_the_night_counts_for_the_day_before(take: Take, home: Path) -> None:
    take(f"{HEAD}2026-11-16 02:30,@retail,csat,2,\n2026-11-16 00:00,@retail,csat,3,\n")
    assert {row[1] for row in rows(home, STORED)} == {"2026-11-15", "2026-11-16"}


def test_ones_and_noughts_are_good_and_bad_only_in_rows_that_say_so(take: Take) -> None:
    refused = take("day,customer,score\n2026-11-16,@retail,1\n", "--scale", "good-bad")
    assert refused.err.startswith("'1' once\nvaluecheck: 1 answer cannot be read")
    assert take(f"{HEAD}2026-11-16,@retail,good-bad,1,\n").out.startswith("✓ 1 piece")


def test_the_undo_of_a_large_import_tells_the_first_rows(take: Take, home: Path) -> None:
    take(HEAD + "".join(f"2026-11-16,@retail,csat,2,{number}\n" for number in range(1234)))
    undone = take.run("undo").out.splitlines()
    assert len(undone) == 22
    assert undone[-1] == "  … 1,215 more"
    assert rows(home, STORED) == []


def test_an_undo_refuses_the_whole_import_where_a_row_has_changed(take: Take, home: Path) -> None:
    take(FILE)
    rows(home, "UPDATE feedback SET clock = replace(clock, '.000.', '.fff.') WHERE score = 9")
    rows(home, "UPDATE feedback SET clock = '9' || substr(clock, 2) WHERE score = 9")
    assert take.run("undo").code == 1
    assert len(rows(home, STORED)) == 3


def test_a_file_that_grew_adds_what_is_new(take: Take) -> None:
    take(HEAD + ROWS[0])
    assert take(FILE).out == (
        "✓ 2 pieces of feedback from @retail 1, @search 1; 1 known already.\n"
    )


def test_the_same_said_twice_is_two_pieces_unless_ids_say_otherwise(take: Take, home: Path) -> None:
    take(HEAD + ROWS[0] * 2)
    assert len(rows(home, STORED)) == 2
    assert take(HEAD + ROWS[0] * 3).out.startswith("✓ 1 piece of feedback")
    twice = "id," + HEAD + f"a1,{ROWS[2]}" * 2
    assert take(twice).out == "✓ 1 piece of feedback from @search; 1 twice in the file.\n"


def label(home: Path, name: str, text: str) -> None:
    """Give a customer a label."""
    where = context_of(home)
    with changing(where.paths.store, "customer", where.now) as change:
        change.put(CUSTOMERS, {**CUSTOMERS.blank, "name": name, "label": text})


def test_a_label_names_a_customer(take: Take, home: Path) -> None:
    label(home, "acme", "Acme Corp.")
    take(HEAD + "2026-11-16,ACME corp.,csat,2,\n2026-11-16,Acme Corporation,csat,2,\n")
    assert {row[2] for row in rows(home, STORED)} == {"acme", "acme-corporation"}
    label(home, "stars", "***")
    take(HEAD + "2026-11-16,***,csat,2,\n")
    assert "stars" in {row[2] for row in rows(home, STORED)}


def test_a_label_changes_no_id(take: Take, home: Path) -> None:
    text = HEAD + "2026-11-16,Acme Corp.,csat,2,\n"
    take(text)
    label(home, "acme", "Acme Corp.")
    assert take(text).out == "Nothing new; 1 known already.\n"


def test_standard_input_is_a_file_too(run: Run, home: Path) -> None:
    done = run("feedback", "import", "-", stdin=FILE)
    assert (done.code, len(rows(home, STORED))) == (0, 3)
    shown = run("feedback", "import", "-", "--dry-run", stdin=FILE)
    assert shown.out.startswith("standard input: 3 rows\n")


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [
        (b"", 1, "is empty; export it again, or name another file."),
        (b"\xef\xbb\xbf", 1, "it has no headings: all lines are empty"),
        (b" \n\n", 1, "is empty;"),
        (b'"open\n', 1, "it has no headings: a quote opens a cell that never closes, and"),
        (b"PK\x03\x04rest", 1, "is a workbook or an archive; save it as CSV and import that."),
        (b"a\0b", 1, "is no text: it has zero bytes; save it as CSV in UTF-8."),
        (b"\xff\xfea\0\0\0", 1, "begins as UTF-16 does, but is not; save it as CSV in UTF-8."),
        (b"\xff\xfea", 1, "begins as UTF-16 does, but is not; save it as CSV in UTF-8."),
        (b"\xef\xbb\xbf\xff", 1, "begins as UTF-8 does, but is not;"),
        (b"day,customer\n", 2, "no column is known to hold the score; name it with --map"),
        (b"{", 1, "it begins as JSON does, but is broken in line 1; export it again"),
        (b"[{" * 50_000, 1, "it begins as JSON does, but is broken in line 1;"),
        (b"[" * 100_000, 2, "no column is known to hold the score"),
        (b'{"feedback": [', 1, "is broken in line 1;"),
        (b"[3]", 2, "no column is known to hold the score; name it with --map"),
        (b"[]", 2, "the file has no columns"),
        (b"{\n}", 1, "it is JSON without a list of feedback; give a list of objects"),
    ],
)
def test_what_is_no_table_says_so(
    take: Take, home: Path, content: bytes, code: int, told: str
) -> None:
    refused = take(content)
    assert (refused.code, refused.out) == (code, "")
    assert refused.err.startswith("valuecheck: ")
    assert refused.err.count("\n") == 1
    assert told in refused.err
    assert not home.exists()


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("nowhere.csv", 2, "there is no file 'nowhere.csv'; check its name and folder."),
        (".", 2, "'.' is a folder; name a file in it."),
        ("a\0b", 1, "cannot read 'a\\x00b': embedded null byte;"),
        ("x.csv --scale stars", 2, "'stars' is no scale; use csat"),
        ("x.csv --encoding klingon", 2, "there is no file 'x.csv'"),
        ("x.csv --delimiter ab", 2, "'ab' is no delimiter; use one character such as ; or"),
        ("x.csv --answers good", 2, "--answers 'good' is neither TEXT=SCORE nor a file"),
        ("x.csv --answers good=?", 2, "--answers 'good=?' is not TEXT=SCORE; give each its"),
        ("x.csv --like retail", 2, "no options are kept as 'retail'; --save-as keeps those"),
        ("x.csv --save-as a/b", 2, "--save-as 'a/b' is no name; use small letters"),
        ("x.csv --date-order foo", 2, "'foo' is no order of dates; use dmy"),
        ("x.csv --customer @!", 2, "'@!' is no customer; begin with"),
    ],
)
def test_wrong_words_end_in_a_sentence(run: Run, line: str, code: int, told: str) -> None:
    refused = run("feedback", "import", *line.split())
    assert (refused.code, refused.out) == (code, "")
    assert told in refused.err


def test_headings_alone_are_no_mistake(take: Take, home: Path) -> None:
    assert take(HEAD) == (0, "Nothing new.\n", "")
    assert not home.exists()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_delimiter_and_encoding_reads_the_same(
    home: Path, tmp_path: Path, delimiter: str, codec: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["Day", "Customer", "CSAT", "What, if anything; could be better?"])
    writer.writerow(["2026-11-16", "Café", "2", 'über, all; "quoted"\r\nand\tmore | here'])
    for ending in ("\r\n", "\n", "\r"):
        data = file.getvalue().replace("\r\n", ending).encode(codec)
        (piece,) = read(home, tmp_path / "x", data).pieces
        assert piece[2:6] == ("café", "csat", 2, 'über, all; "quoted" and more | here')


def test_json_lines_read_as_the_same_csv(home: Path, tmp_path: Path) -> None:
    table = [*csv.DictReader(io.StringIO(FILE))]
    objects = [json.dumps(row) for row in table]
    wanted = ids(home, tmp_path / "x", FILE)
    for text in (
        "\n".join(objects),
        "\ufeff\n" + "\n\n".join(objects) + "\n",
        json.dumps(table, indent=2),
        json.dumps({"schema_version": 1, "feedback": table}),
    ):
        assert ids(home, tmp_path / "x", text) == wanted


def test_a_line_that_is_no_json_is_bad(take: Take) -> None:
    first, *others = (json.dumps(row) for row in csv.DictReader(io.StringIO(FILE)))
    refused = take("\n".join([first, *others, "nonsense", "3"]))
    assert refused.err.splitlines()[:2] == [
        "line 4: it is no JSON object",
        "line 5: it is no JSON object",
    ]
    assert take("\n".join([first[:-1], *others])).err.startswith("line 1: it is no JSON object")
    pieces = take(json.dumps([json.loads(first), 3]))
    assert pieces.err.startswith("piece 2: it is no JSON object")


def guarded(pieces: Sequence[StagedFeedback]) -> str:
    """Pieces as our own CSV has them."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(StagedFeedback._fields)
    writer.writerows([inert_cell(str(cell)) for cell in piece] for piece in pieces)
    return file.getvalue()


@many
@given(PIECES)
def test_what_was_exported_comes_back_as_the_same_set(
    tmp_path: Path, home: Path, pieces: list[StagedFeedback]
) -> None:
    told = [piece._asdict() for piece in pieces]
    for text in (
        guarded(pieces),
        "".join(f"{json.dumps(row)}\n" for row in told),
        json.dumps({"schema_version": 1, "feedback": told}, indent=2),
    ):
        assert read(home, tmp_path / "x", text).pieces == pieces


SPOKEN = st.lists(
    st.tuples(
        st.integers(1, 20).map(lambda day: f"2026-11-{day:02}"),
        st.sampled_from(["retail", "search"]),
        st.integers(1, 5).map(str),
        st.sampled_from(["", "slow", "fine"]),
    ),
    max_size=12,
)


def spoken(said: Sequence[tuple[str, ...]]) -> str:
    return "day,customer,csat,words\n" + "".join(f"{','.join(row)}\n" for row in said)


def numbered(said: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Feedback whose customer's name is the id of its own row."""
    return [(day, f"{name}-{n}", *rest) for n, (day, name, *rest) in enumerate(said)]


@many
@given(SPOKEN.map(numbered), st.randoms(use_true_random=False))
def test_with_ids_neither_order_nor_what_is_said_changes_one(
    tmp_path: Path, home: Path, said: list[tuple[str, ...]], chance: Random
) -> None:
    def by_id(told: Sequence[tuple[str, ...]]) -> set[str]:
        lines = "".join(
            f"{','.join((name, *row))}\n" for name, row in zip(names, told, strict=True)
        )
        return {*ids(home, tmp_path / "x", f"id,day,customer,csat,words\n{lines}")}

    names = [row[1] for row in said]
    before = by_id(said)
    assert len(before) == len(said)
    assert by_id([(day, "elsewhere", "1", "other") for day, *_ in said]) == before
    order = list(range(len(said)))
    chance.shuffle(order)
    names = [names[n] for n in order]
    assert by_id([said[n] for n in order]) == before


@many
@given(SPOKEN, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_id(
    tmp_path: Path, home: Path, said: list[tuple[str, ...]], chance: Random
) -> None:
    before = ids(home, tmp_path / "x", spoken(said))
    assert len({*before}) == len(said)
    chance.shuffle(said)
    assert {*ids(home, tmp_path / "x", spoken(said))} == {*before}


@many
@given(SPOKEN.map(lambda said: [*dict.fromkeys(said)]), st.integers(0, 12), st.integers(0, 12))
def test_overlapping_halves_are_the_whole(
    tmp_path: Path, home: Path, said: list[tuple[str, ...]], end: int, start: int
) -> None:
    halves = (said[: max(start, end)], said[min(start, end) :])
    parts = [set(ids(home, tmp_path / "x", spoken(half))) for half in halves]
    assert parts[0] | parts[1] == {*ids(home, tmp_path / "x", spoken(said))}


def test_every_field_of_a_map_is_one_of_a_piece() -> None:
    assert {*FIELDS, "at"} == {*StagedFeedback._fields}


def test_much_to_do_shows_a_bar(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(HEAD + ROWS[0] * 7000)
    with Terminal(*PROGRAM, "feedback", "import", str(path)) as terminal:
        assert terminal.end() == 0
        assert b"Reading 5,000 rows" in terminal.raw
        assert terminal.lines[-1] == "✓ 7,000 pieces of feedback from @retail."


def test_little_to_do_shows_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(FILE)
    with Terminal(*PROGRAM, "feedback", "import", str(path)) as terminal:
        assert terminal.end() == 0
        assert b"Reading" not in terminal.raw


INTERRUPTED = """
import os, signal, sys
from valuecheck.__main__ import main
from valuecheck.cli.support.progress import Shown
def call(self, what, rows, share, call=Shown.__call__):
    call(self, what, rows, share)
    if what == "Storing" and share > 0.5:
        os.kill(os.getpid(), signal.SIGINT)
Shown.__call__ = call
sys.exit(main())
"""


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(HEAD + "".join(f"2026-11-16,@retail,csat,2,{n}\n" for n in range(6000)))
    words = ("feedback", "import", str(path))
    with Terminal(sys.executable, "-c", INTERRUPTED, *words) as terminal:
        assert terminal.end() == 130
        assert "Traceback" not in terminal.text
    assert rows(home, STORED) == []
