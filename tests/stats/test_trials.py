from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats.trials import CLUSTERS_A_SIDE, P_CLEAR, judge

values = st.lists(st.sampled_from([1.0, 2.0, 3.0, 3.5, 4.0, 5.0]), max_size=30)


@given(values, values)
def test_below_ten_days_a_side_only_the_averages_are_said(
    during: list[float], before: list[float]
) -> None:
    result = judge(during, before)
    assert result.n == min(len(during), len(before))
    assert (result.p is None) == (result.n < 10)
    assert (result.average is None) == (not during)
    assert result.clear <= (result.p is not None and result.p < P_CLEAR)


def test_the_p_agrees_with_scipy_where_days_swing_back() -> None:
    during, before = [4.0, 5.0] * 10, [3.0, 4.0] * 10
    result = judge(during, before)
    expected = stats.mannwhitneyu(during, before, method="asymptotic").pvalue
    assert result.p == pytest.approx(expected, abs=1e-9)
    assert (result.clear, result.superiority) == (True, 1.0)


def test_days_with_a_kind_of_work_become_clearly_fewer() -> None:
    result = judge([0.0, 0, 0, 0, 1] * 4, [1.0, 0, 1, 0, 1] * 4)
    assert result.clear
    assert result.average == 0.2
    assert result.before == 0.6
    assert result.superiority == pytest.approx(0.2 * 0.4 / (0.2 * 0.4 + 0.8 * 0.6))


def test_a_customer_needs_six_windows_a_side() -> None:
    assert judge([4.0] * 5, [2.0] * 9, CLUSTERS_A_SIDE).p is None
    assert judge([4.0, 5, 4.2, 5, 4.1, 4.9], [2, 3, 2.1, 2.9, 2.2, 3], CLUSTERS_A_SIDE).clear


def test_without_a_clear_change_the_one_that_would_have_shown_is_named() -> None:
    result = judge([3.0, 4.0] * 6, [4.0, 3.0] * 6)
    assert not result.clear
    assert result.detectable is not None
    assert 0.4 < result.detectable < 2
