from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats import intervals

days = st.lists(st.sampled_from([1, 2, 3, 3.5, 4, 5]), min_size=2, max_size=60)


@given(st.integers(1, 500), st.data())
def test_wilson_agrees_with_scipy(n: int, data: st.DataObject) -> None:
    happy = data.draw(st.integers(0, n))
    expected = stats.binomtest(happy, n).proportion_ci(method="wilson")
    assert intervals.wilson(happy / n, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(days)
def test_the_interval_of_a_mean_agrees_with_scipy(values: list[float]) -> None:
    interval = intervals.of_mean(values, factor=1)
    if len(set(values)) == 1:
        assert interval is None
        return
    expected = stats.t.interval(
        0.95, len(values) - 1, loc=sum(values) / len(values), scale=stats.sem(values)
    )
    assert interval == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_nothing_or_all_lies_within_its_interval(share: float) -> None:
    for n in range(1, 200):
        low, high = intervals.wilson(share, n)
        assert low <= share <= high


def test_days_that_resemble_the_day_before_widen_the_interval_by_the_root_of_the_factor() -> None:
    values = [2, 4, 3, 5, 4]
    narrow, wide = intervals.of_mean(values, 1), intervals.of_mean(values, 2.25)
    assert narrow is not None
    assert wide is not None
    assert wide[1] - wide[0] == pytest.approx((narrow[1] - narrow[0]) * sqrt(2.25))


def test_values_that_are_all_equal_have_no_interval_even_if_their_mean_is_inexact() -> None:
    assert intervals.of_mean([10 / 3] * 7, 1) is None


def test_the_bounds_say_what_the_missing_days_could_have_made_of_the_share() -> None:
    assert intervals.missing_bounds(11, 17, 21) == pytest.approx((11 / 21, 15 / 21))


def test_newcombes_worked_example() -> None:
    # 56 of 70 against 48 of 80: Newcombe 1998, table II, example (a), method 10.
    pair = (56 / 70, intervals.wilson(56 / 70, 70), 48 / 80, intervals.wilson(48 / 80, 80))
    assert intervals.newcombe(*pair) == pytest.approx((0.0524, 0.3339), abs=5e-5)
