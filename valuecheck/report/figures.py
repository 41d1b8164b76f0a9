"""Turn day values into figures; below its minimum of days a figure has no value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.report.figure import Figure, Verdict
from valuecheck.stats import autocorrelation, intervals
from valuecheck.stats.day_values import is_happy, mean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

PERCENT_FROM = 5
AVERAGE_FROM = 3
INTERVAL_FROM = 5
TAG_AVERAGE_FROM = 5
# Below this many days the interval of the share is used as it is.
SHARE_FACTOR_FROM = 20
BOUNDS_BELOW = 0.8
BOUNDS_FROM = 5
LOWEST, HIGHEST = 1.0, 5.0


def coverage(recorded: AbstractSet[date], workdays: Sequence[date]) -> Figure:
    """The share of `workdays`, at least one, that have a check-in."""
    n, expected = sum(day in recorded for day in workdays), len(workdays)
    return Figure(method="recorded workdays", value=n / expected, n=n, expected=expected)


def bounds(values: Sequence[float], expected: int) -> Figure | None:
    """Return bounds of the happy share of `expected` workdays, for all values of unrecorded ones.

    `values` are those of the recorded ones. None where few are recorded, or nearly all are.
    """
    n = len(values)
    if n < BOUNDS_FROM or n / expected >= BOUNDS_BELOW:
        return None
    count = sum(map(is_happy, values))
    interval = intervals.missing_bounds(count, n, expected)
    return Figure(
        method="Manski bounds", value=None, n=n, count=count, expected=expected, interval=interval
    )


def happy_share(values: Sequence[float]) -> Figure:
    """The share of happy days among days with these values, in order of time."""
    n = len(values)
    happy = [float(is_happy(value)) for value in values]
    count = int(sum(happy))
    if n < PERCENT_FROM:
        return too_few("Wilson", n, PERCENT_FROM, count=count)
    factor = autocorrelation.factor(autocorrelation.around_mean(happy))
    effective = n / factor if n >= SHARE_FACTOR_FROM else n
    interval = intervals.wilson(count / n, effective)
    return Figure(method="Wilson", value=count / n, n=n, count=count, interval=interval)


def average(values: Sequence[float]) -> Figure:
    """The average of days with these values, in order of time."""
    n = len(values)
    if n < AVERAGE_FROM:
        return too_few("Student t", n, AVERAGE_FROM)
    interval = None
    if n >= INTERVAL_FROM:
        factor = autocorrelation.factor(autocorrelation.around_mean(values))
        interval = intervals.of_mean(values, factor)
    return Figure(
        method="Student t", value=mean(values), n=n, interval=interval and on_scale(interval)
    )


def tag_average(values: Sequence[float]) -> Figure:
    """The average of the days with a tag."""
    n = len(values)
    if n < TAG_AVERAGE_FROM:
        return too_few("mean", n, TAG_AVERAGE_FROM)
    return Figure(method="mean", value=mean(values), n=n)


def too_few(method: str, n: int, needed: int, count: int | None = None) -> Figure:
    """A figure that stays silent until `n` reaches `needed`."""
    return Figure(
        method=method, value=None, n=n, count=count, verdict=Verdict.NOT_ENOUGH_DAYS, needed=needed
    )


def on_scale(interval: intervals.Interval) -> intervals.Interval:
    """`interval` cut to the scale of scores: no average lies outside it."""
    return max(LOWEST, interval[0]), min(HIGHEST, interval[1])
