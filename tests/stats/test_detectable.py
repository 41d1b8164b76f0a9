from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.soak.people import CONTENT, MOSTLY_4, mean_score, score_of, series, shift
from valuecheck.stats import autocorrelation, ranks
from valuecheck.stats.detectable import YES_OR_NO, Z_TRIAL, smallest_fall

if TYPE_CHECKING:
    from collections.abc import Sequence

import numpy as np

days = st.lists(st.sampled_from([1.0, 2.0, 3.0, 3.5, 4.0, 5.0]), min_size=10, max_size=60)


@given(days, days, st.floats(1, 4))
def test_the_less_is_known_the_larger_it_is(
    first: list[float], second: list[float], factor: float
) -> None:
    alone, alike = smallest_fall(first, second, 1), smallest_fall(first, second, factor)
    assert alone is None or alone > 0
    if alike is not None:
        assert alone is not None
        assert alone <= alike + 1e-5
    more = smallest_fall(first * 2, second * 2, factor)
    assert alike is None or (more is not None and more <= alike + 1e-5)


def test_it_lies_within_the_scale_or_there_is_none() -> None:
    fall = smallest_fall([4.0] * 20, [4.0] * 20, 1)
    assert fall is not None
    assert 0 < fall < 3
    assert smallest_fall([4.0] * 10, [3.0] * 10, 6) is None
    share = smallest_fall([0.0, 1.0] * 20, [1.0, 0.0] * 20, 1, Z_TRIAL, YES_OR_NO)
    assert share is not None
    assert 0 < share < 0.5


@pytest.mark.parametrize("shares", [CONTENT, MOSTLY_4], ids=["content", "mostly 4"])
@pytest.mark.parametrize(("n", "similarity"), [(20, 0.0), (60, 0.0), (60, 0.3)])
def test_such_a_fall_is_found_in_about_four_cases_of_five(
    shares: tuple[float, ...], n: int, similarity: float
) -> None:
    chance = np.random.default_rng(n)

    def side(level: float = 0.0) -> list[float]:
        return [float(score_of(shares, each + level)) for each in series(chance, n, similarity)]

    def factor(first: Sequence[float], second: Sequence[float]) -> float:
        around = autocorrelation.around_mean
        return autocorrelation.factor(around(first), around(second))

    falls = sorted(
        fall
        for first, second in [(side(), side()) for _ in range(25)]
        if (fall := smallest_fall(first, second, factor(first, second))) is not None
    )
    level = shift(shares, -min(falls[len(falls) // 2], mean_score(shares, 0) - 1.05))
    found = 0
    for _ in range(60):
        first, second = side(), side(level)
        found += ranks.mann_whitney(first, second, factor(first, second)).p < 0.002
    assert found / 60 >= 0.62
