"""Correct for days that resemble the day before: n of them hold less than n independent ones."""

from __future__ import annotations

from itertools import chain
from operator import mul
from typing import TYPE_CHECKING

from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 0.9
FEWEST_DAYS = 9
# Days of a contrast that are further apart than this count as independent.
LAGS = 30


def factor(*runs: Sequence[float]) -> float:
    """By how much the variance of a mean grows, at least 1; 1 below nine values.

    `runs` are the residuals of one or more stretches of days, each in order of time; days are
    compared with the one before within their stretch.
    """
    return inflation(lag_one(runs), sum(map(len, runs)))


def contrast_factor(residuals: Sequence[float], tagged: Sequence[bool]) -> float:
    """By how much the variance of the difference between tagged and other days grows, at least 1.

    `residuals` are those of all days in order of time, each around the mean of its own group, and
    `tagged` says which days are in the first one. Days of both groups that interleave share what
    makes neighbours alike, so this is smaller than `factor` where tags are scattered. After
    Clifford, Richardson & Hémon 1989.
    """
    n, count = len(residuals), sum(tagged)
    if n < FEWEST_DAYS or count in {0, n}:
        return 1.0
    r = without_bias(lag_one([residuals]), n)
    if r == 0:
        return 1.0
    share = count / n
    bits = int("".join(map("01".__getitem__, reversed(tagged))), 2)
    total, power = 0.0, 1.0
    for lag in range(1, min(LAGS, n - 1) + 1):
        power *= r
        if power < 1e-9:
            break
        # Σ gᵢ gᵢ₊ₖ for gᵢ = tagᵢ − share, counted instead of summed.
        both = (bits & bits >> lag).bit_count()
        earlier = (bits & (1 << n - lag) - 1).bit_count()
        later = (bits >> lag).bit_count()
        product = both - share * (earlier + later) + (n - lag) * share * share
        total += power * product
    return max(1.0, 1 + 2 * total / (count * (1 - share)))


def around_mean(values: Sequence[float]) -> list[float]:
    """The residuals of `values` around their mean."""
    centre = mean(values)
    return [value - centre for value in values]


def lag_one(runs: Sequence[Sequence[float]]) -> float:
    """The lag-1 autocorrelation of residuals; 0 if they are all 0."""
    square = _sum_of_products(runs, runs)
    if square == 0:
        return 0.0
    return _sum_of_products(runs, [run[1:] for run in runs]) / square


def _sum_of_products(runs: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> float:
    return float(
        sum(chain.from_iterable(map(mul, *both) for both in zip(runs, others, strict=True)))
    )


def inflation(r: float, n: int) -> float:
    """1 + 2 Σ (1 − k/n) r'ᵏ for lag-1 autocorrelation `r` of `n` days, r' being r without its bias.

    Bayley & Hammersley 1946, here in closed form.
    """
    if n < FEWEST_DAYS:
        return 1.0
    unbiased = without_bias(r, n)
    rest = 1 - unbiased
    return (1 + unbiased) / rest - 2 * unbiased * (1 - unbiased**n) / (n * rest * rest)


def without_bias(r: float, n: int) -> float:
    """The lag-1 autocorrelation `r` of `n` > 4 days without its bias, between 0 and MOST.

    Marriott & Pope 1954; Kendall 1954.
    """
    return min(max((n * r + 1) / (n - 4), 0.0), MOST)
