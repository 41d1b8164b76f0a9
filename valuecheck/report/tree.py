"""The report as data: what JSON shows, and what every other format is a view of."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from valuecheck.models import Filters

# A stretch of at most a week is told day by day, a longer one by its best and worst day.
TOLD_DAY_BY_DAY = 7


class Verdict(StrEnum):
    """All that a figure may claim; how many days are there and needed stands beside it."""

    CLEAR = "clear"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH_DAYS = "not enough days yet"


class Part(BaseModel):
    """What every part of a report has in common: it never changes once built."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Part):
    """One number and what can be said of it; a field that does not apply is None.

    `value` is a share from 0 to 1 or an average of scores, None while there are too few days to
    say it (`verdict` and `needed` tell). `n` counts recorded days, `count` those of them that the
    share counts, `expected` the days there could have been. `interval` is the 95% interval, or
    the bounds. `p` is the chance of such a difference where there is none, `detectable` the
    smallest change that would have shown.
    """

    method: str
    value: float | None = None
    n: int
    count: int | None = None
    expected: int | None = None
    interval: tuple[float, float] | None = None
    verdict: Verdict | None = None
    needed: int | None = None
    p: float | None = None
    detectable: float | None = None


class Span(Part):
    """The days reported on; `start` and `end` are None where they are open.

    `closed` says that the period is over, so that its figures will not change by waiting.
    """

    label: str
    unit: str
    start: date | None
    end: date | None
    closed: bool


class Day(Part):
    """A day's value, the mean of its scores (None: no check-in), and what kind of day it was."""

    day: date
    value: float | None
    workday: bool
    off: bool


class Tag(Part):
    """A kind of work or a customer, on how many days it was named, and how those days were."""

    name: str
    days: int
    average: Figure


class Note(Part):
    """A check-in of a day that the report tells about: `of` says which."""

    day: date
    score: int
    note: str
    of: Literal["day", "best", "worst"]


class Wording(Part):
    """The question as it was asked, and how many check-ins answered it."""

    question: str
    check_ins: int


class Report(Part):
    """Everything that a report says.

    `today` is the last day that counts, `since` the day from which on coverage is counted.
    `coverage` is None in a filtered report and before `since`; `bounds`, between which the happy
    share of all workdays lies, is there below 80% coverage. `counts` has the check-ins of each
    score, `days` every day from the period's start (or the first check-in) up to today, tags come
    by days, then by name, notes in order of time.
    """

    schema_version: Literal[1] = 1
    period: Span
    today: date
    since: date | None
    filters: Filters
    coverage: Figure | None
    bounds: Figure | None
    happy: Figure
    counts: dict[int, int]
    average: Figure
    days: tuple[Day, ...]
    kinds: tuple[Tag, ...]
    customers: tuple[Tag, ...]
    notes: tuple[Note, ...]
    filled_in_later: int
    wordings: tuple[Wording, ...]

    @property
    def told_day_by_day(self) -> bool:
        """Whether it is short enough to tell what every check-in said."""
        return len(self.days) <= TOLD_DAY_BY_DAY

    @property
    def check_ins(self) -> int:
        """How many check-ins the report is about."""
        return sum(self.counts.values())
