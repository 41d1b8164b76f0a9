from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.stats import autocorrelation


@given(st.floats(-1, 1), st.integers(9, 400))
def test_the_closed_form_is_the_sum_of_bayley_and_hammersley(r: float, n: int) -> None:
    unbiased = min(max((n * r + 1) / (n - 4), 0), 0.9)
    expected = 1 + 2 * sum((1 - k / n) * unbiased**k for k in range(1, n))
    assert autocorrelation.inflation(r, n) == pytest.approx(expected, rel=1e-9)


def test_fewer_than_nine_days_are_taken_as_independent() -> None:
    assert autocorrelation.factor([2, 2, 2, 2, -2, -2, -2, -2]) == 1
    assert autocorrelation.factor([2, 2, 2, 2, 2, -2, -2, -2, -2]) > 2


def test_days_that_swing_back_never_make_an_interval_narrower() -> None:
    assert autocorrelation.factor([1, -1] * 20) == 1


def test_days_without_any_difference_are_taken_as_without_autocorrelation() -> None:
    assert autocorrelation.factor([0.0] * 30) == pytest.approx(autocorrelation.inflation(0, 30))


def test_the_lag_compares_no_day_with_one_of_another_stretch() -> None:
    assert autocorrelation.lag_one([[1, 1], [-1, -1]]) == pytest.approx(2 / 4)
    assert autocorrelation.lag_one([[1, 1, -1, -1]]) == pytest.approx(1 / 4)
