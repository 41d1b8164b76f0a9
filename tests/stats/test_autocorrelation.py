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


@given(st.lists(st.tuples(st.sampled_from([-2.0, -1.0, 0.5, 1.0, 2.0]), st.booleans()), min_size=9))
def test_the_factor_of_a_contrast_is_its_sum_over_lags(days: list[tuple[float, bool]]) -> None:
    residuals, tagged = [r for r, _ in days], [tag for _, tag in days]
    n, share = len(days), sum(tagged) / len(days)
    g = [tag - share for tag in tagged]
    square = sum(each * each for each in g)
    if square == 0:
        assert autocorrelation.contrast_factor(residuals, tagged) == 1
        return
    r = min(max((n * autocorrelation.lag_one([residuals]) + 1) / (n - 4), 0), 0.9)
    lags = range(1, min(30, n - 1) + 1)
    sums = [sum(g[i] * g[i + k] for i in range(n - k)) / square for k in lags]
    expected = max(1, 1 + 2 * sum(r**k * a for k, a in zip(lags, sums, strict=True)))
    found = autocorrelation.contrast_factor(residuals, tagged)
    assert found == pytest.approx(expected, abs=1e-6)


def test_scattered_tags_lose_less_than_a_run_of_them() -> None:
    residuals = [1.0, 1.0, -1.0, -1.0] * 10
    scattered = autocorrelation.contrast_factor(residuals, [i % 2 == 0 for i in range(40)])
    run = autocorrelation.contrast_factor(residuals, [i < 20 for i in range(40)])
    assert scattered <= run


def test_fewer_than_nine_days_of_a_contrast_are_taken_as_independent() -> None:
    assert autocorrelation.contrast_factor([1.0] * 4 + [-1.0] * 4, [True] * 4 + [False] * 4) == 1
