from __future__ import annotations

import pytest
from scipy import stats

from valuecheck.stats import distributions


@pytest.mark.parametrize("freedom", [*range(1, 60), 99, 250, 251, 1000, 3649, 36_499])
def test_student_t_agrees_with_scipy(freedom: int) -> None:
    expected = stats.t.ppf(0.975, freedom)
    assert distributions.student_t_95(freedom) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("z", [0, 0.5, -1.96, 2.5758, 8])
def test_the_normal_tails_agree_with_scipy(z: float) -> None:
    expected = 2 * stats.norm.sf(abs(z))
    assert distributions.normal_two_sided(z) == pytest.approx(expected, rel=1e-9)


def test_the_normal_quantile_agrees_with_scipy() -> None:
    assert pytest.approx(stats.norm.ppf(0.975), abs=1e-12) == distributions.Z_95


@pytest.mark.parametrize("share", [1e-12, 0.001, 0.025, 0.3, 0.5, 0.84, 0.999])
def test_the_normal_distribution_agrees_with_scipy(share: float) -> None:
    z = distributions.normal_quantile(share)
    assert z == pytest.approx(stats.norm.ppf(share), abs=1e-9)
    assert distributions.normal_below(z) == pytest.approx(share, rel=1e-9)


@pytest.mark.parametrize("freedom", range(1, 9))
@pytest.mark.parametrize("x", [0, 1e-9, 0.3, 2, 13.28, 80])
def test_chi_squared_agrees_with_scipy(x: float, freedom: int) -> None:
    expected = stats.chi2.sf(x, freedom)
    assert distributions.chi_squared_beyond(x, freedom) == pytest.approx(expected, abs=1e-9)
