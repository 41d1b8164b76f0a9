"""How sure a share or an average can be: 95% intervals, and bounds where days are missing."""

from __future__ import annotations

from math import hypot, sqrt
from typing import TYPE_CHECKING

from valuecheck.stats.day_values import mean
from valuecheck.stats.distributions import Z_95, student_t_95

if TYPE_CHECKING:
    from collections.abc import Sequence

Interval = tuple[float, float]


def wilson(share: float, n: float) -> Interval:
    """The 95% interval of a share seen in `n` independent trials, n > 0 but not always whole.

    Wilson 1927; Brown, Cai & DasGupta 2001.
    """
    z2 = Z_95 * Z_95
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # Rounding would leave a share of nothing or all just outside.
    return max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half))


def of_mean(values: Sequence[float], factor: float) -> Interval | None:
    """The 95% interval of the mean of at least two values; None if all are equal.

    Student 1908; widened by √factor for days that resemble the day before.
    """
    deviation = standard_deviation(values)
    if deviation == 0:
        return None
    n = len(values)
    half = student_t_95(n - 1) * deviation * sqrt(factor / n)
    return mean(values) - half, mean(values) + half


def standard_deviation(values: Sequence[float]) -> float:
    """The sample standard deviation of at least two values; exactly 0 if all are equal."""
    if min(values) == max(values):
        return 0.0
    centre = mean(values)
    return sqrt(sum([(value - centre) ** 2 for value in values]) / (len(values) - 1))


def missing_bounds(happy: int, recorded: int, expected: int) -> Interval:
    """Between which shares of `expected` days the happy ones lie, whatever the others were.

    Manski 1990, Am. Econ. Rev. 80:319. The first bound holds if every unrecorded day was bad, the
    second if every one was good.
    """
    return happy / expected, (happy + expected - recorded) / expected


def newcombe(
    share: float, interval: Interval, before: float, interval_before: Interval
) -> Interval:
    """The 95% interval of the difference between two independent shares, `share` − `before`.

    Made of their Wilson intervals: Newcombe 1998, Statist. Med. 17:873, method 10.
    """
    (low, high), (low_before, high_before) = interval, interval_before
    difference = share - before
    return (
        difference - hypot(share - low, high_before - before),
        difference + hypot(high - share, before - low_before),
    )


def net_promoter(promoters: int, detractors: int, n: int) -> Interval:
    """The 95% interval of promoters' share − detractors' share among `n` > 0 answers.

    Adjusted Wald: three answers more, ¾ of them promoters and ¾ detractors. Rocks 2016,
    Am. Stat. 70:365.
    """
    n_adjusted = n + 3
    up, down = (promoters + 0.75) / n_adjusted, (detractors + 0.75) / n_adjusted
    half = Z_95 * sqrt((up + down - (up - down) ** 2) / n_adjusted)
    return max(-1.0, up - down - half), min(1.0, up - down + half)
