from __future__ import annotations

from itertools import combinations
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats import trend

days = st.lists(st.sampled_from([1.0, 2.0, 3.0, 3.5, 4.0, 5.0]), min_size=2, max_size=50)


@given(days)
def test_the_share_of_later_better_days_is_counted_over_all_pairs(values: list[float]) -> None:
    found = trend.mann_kendall(values)
    differing = [after > before for before, after in combinations(values, 2) if after != before]
    if not differing:
        assert found is None
        return
    assert found is not None
    assert found.later_better == pytest.approx(sum(differing) / len(differing))


@given(days)
def test_the_variance_agrees_with_scipys_kendall_tau(values: list[float]) -> None:
    if len(set(values)) == 1 or len(values) < 3:
        return
    score = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    expected = stats.kendalltau(range(len(values)), values, method="asymptotic").pvalue
    p = 2 * stats.norm.sf(abs(score) / sqrt(trend.kendall_variance(values)))
    assert p == pytest.approx(expected, abs=1e-9)


def test_a_short_series_by_hand() -> None:
    # S = 9 of 10 pairs minus 1, V = 5·4·15/18, no factor below nine days.
    found = trend.mann_kendall([1, 2, 3, 5, 4])
    assert found is not None
    assert found.later_better == 0.9
    assert found.p == pytest.approx(2 * stats.norm.sf((8 - 1) / sqrt(300 / 18)), abs=1e-9)


@given(days)
def test_the_residuals_agree_with_scipys_line(values: list[float]) -> None:
    line = stats.linregress(range(len(values)), values)
    expected = [value - line.intercept - line.slope * i for i, value in enumerate(values)]
    assert trend.around_line(values) == pytest.approx(expected, abs=1e-9)


def test_the_thirds_leave_the_middle_out() -> None:
    assert trend.between_thirds([1, 2, 9, 9, 9, 4, 5]) == 3
