"""Answers are read where they have one reading only; what they mean is never assumed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import SCALES
from valuecheck.exchange.answer_scales import AnswerText, Known
from valuecheck.exchange.answer_texts import score_in
from valuecheck.exchange.cells import UndecidedError
from valuecheck.exchange.likert import level_of, offered
from valuecheck.exchange.scores import decide, parse_answers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read(texts: Sequence[str], known: Known) -> list[tuple[str, int] | None]:
    """Scale and score of each text, None where it is unread."""
    answers = [AnswerText(text, "", 1, line) for line, text in enumerate(texts, 2)]
    scores = decide(answers, known).scores
    return [scores.get((text, "")) for text in texts]


def test_a_score_is_on_the_scale_that_was_told() -> None:
    assert read(["4"], Known(given="csat")) == [("csat", 4)]
    assert read(["4.0"], Known(given="csat", telling="nps")) == [("csat", 4)]
    assert read(["10"], Known(telling="nps")) == [("nps", 10)]
    assert read(["Good", "BAD"], Known(telling="csat")) == [("good-bad", 1), ("good-bad", 0)]


@pytest.mark.parametrize(
    ("text", "scale", "score"),
    [
        ("4", "csat", 4),
        ("4.0", "csat", 4),
        ("4,0", "csat", 4),
        ("４", "csat", 4),
        ("4️⃣", "csat", 4),
        ("🔟", "nps", 10),
        ("10 - extremely likely", "nps", 10),
        ("Extremely likely - 10", "nps", 10),
        ("0 - < Very unlikely", "nps", 0),
        ("10 - Very likely >", "nps", 10),
        ("10 (extremely likely)", "nps", 10),
        ("Extremely likely (10)", "nps", 10),
        ("5: Very satisfied", "csat", 5),
        ("5. Very satisfied", "csat", 5),
        ("5 Very satisfied", "csat", 5),
        ("5=best", "csat", 5),
        ("(5) best", "csat", 5),
        ("4/5", "csat", 4),
        ("4 / 5", "csat", 4),
        ("4 out of 5", "csat", 4),
        ("4 von 5", "csat", 4),
        ("4 sur 5", "csat", 4),
        ("4 out of 5 stars", "csat", 4),
        ("9/10", "nps", 9),
        ("★★★★☆", "csat", 4),
        ("★ ★ ★ ★ ☆", "csat", 4),
        ("⭐⭐⭐⭐", "csat", 4),
        ("⭐️⭐️", "csat", 2),
        ("\u200b4\ufeff", "csat", 4),
        ("4 stars", "csat", 4),
        ("1 star", "csat", 1),
        ("4 Sterne", "csat", 4),
        ("4 ★", "csat", 4),
        ("80%", "0-100", 80),
        ("80.0 %", "0-100", 80),
        ("7 - very easy", "ces", 7),
        ("Good with comment", "good-bad", 1),
        ("Bad without comment", "good-bad", 0),
        ("Good, I'm satisfied", "good-bad", 1),
        ("👍🏽", "good-bad", 1),
    ],
)
def test_an_answer_is_a_number_with_clothes_on(text: str, scale: str, score: int) -> None:
    assert score_in(text, scale) == score


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("6", "csat"),
        ("0", "csat"),
        ("11", "nps"),
        ("-1", "nps"),
        ("−5", "nps"),
        ("2.5", "csat"),
        ("4,5", "csat"),
        ("4½", "csat"),
        ("4-5", "csat"),
        ("4 or 5", "csat"),
        ("3 to 4", "csat"),
        ("5 or more", "csat"),
        ("5+", "csat"),
        (">4", "csat"),
        ("< 3", "csat"),
        ("less than: 3", "csat"),
        ("4/5", "nps"),
        ("4/5", "1-7"),
        ("8/10", "csat"),
        ("★★★★☆", "nps"),
        ("★★★", "1-7"),
        ("★★★☆", "csat"),
        ("5 stars", "nps"),
        ("4-May", "csat"),
        ("05. Apr", "csat"),
        ("3 weeks", "csat"),
        ("80%", "nps"),
        ("2026-11-02", "nps"),
        ("very satisfied", "csat"),
        ("😠", "csat"),
        ("", "csat"),
        ("4", "good-bad"),
        ("Good", "nps"),
        ("not 4", "csat"),
    ],
)
def test_what_has_another_reading_or_none_is_unread(text: str, scale: str) -> None:
    assert score_in(text, scale) is None


@given(st.sampled_from([*SCALES]), st.text())
def test_whatever_is_read_is_on_its_scale(scale: str, text: str) -> None:
    score = score_in(text, scale)
    assert score is None or SCALES[scale].lowest <= score <= SCALES[scale].highest


@given(st.sampled_from([name for name in SCALES if name != "good-bad"]), st.data())
def test_clothes_change_no_score(scale: str, data: st.DataObject) -> None:
    lowest, highest, *_ = SCALES[scale]
    score = data.draw(st.integers(lowest, highest))
    for text in (f"{score}", f" {score}.0", f"{score} - x", f"x ({score})", f"{score}/{highest}"):
        assert score_in(text, scale) == score


def test_a_number_without_a_scale_is_asked_about_with_what_the_answers_are() -> None:
    for texts, told in (
        (
            ["4", "9"],
            "the answers go from 4 to 9: add the scale that the survey has, such as --scale",
        ),
        (["4", "9"], "such as --scale nps (0 to 10); there are csat, nps,"),
        (["4", "5"], "such as --scale csat (1 to 5)"),
        (["4", "7"], "such as --scale 1-7 (1 to 7)"),
        (["4", "70%"], "such as --scale 0-100 (0 to 100)"),
    ):
        with pytest.raises(UndecidedError, match="line 2: nothing says on which scale 4 is") as no:
            read(texts, Known())
        assert told in no.value.remedy


@pytest.mark.parametrize(
    ("texts", "scale"),
    [(["4/5", "3 out of 5"], "csat"), (["★★★★☆"], "csat"), (["6/7"], "1-7"), (["80/100"], "0-100")],
)
def test_answers_may_say_their_scale_themselves(texts: list[str], scale: str) -> None:
    assert {said[0] for said in read(texts, Known()) if said} == {scale}


@pytest.mark.parametrize(
    ("choices", "scale"),
    [("1 2 3 4 5", "csat"), ("5 4 3 2 1", "csat"), ("1 2 3 4 5 6 7", "1-7"), ("1 5 10", "1-10")],
)
def test_the_choices_of_a_question_say_its_scale(choices: str, scale: str) -> None:
    assert read(["4"], Known(choices=tuple(choices.split()))) == [(scale, 4)]


def test_choices_from_0_to_10_may_be_anything_but_the_heading_says() -> None:
    choices = tuple(map(str, range(11)))
    with pytest.raises(UndecidedError):
        read(["4"], Known(choices=choices))
    assert read(["4"], Known(choices=choices, telling="nps")) == [("nps", 4)]


def test_words_of_a_longer_scale_are_not_good_and_bad() -> None:
    assert read(["Satisfied", "Very satisfied", "4"], Known(given="csat")) == [
        None, None, ("csat", 4),
    ]  # fmt: skip
    assert read(["satisfied", "dissatisfied"], Known()) == [None, None]
    assert read(["satisfied", "dissatisfied"], Known(given="good-bad")) == [
        ("good-bad", 1), ("good-bad", 0),
    ]  # fmt: skip
    assert read(["👍", "👎", "Yes", "no"], Known()) == [
        ("good-bad", 1), ("good-bad", 0), ("good-bad", 1), ("good-bad", 0),
    ]  # fmt: skip
    assert read(["Satisfied", "Neutral"], Known()) == [None, None]


@pytest.mark.parametrize(("scale", "end"), [("nps", 5), ("ces", 5), ("csat", 3)])
def test_a_heading_is_doubted_where_all_answers_are_at_the_lower_end(scale: str, end: int) -> None:
    answers = [AnswerText(str(n), "", 10, 2) for n in range(1, end + 1)]
    with pytest.raises(UndecidedError, match=f"none of {end}0 answers is above {end}"):
        decide(answers, Known(telling=scale))
    assert decide(answers, Known(given=scale, telling=scale)).scale == scale
    ends = SCALES[scale].lowest, SCALES[scale].highest
    assert decide(answers, Known(telling=scale, ends=ends)).scale == scale
    assert decide(answers[:1], Known(telling=scale)).scale == scale
    above = AnswerText(str(end + 1), "", 1, 2)
    assert decide([*answers, above], Known(telling=scale)).scale == scale


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ("4 5 9 10", "--scale 1-10 (1 to 10)"),
        ("0 4 10", "--scale nps (0 to 10)"),
        ("3 6 7", "--scale 1-7 (1 to 7)"),
        ("60% 80% 100%", "--scale 0-100 (0 to 100)"),
        ("40 80 3", "--scale 0-100 (0 to 100)"),
        ("4/10 9/10", "--scale 1-10 (1 to 10)"),
        ("0 1 1", "--scale good-bad --answers 1=good,0=bad"),
        ("3/7 2/10 4", "add the scale that the survey has; there are"),
    ],
)
def test_numbers_outside_of_the_scale_are_on_another(texts: str, told: str) -> None:
    answers = [AnswerText(text, "", 1, 2) for text in texts.split()]
    for known in (Known(telling="csat"), Known(given="csat")):
        with pytest.raises(UndecidedError, match="csat goes from 1 to 5, but") as no:
            decide(answers, known)
        assert told in no.value.remedy
    rows = [AnswerText(text, "csat", 1, 2) for text in texts.split()]
    with pytest.raises(UndecidedError, match="csat goes from 1 to 5, but"):
        decide(rows, Known())


def test_a_slip_is_no_other_scale() -> None:
    answers = [AnswerText("9", "", 30, 2), AnswerText("99", "", 1, 3)]
    assert [each.text for each in decide(answers, Known(telling="nps")).unread] == ["99"]
    answers = [AnswerText("9", "", 3, 2), AnswerText("11", "", 1, 3)]
    assert [each.text for each in decide(answers, Known(telling="nps")).unread] == ["11"]
    answers = [AnswerText("5", "", 3, 2), AnswerText("6", "", 1, 3)]
    left_out = decide(answers, Known(telling="csat", skipped=frozenset({"6"})))
    assert [each.text for each in left_out.unread] == ["6"]


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        (["1 - Very satisfied", "5 - Very dissatisfied"], "csat"),
        (["1 = sehr zufrieden"], "csat"),
        (["5 - extremely likely", "5 - very likely"], "nps"),
        (["Very easy (1)"], "ces"),
    ],
)
def test_a_scale_that_runs_the_other_way_is_never_read(texts: list[str], scale: str) -> None:
    unread = decide([AnswerText(t, "", 1, 2) for t in texts], Known(given=scale)).unread
    assert [each.text for each in unread if "the other way" in each.why] == texts


def test_one_label_at_the_wrong_end_puts_all_numbers_of_the_scale_in_doubt() -> None:
    texts = ["1 - sehr gut", "2", "5 - schlecht", "n.b. 3"]
    unread = decide([AnswerText(t, "", 1, 2) for t in texts], Known(given="csat")).unread
    assert {each.text: each.offer for each in unread} == {
        "1 - sehr gut": "5", "2": "4", "5 - schlecht": "1", "n.b. 3": "?",
    }  # fmt: skip
    said = {"1 - sehr gut": "5", "5 - schlecht": "1"}
    typed = decide([AnswerText(t, "", 1, 2) for t in texts[:3]], Known(given="csat", explicit=said))
    assert typed.scores["1 - sehr gut", ""] == ("csat", 5)
    assert [each.text for each in typed.unread] == ["2"]
    said = {"1 - sehr gut": "1", "5 - schlecht": "5"}
    as_is = decide([AnswerText(t, "", 1, 2) for t in texts[:3]], Known(given="csat", explicit=said))
    assert as_is.scores["2", ""] == ("csat", 2)


def test_a_number_with_many_labels_is_no_answer() -> None:
    texts = [f"3 {word}" for word in ("cats", "dogs", "birds", "bees")]
    assert read([*texts, "4"], Known(given="csat")) == [None] * 4 + [("csat", 4)]


def test_answers_are_what_the_user_says() -> None:
    known = Known(given="csat", explicit=parse_answers(["Very satisfied=5, meh = 3", "😠=1"]))
    texts = ["very  SATISFIED.", "Meh", "😠", "4"]
    assert read(texts, known) == [("csat", 5), ("csat", 3), ("csat", 1), ("csat", 4)]
    flags = Known(given="good-bad", explicit=parse_answers(["oui=good,non=bad"]))
    assert read(["Oui", "non"], flags) == [("good-bad", 1), ("good-bad", 0)]


def test_answers_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.txt"
    path.write_text("# last year's\nvery good=5\n\ngood, mostly=4\na=b=3\n", encoding="utf-8")
    assert parse_answers([str(path)]) == {"very good": "5", "good, mostly": "4", "a=b": "3"}


@pytest.mark.parametrize("text", ["good", "=5", "good=", "good=?", "a=1,=2"])
def test_answers_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_answers([text])


def test_commas_in_answers_need_quotes() -> None:
    assert parse_answers(['"good, mostly"=4,\'bad, sadly\'=1']) == {
        "good, mostly": "4", "bad, sadly": "1",
    }  # fmt: skip


def test_a_score_that_is_not_on_the_scale_is_refused() -> None:
    with pytest.raises(UsageError, match="'7' is no csat score"):
        read(["meh"], Known(given="csat", explicit={"meh": "7"}))
    with pytest.raises(UsageError, match="--answers needs a scale"):
        read(["meh"], Known(explicit={"meh": "3"}))


@pytest.mark.parametrize(
    ("text", "scale", "score"),
    [
        ("Very satisfied", "csat", "5"),
        ("sehr zufrieden", "csat", "5"),
        ("peu satisfait", "csat", "2"),
        ("muy insatisfecho", "csat", "1"),
        ("satisfeito", "csat", "4"),
        ("molto soddisfatto", "csat", "5"),
        ("ontevreden", "csat", "2"),
        ("普通", "csat", "3"),
        ("😠", "csat", "1"),
        ("Neutral", "1-7", "4"),
        ("satisfied", "1-7", "?"),
        ("very likely", "nps", "10"),
        ("satisfied", "good-bad", "good"),
        ("neutral", "good-bad", "?"),
        ("whatever", "csat", "?"),
        ("Amazing", "", "5"),
        ("Promoter", "nps", "10"),
        ("Detractor", "nps", "0"),
        ("Promoter", "csat", "?"),
    ],
)
def test_usual_wordings_are_offered(text: str, scale: str, score: str) -> None:
    assert offered(text, scale) == score


def test_no_usual_wording_is_read_by_itself() -> None:
    assert level_of("very satisfied") == 5
    assert read(["very satisfied"], Known(given="csat")) == [None]


def test_a_row_names_its_scale() -> None:
    answers = [
        AnswerText("9", "nps®", 1, 2),
        AnswerText("4", "csat", 1, 3),
        AnswerText("1", "good-bad", 1, 4),
    ]
    found = decide(answers, Known())
    assert [*found.scores.values()] == [("nps", 9), ("csat", 4), ("good-bad", 1)]


def test_an_offer_is_what_the_option_takes() -> None:
    texts = ["Very satisfied", "good, mostly", "it's ok", 'a "b"']
    unread = decide([AnswerText(t, "", 2, 2) for t in texts], Known(given="csat")).unread
    assert {each.times for each in unread} == {2}
    assert not any(re.fullmatch(r"\d", each.offer) for each in unread if "Very" not in each.text)
