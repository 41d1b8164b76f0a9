"""Weeks as points of a control chart: which averages are usual, and what is not chance."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAYS_NEEDED = 3
# Moving ranges to three standard deviations: 3 / 1.128.
SPREAD = 2.66


class Week(NamedTuple):
    """A week by its Monday, on how many days it was recorded, and their values' average.

    The average is None below DAYS_NEEDED days.
    """

    monday: date
    days: int
    average: float | None


class UsualRange(NamedTuple):
    """Between `low` and `high` lie nearly all weeks of somebody who does not change."""

    low: float
    centre: float
    high: float


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def weekly(values: Mapping[date, float]) -> list[Week]:
    """The weeks from the first to the last of `values`, gaps included, in order of time."""
    by_week: dict[int, list[float]] = {}
    for day, value in values.items():
        by_week.setdefault(_week_number(day), []).append(value)
    if not by_week:
        return []
    numbers = range(min(by_week), max(by_week) + 1)
    return [_week(number, by_week.get(number, [])) for number in numbers]


def usual_range(averages: Sequence[float]) -> UsualRange:
    """The limits of an XmR chart of at least two weekly averages in order of time.

    Shewhart 1931; Wheeler & Chambers 1992.
    """
    centre = mean(averages)
    half = SPREAD * mean([abs(after - before) for before, after in pairwise(averages)])
    return UsualRange(centre - half, centre, centre + half)


def run_length(averages: Sequence[float], centre: float) -> int:
    """How many of the last `averages` lie on one side of `centre`, negative for below it."""
    if not averages or averages[-1] == centre:
        return 0
    side = 1 if averages[-1] > centre else -1
    return side * sum(1 for _ in takewhile(lambda a: (a - centre) * side > 0, averages[::-1]))


def _week_number(day: date) -> int:
    # The first day of the calendar, ordinal 1, is a Monday.
    return (day.toordinal() - 1) // 7


def _week(number: int, values: Sequence[float]) -> Week:
    average = mean(values) if len(values) >= DAYS_NEEDED else None
    return Week(date.fromordinal(number * 7 + 1), len(values), average)
