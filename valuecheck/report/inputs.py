"""The inputs of a report, and the days before its period that it needs."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.value_chain import Chain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from valuecheck.core.periods import Period
    from valuecheck.core.records import Feedback, Filters, Scored
    from valuecheck.core.workdays import WorkCalendar
    from valuecheck.report.pairs import Pair
    from valuecheck.stats.unheard import Silence

A_WEEK = 7
NO_CHAIN = Chain()
NOTHING_EARLIER: Mapping[date, float] = MappingProxyType({})
NO_GAPS: Mapping[str, Sequence[float]] = MappingProxyType({})
# First answers lie off the user's own later level: Shrout et al. 2018, PNAS 115:E15.
FIRST_ANSWERS = 5
ANSWERS_AFTER_SILENCE = 3
SILENCE = timedelta(weeks=8)
# Recorded days that a report looks back: older ones change no figure, see
# .github/docs/statistics.md.
RECORDED_DAYS_BACK = 2600


class ReportInputs(NamedTuple):
    """The inputs of a report.

    `check_ins` are those within `period` that match `filters`, oldest first. `today` is the later
    of the logical day and the latest check-in's. `first_day` is the day of the first check-in
    ever that was not filled in later: coverage begins there. `earlier` has the values of all days
    before the period that match the filters, where `looks_back`; `before` are the check-ins of
    the year before a calendar period, for the tags beside a change. `settling` are the days that
    bands, comparisons and trends leave out, see `settling_days`. With `every_note` the report
    lists every check-in, however long the period is. `pairs` is all feedback of the period, each
    with the own ratings of `window_days` days; `quoted` the pieces to be quoted in words, newest
    first. `gaps` has for every customer, whatever the filters, by how much the own ratings exceed
    theirs in each disjoint window of the period. `reached_days` are those of the period whose work
    reaches a single customer, over any number of others. `instead_of` is the unit (`week`) whose
    current period was asked for and has no check-in. `unheard` is the customer to ask next, where
    the report `asks_next`. `unread` counts imported answers of the
    period that could not be read.
    """

    period: Period
    filters: Filters
    check_ins: Sequence[Scored]
    calendar: WorkCalendar
    today: date
    first_day: date | None
    earlier: Mapping[date, float] = NOTHING_EARLIER
    before: Sequence[Scored] = ()
    settling: Set[date] = frozenset()
    every_note: bool = False
    chain: Chain = NO_CHAIN
    window_days: int = 14
    pairs: Sequence[Pair] = ()
    quoted: Sequence[Feedback] = ()
    gaps: Mapping[str, Sequence[float]] = NO_GAPS
    reached_days: int | None = None
    unheard: Sequence[Silence] = ()
    instead_of: str = ""
    unread: int = 0

    @property
    def last_day(self) -> date:
        """The last day that the report looks at."""
        end = self.period.end
        return min(end, self.today) if end else self.today

    @property
    def single_customer(self) -> bool:
        """True where one customer is the only filter."""
        return len(self.filters.customers) == 1 and not self.filters.kinds

    @property
    def quotes_all_feedback(self) -> bool:
        """True where all feedback is quoted: in a week at most, or for a single customer."""
        start = self.period.start
        return self.single_customer or (start is not None and (self.last_day - start).days < A_WEEK)

    @property
    def asks_next(self) -> bool:
        """True where the report says which customer to ask next: of a long period that goes on."""
        start = self.period.start or date.min
        is_long = (self.last_day - start).days >= A_WEEK
        return is_long and not self.closed and not self.filters

    def settled(self, values: Mapping[date, float]) -> dict[date, float]:
        """`values` without the days that bands, comparisons and trends leave out."""
        return {day: value for day, value in values.items() if day not in self.settling}

    @property
    def closed(self) -> bool:
        """True where the period is over."""
        return self.period.end is not None and self.period.end < self.today


def looks_back(period: Period) -> bool:
    """Return whether a report on `period` needs the days before it, to compare their weeks."""
    return period.start is not None and period.unit != "day"


def settling_days(answers: Mapping[date, int], *, from_first: bool = True) -> frozenset[date]:
    """The days with the first five answers, and with the first three after eight weeks of silence.

    `answers` has the number of check-ins of each recorded day, in order of time; `from_first` says
    that they begin with the store's first.
    """
    found: list[date] = []
    wanted, before = FIRST_ANSWERS if from_first else 0, None
    for day, count in answers.items():
        if before is not None and day - before > SILENCE:
            wanted = max(wanted, ANSWERS_AFTER_SILENCE)
        if wanted > 0:
            found.append(day)
            wanted -= count
        before = day
    return frozenset(found)
