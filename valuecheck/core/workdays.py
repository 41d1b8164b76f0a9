"""Workdays and days off; from them the streak and the strip of a week."""

from __future__ import annotations

from datetime import date, timedelta

from valuecheck.core.days import ONE_DAY, monday_of
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import MISSING, rounded, score_cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set


class Workweek(NamedTuple):
    """The weekdays worked (0 is Monday) from day `since` on."""

    since: date
    weekdays: frozenset[int]


class WorkCalendar(NamedTuple):
    """Every day's kind: `workweeks` in the order of their first day, and the days off.

    There is at least one workweek; the first also holds for the days before it.
    """

    workweeks: Sequence[Workweek]
    days_off: Set[date]

    def is_workday(self, day: date) -> bool:
        """Return whether `day` was a worked weekday at that time and is no day off."""
        return day not in self.days_off and self.has_worked_weekday(day)

    def workdays_back(self, last: date, first: date) -> Iterator[date]:
        """The workdays from `last` back to `first`, both included."""
        days = map(date.fromordinal, range(last.toordinal(), first.toordinal() - 1, -1))
        return filter(self.is_workday, days)

    def workday_before(self, day: date) -> date:
        """The last workday before `day`, or the first day of all."""
        day -= ONE_DAY
        while day > date.min and not self.is_workday(day):
            day -= ONE_DAY
        return day

    def has_worked_weekday(self, day: date) -> bool:
        """Return whether `day` was a worked weekday at that time; days off count, too."""
        held = self.workweeks[0]
        for workweek in self.workweeks:
            if workweek.since <= day:
                held = workweek
        return day.weekday() in held.weekdays

    def workdays(self, first: date, last: date) -> Iterator[date]:
        """The workdays from `first` to `last`, both included."""
        # Numbers, because the day after 9999-12-31 cannot be had.
        start, end = first.toordinal(), last.toordinal() + 1
        until = [*(each.since.toordinal() for each in self.workweeks[1:]), end]
        for workweek, next_one in zip(self.workweeks, until, strict=True):
            for day in map(date.fromordinal, range(start, min(next_one, end))):
                if day.weekday() in workweek.weekdays and day not in self.days_off:
                    yield day
            start = max(start, next_one)


class Lately(NamedTuple):
    """How many of the last `workdays` are `recorded`; today is one of them once recorded."""

    recorded: int
    workdays: int


def streak(recorded_newest_first: Iterable[date], calendar: WorkCalendar, today: date) -> int:
    """The recorded workdays in a row up to the later of `today` and the latest recorded day.

    `recorded_newest_first` has each recorded day once. Days off and weekends neither add nor
    break; today unanswered does not break.
    """
    run = 0
    expected = today
    for day in recorded_newest_first:
        if any(missed != today for missed in calendar.workdays(day + ONE_DAY, expected)):
            break
        run += calendar.is_workday(day)
        expected = day - ONE_DAY
    return run


class StripDay(NamedTuple):
    """One day of a week's strip: its mean score (None: not recorded), and whether it is a day off.

    Nothing is expected of a day `outside`: it is still to come, or before the first check-in.
    """

    day: date
    value: float | None
    off: bool
    outside: bool


def week_strip(
    values: Mapping[date, float], calendar: WorkCalendar, first: date, today: date
) -> list[StripDay]:
    """The days of today's week, Monday first: worked weekdays, and others if they have a score.

    `first` is the day of the first check-in.
    """
    monday = monday_of(today)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    return [
        StripDay(day, values.get(day), day in calendar.days_off, not first <= day <= today)
        for day in days
        if day in values or calendar.has_worked_weekday(day)
    ]


def week_lines(
    days: Iterable[StripDay], *, unicode: bool = True, styled: bool = False
) -> tuple[str, str]:
    """A week in two lines of the same width: the weekdays' letters, and the scores below them.

    A dot where nothing is recorded, blank where nothing is expected.
    """
    letters, scores = [], []
    for day in days:
        letters.append("MTWTFSS"[day.day.weekday()])
        if day.value is not None:
            scores.append(score_cell(rounded(day.value), styled=styled))
        else:
            missing = MISSING if unicode else "."
            scores.append(" " if day.off or day.outside else missing)
    return " ".join(letters), " ".join(scores).rstrip()
