"""Days as weeks, for whoever draws a calendar."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import monday_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from valuecheck.report.model import Day

A_WEEK = 7


class WeekDays(NamedTuple):
    """The days of one week that are there, by weekday (0 is Monday), at least one."""

    days: Mapping[int, Day]

    @property
    def first(self) -> Day:
        """The earliest of them."""
        return self.days[min(self.days)]


def blocks(days: Iterable[Day], most: int) -> list[Sequence[WeekDays]]:
    """The weeks in as few stretches of at most `most` as can be, about equally long.

    A new one begins where weeks are left out.
    """
    runs: list[list[WeekDays]] = []
    before: date | None = None
    for monday, week in groupby(days, key=lambda day: monday_of(day.day)):
        if before is None or (monday - before).days > A_WEEK:
            runs.append([])
        runs[-1].append(WeekDays({day.day.weekday(): day for day in week}))
        before = monday
    return [stretch for run in runs for stretch in _parts(run, max(most, 1))]


def _parts(run: Sequence[WeekDays], most: int) -> list[Sequence[WeekDays]]:
    count = -(-len(run) // most)
    size = -(-len(run) // count)
    return [run[first : first + size] for first in range(0, len(run), size)]


def weekdays(days: Iterable[Day]) -> list[int]:
    """Monday to Friday, and of the weekend what is worked or holds check-ins."""
    used = {day.day.weekday() for day in days if day.workday or day.value is not None}
    return sorted({*range(5), *used})


def is_blank(day: Day) -> bool:
    """True where nothing was expected of a day and nothing is recorded."""
    return day.value is None and not day.workday
