"""Days as weeks, for whoever draws a calendar."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats.control_chart import monday_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuecheck.report.model import Day


class WeekDays(NamedTuple):
    """The days of one week that are there, by weekday (0 is Monday), at least one."""

    days: Mapping[int, Day]

    @property
    def first(self) -> Day:
        """The earliest of them."""
        return self.days[min(self.days)]


def blocks(days: Iterable[Day], most: int) -> list[Sequence[WeekDays]]:
    """The weeks in as few stretches of at most `most` as can be, about equally long."""
    by_week = groupby(days, key=lambda day: monday_of(day.day))
    weeks = [WeekDays({day.day.weekday(): day for day in week}) for _, week in by_week]
    count = -(-len(weeks) // max(most, 1)) or 1
    size = -(-len(weeks) // count) or 1
    return [weeks[first : first + size] for first in range(0, len(weeks), size)]


def weekdays(days: Iterable[Day]) -> list[int]:
    """Monday to Friday, and of the weekend what is worked or holds check-ins."""
    used = {day.day.weekday() for day in days if day.workday or day.value is not None}
    return sorted({*range(5), *used})


def is_blank(day: Day) -> bool:
    """Whether nothing was expected of a day and nothing recorded."""
    return day.value is None and not day.workday
