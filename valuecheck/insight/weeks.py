"""Weeks as points of a control chart: which averages are usual, and what is not chance."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.insight.daily import mean

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
    by_week: dict[date, list[float]] = {}
    for day, value in values.items():
        by_week.setdefault(monday_of(day), []).append(value)
    if not by_week:
        return []
    first, last = min(by_week), max(by_week)
    mondays = [first + timedelta(weeks=i) for i in range((last - first).days // 7 + 1)]
    return [_week(monday, by_week.get(monday, [])) for monday in mondays]


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


def _week(monday: date, values: Sequence[float]) -> Week:
    average = mean(values) if len(values) >= DAYS_NEEDED else None
    return Week(monday, len(values), average)
