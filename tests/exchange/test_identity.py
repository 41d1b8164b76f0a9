"""An answer is stored once, whatever is respelled, named later, or said about it by options."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stored import context_of, is_sound, rows
from valuecheck.core.errors import ValuecheckError
from valuecheck.exchange import feedback_file, feedback_import
from valuecheck.exchange.feedback_import import ImportOptions
from valuecheck.exchange.reading import Given, refuse_bad, refuse_unread
from valuecheck.exchange.tables import TableOptions
from valuecheck.render.pages import import_preview
from valuecheck.store.changes import FEEDBACK
from valuecheck.store.connection import changing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.conftest import Outcome, Run

FILES = Path(__file__).parent / "files"
SAID = (
    "SELECT day, customer, scale, score, words FROM feedback WHERE NOT deleted "
    "ORDER BY 1, 2, 3, 4, 5"
)
NOTHING = Given()
few = settings(max_examples=settings().max_examples // 3)


class Take(Protocol):
    """Import text as a file of this name."""

    def __call__(self, text: str, *options: str, name: str = "said.csv") -> Outcome: ...


@pytest.fixture
def take(run: Run, tmp_path: Path) -> Take:
    def take_text(text: str, *options: str, name: str = "said.csv") -> Outcome:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return run("feedback", "import", str(tmp_path / name), *options)

    return take_text


class Answer:
    """One made-up answer."""

    def __init__(self, number: int, minute: int, customer: str, score: int, words: str) -> None:
        self.number = number
        self.minute = minute
        self.customer = customer
        self.score = score
        self.words = words

    @property
    def day(self) -> int:
        return 1 + self.minute // 1440

    @property
    def clock(self) -> tuple[int, int]:
        # Working hours: a moment of the night may count for another day.
        return 8 + self.minute % 1440 // 150, self.minute % 60


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.just(0),
        st.integers(0, 1440 * 18),
        st.sampled_from(["Alpha", "Beta Corp.", "γάμμα"]),
        st.integers(0, 10),
        st.sampled_from(["", "slow, at noon", 'they said "no"', "first\nsecond"]),
    ),
    min_size=1,
    max_size=8,
)


def cell(text: str, delimiter: str) -> str:
    needs = any(sign in text for sign in (delimiter, '"', "\n"))
    return '"' + text.replace('"', '""') + '"' if needs else text


def as_exported(answers: Sequence[Answer], *, ids: bool) -> str:
    """Moments to the second, commas, line feeds."""
    lines = [
        "Response ID,Completion time,Company,NPS,Comment" if ids else "Date,Company,NPS,Comment"
    ]
    for number, each in enumerate(answers):
        hour, minute = each.clock
        moment = f"2026-11-{each.day:02} {hour:02}:{minute:02}:36"
        cells = [f"{number + 1:04}"] * ids + [moment, each.customer, f"{each.score}.0", each.words]
        lines.append(",".join(cell(text, ",") for text in cells))
    return "\n".join(lines) + "\n"


def saved_again(answers: Sequence[Answer], *, ids: bool) -> str:
    """As a spreadsheet saves it: moments to the minute, no zeros, semicolons, other line ends."""
    lines = [
        "Response ID;Completion time;Company;NPS;Comment" if ids else "Date;Company;NPS;Comment"
    ]
    for number, each in enumerate(answers):
        hour, minute = each.clock
        moment = f"{each.day}. November 2026 {hour}:{minute:02}"
        cells = [f"{number + 1}"] * ids + [moment, f" {each.customer}", str(each.score), each.words]
        lines.append(";".join(cell(text, ";") for text in cells))
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def said_in(home: Path) -> list[tuple[object, ...]]:
    return rows(home, SAID)


def imported(
    home: Path, text: str, given: Given = NOTHING, *, skip_bad: bool = False, **wanted: bool
) -> str:
    """The receipt of an import. Raises ValuecheckError."""
    path = home.parent / "said.csv"
    path.write_text(text, encoding="utf-8", newline="")
    context = context_of(home)
    with feedback_file.read(
        context, str(path), given, [], lambda *_: None, options=TableOptions()
    ) as source:
        refuse_unread(source.read, "")
        if not skip_bad:
            refuse_bad(source.read)
        stored = feedback_import.keep(context, source, lambda *_: None, ImportOptions(**wanted))
        return import_preview.summary(source, stored)


@few
@given(ANSWERS, st.booleans(), st.permutations([0, 1, 2, 0, 1, 2]))
def test_a_file_its_copies_and_itself_again_in_any_order_are_the_same_set(
    answers: list[Answer], ids: bool, order: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        exported = as_exported(answers, ids=ids)
        head, *lines = (
            exported.splitlines(keepends=True)
            if "\n" not in "".join(each.words for each in answers)
            else (exported,)
        )
        files = [exported, saved_again(answers, ids=ids), head + "".join(reversed(lines))]
        for which in order:
            imported(home, files[which])
        wanted = sorted(
            (
                f"2026-11-{each.day:02}",
                each.customer.casefold().replace(" ", "-").rstrip("."),
                "nps",
                each.score,
                " ".join(each.words.split("\n")),
            )
            for each in answers
        )
        assert said_in(home) == wanted
        assert is_sound(home)


CELLS = st.sampled_from(
    [
        "9",
        "0",
        "10 - extremely likely",
        "Likely (8)",
        "",
        "n/a",
        "Skipped",
        "meh",
        "11",
        "7,5",
        "6/10",
    ]
)
DAYS = st.sampled_from(["2026-11-02", "2026-11-03 15:18", "", "soon", "2027-01-01"])
NAMES = st.sampled_from(["alpha", "Beta", "", "!!!"])
TABLE = st.lists(st.tuples(DAYS, NAMES, CELLS), min_size=1, max_size=12)


def table(cells: Sequence[tuple[str, str, str]]) -> str:
    body = "".join(f'{day},{name},"{answer}",x\n' for day, name, answer in cells)
    return f"Date,Customer,NPS,Comment\n{body}"


def counted(receipt: str) -> int:
    """Count the rows that a receipt names."""
    parts = receipt.removesuffix(".").split("; ")
    numbers = [
        int(match[1].replace(",", ""))
        for part in parts
        if (match := re.match(r"✓? ?([\d,]+)", part))
    ]
    return sum(numbers)


@few
@given(TABLE, TABLE)
def test_no_row_is_left_out_without_a_line_in_the_receipt(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]
) -> None:
    given = Given(skipped=frozenset({"meh", "11", "7,5"}))
    with tempfile.TemporaryDirectory() as folder:
        for cells in (first, second, first + second):
            receipt = imported(Path(folder) / "home", table(cells), given, skip_bad=True)
            assert counted(receipt) == len(cells), receipt


TRUE = {
    "9": 9, "0": 0, "10": 10, "10 - extremely likely": 10, "Likely (8)": 8, "6/10": 6, "3.0": 3,
    "0 - < Very unlikely": 0, "7,0": 7, "": None, "n/a": None, "NULL": None, "Very likely": 10,
    "four": 4, "8.5": 8, "-1": 1, "11": 10, "9 or 10": 9,
}  # fmt: skip


def net_promoter(scores: Sequence[int]) -> float:
    up, down = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return round(100 * (up - down) / len(scores), 6) if scores else 0.0


@few
@given(st.lists(st.sampled_from([*TRUE]), min_size=1, max_size=12), st.booleans())
def test_the_nps_of_what_is_stored_is_that_of_the_file_or_the_import_is_refused(
    texts: list[str], skip_bad: bool
) -> None:
    cells = [("2026-11-02", "alpha", text) for text in texts]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        try:
            imported(home, table(cells), skip_bad=skip_bad)
        except ValuecheckError:
            assert not home.exists()
            return
        stored = [int(str(row[3])) for row in said_in(home)] if home.exists() else []
        scores = [score for text in texts if (score := TRUE[text]) is not None]
        assert net_promoter(stored) == net_promoter(scores)
        assert len(stored) == len(scores)


# The ids that version 0.1 gave to the rows of these files.
FIRST_IDS = {
    "delighted.csv": {
        "01a1e6cd-a800-7398-b958-367757d0f983": ("acme-corp", "nps", 9),
        "01a1e6cd-a800-7dc0-9238-200e03a31594": ("acme-corp", "nps", 3),
        "01a1ebf4-0400-7eca-a7ee-17212a51ef1a": ("nordic-retail", "csat", 5),
    },
    "google-forms.csv": {
        "01a1e6cd-a800-78ac-9008-566c71692df6": ("acme-corp", "nps", 2),
        "01a1ebf4-0400-73ff-be91-baedd4c23fb3": ("acme-corp", "nps", 10),
        "01a1ebf4-0400-75bc-ab26-6bfa5b0b03a6": ("müller-söhne", "nps", 7),
    },
    "zendesk-tickets.csv": {
        "01a1e1a7-4c00-7aab-a55d-e062597dab5c": ("acme-corp", "good-bad", 0),
        "01a1e6cd-a800-71e4-b1fa-e176b1fae624": ("nordic-retail", "good-bad", 1),
    },
}


@pytest.mark.parametrize("name", FIRST_IDS)
def test_what_the_first_version_has_imported_is_found_again(
    run: Run, home: Path, name: str
) -> None:
    run("feedback", "import", str(FILES / name))
    today = rows(home, "SELECT * FROM feedback WHERE NOT deleted ORDER BY customer, score")
    contents = {(row[3], row[4], row[5]): row for row in today}
    run("undo")
    with changing(str(home / "valuecheck.db"), "x", context_of(home).now) as change:
        for id_, said in FIRST_IDS[name].items():
            names = ("day", "at", "customer", "scale", "score", "words", "source")
            change.put(FEEDBACK, {"id": id_, **dict(zip(names, contents[said][1:8], strict=True))})
    again = run("feedback", "import", str(FILES / name))
    assert again.out.startswith("Nothing new; "), again.out
    assert f"{len(FIRST_IDS[name])} known already" in again.out
    stored = rows(home, "SELECT id FROM feedback WHERE NOT deleted")
    assert {row[0] for row in stored} == {*FIRST_IDS[name]}


PLAIN = "Date,Customer,CSAT,Review Title\n2026-11-02,a,5,\n2026-11-03,b,1,too slow at noon\n"
BARE = "Date,Customer,CSAT\n2026-11-02,a,5\n2026-11-03,b,1\n"


def test_words_named_later_without_ids_are_the_same_answers(take: Take, home: Path) -> None:
    take(PLAIN)
    later = take(PLAIN, "--map", "words=Review Title")
    assert later.out == (
        "Nothing new; 1 known already; 1 known already but for the words (--update takes the "
        "file's, --again adds them).\n"
    )
    assert len(said_in(home)) == 2
    updated = take(PLAIN, "--map", "words=Review Title", "--update").out
    assert updated == "✓ 1 piece of feedback from @b; 1 of them updated; 1 known already.\n"
    assert [row[4] for row in said_in(home)] == ["", "too slow at noon"]
    for options in (["words=Review Title"], ["words="]):
        assert take(PLAIN, "--map", *options).out == "Nothing new; 2 known already.\n"


def test_again_adds_what_is_known_but_for_one_column(take: Take, home: Path) -> None:
    take(PLAIN)
    added = take(PLAIN, "--map", "words=Review Title", "--again").out
    assert added == "✓ 1 piece of feedback from @b; 1 of them again; 1 known already.\n"
    assert len(said_in(home)) == 3


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((), ("--source", "spring"), "2 known already but for the source"),
        (("--source", "spring"), (), "Nothing new; 2 known already."),
        (("--scale", "csat"), ("--scale", "1-7"), "2 known already but for the scale"),
    ],
)
def test_options_added_later_make_no_second_answers(
    take: Take, home: Path, first: tuple[str, ...], second: tuple[str, ...], told: str
) -> None:
    take(BARE, *first)
    assert told in take(BARE, *second).out
    assert len(said_in(home)) == 2


@pytest.mark.parametrize(("first", "second"), [((), ("--source", "x")), (("--source", "x"), ())])
def test_a_source_named_later_makes_no_second_answers_with_ids(
    take: Take, home: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    text = "ID,Date,Customer,CSAT\n1,2026-11-02,a,5\n2,2026-11-03,b,1\n"
    take(text, *first)
    assert "2 known already but for the source" in take(text, *second).out
    assert len(said_in(home)) == 2
    take(text, *second, "--update")
    assert "2 known already." in take(text, *first).out or len(said_in(home)) == 2
    assert {row[0] for row in rows(home, "SELECT source FROM feedback")} == {
        second[1] if second else ""
    }


@pytest.mark.parametrize(("first", "second"), [((), ("--map", "id=")), (("--map", "id="), ())])
def test_ids_named_later_or_no_more_make_no_second_answers(
    take: Take, home: Path, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    text = "ID,Date,Customer,CSAT\n1,2026-11-02,a,5\n2,2026-11-03,b,1\n3,2026-11-03,b,1\n"
    take(text, *first)
    again = take(text, *second)
    assert again.out.startswith("Nothing new; 3 known already")
    assert len(said_in(home)) == 3


def test_a_customer_or_a_score_corrected_in_the_file_is_said(take: Take, home: Path) -> None:
    text = "Date,Customer,CSAT,Comment\n2026-11-02,a,5,always helpful and quick\n"
    take(text)
    assert "1 known already but for the customer" in take(text.replace(",a,", ",b,")).out
    assert "1 known already but for the score" in take(text.replace(",5,", ",4,")).out
    assert "1 known already but for the day" in take(text.replace("11-02", "11-03")).out
    assert len(said_in(home)) == 1
    take(text.replace(",5,", ",4,"), "--update")
    assert [row[3] for row in said_in(home)] == [4]


@pytest.mark.parametrize(
    "later",
    [
        "2026-11-03,a,5\n2026-11-03,a,4\n",
        "2026-11-02,b,5\n2026-11-02,b,4\n",
        "2026-11-02,a,1\n2026-11-02,a,2\n",
        "2026-11-02,a,5\n2026-11-02,a,4\n2026-11-02,a,5\n",
    ],
    ids=["next day", "next customer", "other scores", "one more"],
)
def test_answers_that_are_new_are_added_without_a_word(take: Take, home: Path, later: str) -> None:
    head = "Date,Customer,CSAT\n"
    take(head + "2026-11-02,a,5\n2026-11-02,a,4\n")
    done = take(head + later)
    assert done.out.startswith("✓ ")
    assert "but for" not in done.out
    assert len(said_in(home)) == (3 if later.count("\n") == 3 else 4)


def test_an_answer_noted_by_hand_is_no_imported_one(take: Take, run: Run, home: Path) -> None:
    run("feedback", "add", "@a", "5", "--day", "2026-11-02")
    assert take(BARE).out.startswith("✓ 2 pieces")
    assert len(said_in(home)) == 3


FORM = "ID,Date,Customer,CSAT\n"


def test_a_few_answers_that_changed_are_no_other_survey(take: Take) -> None:
    same = "".join(f"{n},2026-11-0{n},a,5\n" for n in range(1, 6))
    take(f"{FORM}{same}6,2026-11-06,a,5\n")
    done = take(f"{FORM}{same}6,2026-11-07,b,1\n")
    assert "5 known already; 1 known already but different in the file" in done.out
    assert take(f"{FORM}{same}6,2026-11-07,b,1\n", "--update").code == 0


def test_another_survey_of_the_same_customer_is_found_by_its_days_and_scores(
    take: Take,
) -> None:
    take("ID,Date,CSAT\n1,2026-11-02,5\n2,2026-11-03,4\n", "--customer", "@a", name="one.csv")
    refused = take(
        "ID,Date,CSAT\n1,2026-11-09,1\n2,2026-11-10,2\n", "--customer", "@a", name="two.csv"
    )
    assert (refused.code, "'two.csv' has the ids of 'one.csv'" in refused.err) == (2, True)


def test_the_names_of_sources_tell_where_known_ids_are_from(take: Take) -> None:
    take(f"{FORM}1,2026-11-02,a,5\n", "--source", "spring")
    refused = take(f"{FORM}1,2026-11-05,b,1\n", "--source", "spring")
    assert "has the ids of 'spring', but" in refused.err


def test_two_equal_answers_that_get_ids_later_are_two(take: Take, home: Path) -> None:
    take("Date,Company,NPS\n2026-11-02,Alpha,9\n")
    with_ids = "ID,Date,Company,NPS\n1,2026-11-02,Alpha,9\n2,2026-11-02,Alpha,9\n"
    assert take(with_ids).out == "✓ 1 piece of feedback from @alpha; 1 known already.\n"
    assert take(with_ids).out == "Nothing new; 2 known already.\n"
    assert len(said_in(home)) == 2
