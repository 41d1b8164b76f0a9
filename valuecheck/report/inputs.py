"""What a report is made of, and how far back it must look."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import ONE_DAY, unit_period
from valuecheck.core.value_chain import Chain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuecheck.core.days import Period
    from valuecheck.core.records import Feedback, Filters, Scored
    from valuecheck.core.workdays import WorkCalendar
    from valuecheck.report.pairs import Pair

A_WEEK = 7
NO_CHAIN = Chain()
NOTHING_EARLIER: Mapping[date, float] = MappingProxyType({})


class Evidence(NamedTuple):
    """What a report is made of.

    `check_ins` are those within `period` that match `filters`, oldest first. `today` is the later
    of the logical day and the latest check-in's. `first_day` is the day of the first check-in
    ever that was not filled in later: coverage begins there. `earlier` has the values of the days
    before the period, from `look_back` on, that match the filters. With `every_note` the report
    tells every check-in, however long the period is. `pairs` is all feedback of the period, each
    with the own ratings of `window_days` days; `said` the pieces to be told in words, newest
    first. `reached_days` are those of the period whose work reaches a single customer, over any
    number of others.
    """

    period: Period
    filters: Filters
    check_ins: Sequence[Scored]
    calendar: WorkCalendar
    today: date
    first_day: date | None
    earlier: Mapping[date, float] = NOTHING_EARLIER
    every_note: bool = False
    chain: Chain = NO_CHAIN
    window_days: int = 14
    pairs: Sequence[Pair] = ()
    said: Sequence[Feedback] = ()
    reached_days: int | None = None

    @property
    def last_day(self) -> date:
        """The last day that the report looks at."""
        end = self.period.end
        return min(end, self.today) if end else self.today

    @property
    def single_customer(self) -> bool:
        """Whether the report is about one customer and nothing else."""
        return len(self.filters.customers) == 1 and not self.filters.kinds

    @property
    def tells_feedback(self) -> bool:
        """Whether all feedback is told in words: of a week at most, or of a single customer."""
        start = self.period.start
        return self.single_customer or (start is not None and (self.last_day - start).days < A_WEEK)

    @property
    def closed(self) -> bool:
        """Whether the period is over."""
        return self.period.end is not None and self.period.end < self.today


def look_back(period: Period) -> date | None:
    """The first day before `period` whose value its report needs; None if it needs none.

    A week is judged by the 52 before it, a month, quarter or year beside the one before.
    """
    start = period.start
    if start is None or start.toordinal() <= 366:
        return None
    if period.unit == "week":
        return start - timedelta(weeks=52)
    if period.unit in {"month", "quarter", "year"}:
        return unit_period(period.unit, start - ONE_DAY).start
    return None
