"""Do days get better or worse within a period?"""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats import autocorrelation
from valuecheck.stats.day_values import mean
from valuecheck.stats.distributions import normal_two_sided
from valuecheck.stats.ranks import nearer_zero

if TYPE_CHECKING:
    from collections.abc import Sequence


class MannKendall(NamedTuple):
    """`later_better` is the share of pairs of days that differ in which the later is the better;
    `p` the two-sided chance of at least such a trend where there is none.
    """

    later_better: float
    p: float


def mann_kendall(values: Sequence[float]) -> MannKendall | None:
    """The trend of at least two values in order of time; None if all are equal.

    Mann 1945; Kendall 1975; with ties, and widened for days that resemble the day before (Hirsch,
    Slack & Smith 1982 describe the problem).
    """
    rises, falls = _pairs(values)
    if not rises and not falls:
        return None
    factor = autocorrelation.factor(around_line(values))
    z = nearer_zero(rises - falls, 1) / sqrt(kendall_variance(values) * factor)
    return MannKendall(rises / (rises + falls), normal_two_sided(z))


def kendall_variance(values: Sequence[float]) -> float:
    """The variance of rises − falls among all pairs of `values`, were their order chance."""
    n = len(values)
    ties = sum(c * (c - 1) * (2 * c + 5) for c in Counter(values).values())
    return (n * (n - 1) * (2 * n + 5) - ties) / 18


def around_line(values: Sequence[float]) -> list[float]:
    """The residuals of at least two values around their least-squares line."""
    middle, centre = (len(values) - 1) / 2, mean(values)
    spread = sum((i - middle) ** 2 for i in range(len(values)))
    slope = sum((i - middle) * (value - centre) for i, value in enumerate(values)) / spread
    return [value - centre - slope * (i - middle) for i, value in enumerate(values)]


def between_thirds(values: Sequence[float]) -> float:
    """The average of the last third minus that of the first, of at least three values."""
    third = len(values) // 3
    return mean(values[-third:]) - mean(values[:third])


def _pairs(values: Sequence[float]) -> tuple[int, int]:
    seen: Counter[float] = Counter()
    rises = falls = 0
    for value in values:
        rises += sum(count for before, count in seen.items() if before < value)
        falls += sum(count for before, count in seen.items() if before > value)
        seen[value] += 1
    return rises, falls
