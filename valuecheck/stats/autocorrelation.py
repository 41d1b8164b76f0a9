"""Days resemble the day before, so n days tell less than n independent ones would."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 0.9
FEWEST_DAYS = 9


def factor(*runs: Sequence[float]) -> float:
    """By how much the variance of a mean grows, at least 1; 1 below nine values.

    `runs` are the residuals of one or more stretches of days, each in order of time; days are
    compared with the one before within their stretch.
    """
    return inflation(lag_one(runs), sum(map(len, runs)))


def around_mean(values: Sequence[float]) -> list[float]:
    """The residuals of `values` around their mean."""
    centre = mean(values)
    return [value - centre for value in values]


def lag_one(runs: Sequence[Sequence[float]]) -> float:
    """The lag-1 autocorrelation of residuals; 0 if they are all 0."""
    square = sum(residual * residual for run in runs for residual in run)
    if square == 0:
        return 0.0
    return sum(before * after for run in runs for before, after in pairwise(run)) / square


def inflation(r: float, n: int) -> float:
    """1 + 2 Σ (1 − k/n) r'ᵏ for lag-1 autocorrelation `r` of `n` days, r' being r without its bias.

    Bias: Marriott & Pope 1954; Kendall 1954. Sum: Bayley & Hammersley 1946, here in closed form.
    """
    if n < FEWEST_DAYS:
        return 1.0
    unbiased = min(max((n * r + 1) / (n - 4), 0.0), MOST)
    rest = 1 - unbiased
    return (1 + unbiased) / rest - 2 * unbiased * (1 - unbiased**n) / (n * rest * rest)
