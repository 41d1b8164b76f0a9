"""Small files of the kinds that are hardest to read (in files/cases, their content made up)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows

if TYPE_CHECKING:
    from tests.conftest import Outcome, Run

CASES = Path(__file__).parent / "files" / "cases"
SAID = "SELECT day, customer, scale, score, words FROM feedback WHERE NOT deleted ORDER BY day, id"


def take(run: Run, name: str, *options: str) -> Outcome:
    return run("feedback", "import", str(CASES / name), *options)


def said(home: Path) -> list[tuple[object, ...]]:
    return rows(home, SAID)


def scores(home: Path) -> list[object]:
    return sorted(row[3] for row in said(home))  # type: ignore[type-var]


def test_labelled_ends_are_numbers(run: Run, home: Path) -> None:
    assert take(run, "01-labelled-ends.csv").code == 0
    assert scores(home) == [0, 6, 10, 10, 10]
    assert {row[2] for row in said(home)} == {"nps"}


def test_choices_in_columns_of_their_own_are_joined(run: Run, home: Path) -> None:
    assert take(run, "02-choice-columns.csv", "--customer", "@a").code == 0
    assert scores(home) == [1, 4, 5]
    assert {(row[2], row[4]) for row in said(home)} == {
        ("csat", "good"), ("csat", "fine"), ("csat", "bad"),
    }  # fmt: skip


def test_three_rows_of_headings_are_no_bad_rows_and_a_preview_is_no_answer(
    run: Run, home: Path
) -> None:
    done = take(run, "03-qualtrics-three-headings.csv")
    assert (done.code, done.err) == (0, "")
    assert "1 preview or test row left out" in done.out
    assert "2 lines explaining the headings" in done.out
    assert said(home) == [("2026-11-02", "alpha", "nps", 9, "swift")]


def test_names_of_zones_are_no_damage(run: Run, home: Path) -> None:
    assert take(run, "04-zone-names.csv").code == 0
    assert [row[0] for row in said(home)] == ["2026-11-02", "2026-11-03", "2026-11-03"]


def test_commas_in_a_heading_are_no_delimiters(run: Run, home: Path) -> None:
    assert take(run, "05-semicolons-commas-in-heading.csv", "--scale", "csat").code == 0
    assert said(home) == [("2026-11-02", "alpha", "csat", 4, "")]


def test_two_surveys_that_count_alike_are_two_sources(run: Run, home: Path) -> None:
    assert take(run, "06-form-a.csv").code == 0
    for options in ((), ("--update",), ("--skip-bad",)):
        refused = take(run, "06-form-b.csv", *options)
        assert (refused.code, refused.out) == (2, "")
        for told in ("'06-form-a.csv'", "'06-form-b.csv'", "--source NAME"):
            assert told in refused.err
        assert {row[1] for row in said(home)} == {"alpha"}
    for told in ("✓ 2 pieces", "Nothing new; 2 known already."):
        assert take(run, "06-form-b.csv", "--source", "b").out.startswith(told)
        assert len(said(home)) == 4
    assert take(run, "06-form-a.csv").out == "Nothing new; 2 known already.\n"


HEAD = "ID,Completion time,CSAT,Comment\n"
AUTUMN = "1,2026-11-02 10:00,5,great\n2,2026-11-03 10:00,4,\n3,2026-11-04 10:00,5,fine\n"
SPRING = "1,2026-05-12 10:00,5,cold\n2,2026-05-13 10:00,4,\n3,2026-05-15 10:00,2,ok\n"
NEVER = "it is another survey that counts alike; add --source NAME, which keeps them apart."
PERHAPS = "add --source NAME if it is another survey that counts alike, else --update."


def import_text(run: Run, tmp_path: Path, name: str, text: str, *options: str) -> Outcome:
    (tmp_path / name).write_text(HEAD + text)
    return run("feedback", "import", str(tmp_path / name), "--customer", "@a", *options)


def test_two_surveys_of_one_customer_are_never_taken_for_each_other(
    run: Run, home: Path, tmp_path: Path
) -> None:
    """Some of their scores agree by chance; most of their days and words do not."""
    import_text(run, tmp_path, "autumn.csv", AUTUMN)
    for options in ((), ("--update",), ("--again",), ("--dry-run",)):
        refused = import_text(run, tmp_path, "spring.csv", SPRING + SPRING, *options)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.endswith(f"but other answers: {NEVER}\n")
    assert import_text(run, tmp_path, "spring.csv", SPRING, "--source", "s").code == 0
    assert len(said(home)) == 6


def test_a_chance_agreement_between_two_sources_is_two_answers(
    run: Run, home: Path, tmp_path: Path
) -> None:
    import_text(run, tmp_path, "autumn.csv", AUTUMN)
    other = SPRING.replace("2,2026-05-13 10:00,4,", "2,2026-11-03 10:00,4,")
    assert import_text(run, tmp_path, "other.csv", other, "--source", "s").out[:8] == "✓ 3 piec"
    assert len(said(home)) == 6


@pytest.mark.parametrize(
    "text",
    [
        # The same scores on other days, and other scores on the same days.
        "1,2026-05-12,5,\n2,2026-05-13,4,\n3,2026-05-15,5,\n",
        "1,2026-11-02,1,\n2,2026-11-03,1,\n3,2026-11-04,5,\n",
    ],
)
def test_what_may_be_the_same_survey_read_differently_is_asked_about(
    run: Run, home: Path, tmp_path: Path, text: str
) -> None:
    plain = "1,2026-11-02,5,\n2,2026-11-03,4,\n3,2026-11-04,5,\n"
    import_text(run, tmp_path, "a.csv", plain)
    refused = import_text(run, tmp_path, "b.csv", text)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.endswith(f"but most answers differ; {PERHAPS}\n")
    assert import_text(run, tmp_path, "b.csv", text, "--update").code == 0
    assert len(said(home)) == 3


def test_a_few_answers_that_changed_are_no_other_survey(
    run: Run, home: Path, tmp_path: Path
) -> None:
    import_text(run, tmp_path, "a.csv", AUTUMN)
    changed = AUTUMN.replace("2,2026-11-03 10:00,4,", "2,2026-11-09 10:00,1,better now")
    assert (
        "2 known already; 1 known already but" in import_text(run, tmp_path, "a.csv", changed).out
    )
    edited = "2,2026-11-09 10:00,1,better now\n4,2026-11-10 10:00,5,\n"
    assert import_text(run, tmp_path, "window.csv", edited).out[:8] == "✓ 1 piec"
    assert len(said(home)) == 4


@pytest.mark.parametrize("first", ["07-as-exported.csv", "07-saved-again-in-a-spreadsheet.csv"])
def test_a_copy_saved_by_a_spreadsheet_is_the_same_answer(run: Run, home: Path, first: str) -> None:
    take(run, first)
    for name in ("07-as-exported.csv", "07-saved-again-in-a-spreadsheet.csv"):
        assert take(run, name).out == "Nothing new; 1 known already.\n"
    assert said(home) == [("2026-11-14", "alpha", "csat", 5, "")]


@pytest.mark.parametrize("first", [(), ("--map", "words=")])
def test_words_named_later_make_no_second_answer(
    run: Run, home: Path, first: tuple[str, ...]
) -> None:
    name, words = "08-words-named-later.csv", ("--map", "words=Review Content")
    for _ in range(2):
        assert take(run, name, "--customer", "@a", *first).code == 0
    assert len(said(home)) == 2
    take(run, name, "--customer", "@a", *words)
    assert len(said(home)) == 2
    take(run, name, "--customer", "@a", *words, "--update")
    assert [row[3:] for row in said(home)] == [(5, "swift"), (1, "slow")]


def test_an_encoding_that_is_not_certain_is_asked_for(run: Run, home: Path) -> None:
    refused = take(run, "09-shift-jis.csv", "--scale", "csat")
    assert (refused.code, refused.out) == (2, "")
    assert "--encoding shift_jis reads '返事が早い" in refused.err
    assert not home.exists()
    done = take(run, "09-shift-jis.csv", "--scale", "csat", "--encoding", "shift_jis")
    assert done.code == 0
    assert said(home) == [("2026-11-02", "株式会社かもめ", "csat", 4, "返事が早い")]


def test_a_heading_may_say_that_its_moments_are_utc(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        time.tzset()
        words = ("feedback", "import", str(CASES / "13-utc-in-heading.csv"))
        assert run(*words, now="2026-11-20T09:00:00-08:00").code == 0
    time.tzset()
    assert said(home) == [("2026-11-02", "alpha", "nps", 9, "")]


def test_lines_before_the_headings_are_no_headings(run: Run, home: Path) -> None:
    done = take(run, "15-lines-before-headings.csv", "--scale", "csat")
    assert done.out == "✓ 1 piece of feedback from @alpha; 1 line before the headings.\n"
    assert len(said(home)) == 1


def test_an_object_that_holds_a_list_is_that_list(run: Run, home: Path) -> None:
    assert take(run, "18-object-with-data.json", "--scale", "nps").code == 0
    assert [row[1:4] for row in said(home)] == [("alpha", "nps", 9), ("beta", "nps", 2)]
