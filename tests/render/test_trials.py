from __future__ import annotations

import pytest

from valuecheck.render.words.trials import verdict
from valuecheck.stats.trials import CLUSTERS_A_SIDE, judge


def test_a_clear_trial_says_how_often_chance_does_the_same() -> None:
    result = judge([4.0, 5.0, 3.0, 4.0] * 5, [3.0, 2.0, 4.0, 3.0] * 5)
    assert verdict(result, "score", 4) == (
        "4.0 in 4 weeks, 3.0 in the 4 before: clearly better; one such trial in twenty is chance."
    )


def test_a_kind_of_work_becomes_fewer() -> None:
    result = judge([0.0, 0, 0, 0, 1] * 4, [1.0, 0, 1, 0, 1] * 4)
    assert verdict(result, "+meeting", 4) == (
        "20% of days with +meeting in 4 weeks, 60% in the 4 before: clearly fewer; "
        "one such trial in twenty is chance."
    )


def test_without_a_clear_change_the_one_that_would_have_shown_is_named() -> None:
    result = judge([3.0, 4.0] * 8, [4.0, 3.0] * 8)
    assert result.detectable is not None
    assert verdict(result, "score", 3) == (
        "3.5 in 3 weeks, 3.5 in the 3 before: no clear change "
        f"(only about {result.detectable:.1f} would have shown)."
    )


@pytest.mark.parametrize(
    ("during", "needed", "measure", "sentence"),
    [
        ([], 10, "score", "not enough days (0 of 10)."),
        (
            [4.0] * 4,
            CLUSTERS_A_SIDE,
            "@retail",
            "@retail csat 4.0 in 4 weeks, 3.0 in the 4 before: not enough windows (4 of 6).",
        ),
    ],
)
def test_too_few_days_are_said(
    during: list[float], needed: int, measure: str, sentence: str
) -> None:
    result = judge(during, [3.0] * 20, needed)
    assert verdict(result, measure, 4) == sentence
