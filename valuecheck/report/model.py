"""The report as data: what JSON shows, and what every other format is a view of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from valuecheck.core.named import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.core.records import Filters
    from valuecheck.report.feedback_model import FeedbackSummary, Reach, Story
    from valuecheck.report.figure import Figure
    from valuecheck.stats.unheard import Silence

# A stretch of at most a week is listed day by day, a longer one by its best and worst day.
LISTED_DAYS = 7
SCHEMA_VERSION = 1


class Span(NamedTuple):
    """The days reported on; `start` and `end` are None where they are open.

    `closed` says that the period is over, so that its figures will not change by waiting; a week
    is over when its last workday is recorded or past.
    """

    label: str
    unit: str
    start: date | None
    end: date | None
    closed: bool


class Day(NamedTuple):
    """A day's value, the mean of its scores (None: no check-in), and what kind of day it was."""

    day: date
    value: float | None
    workday: bool
    off: bool


class Tag(NamedTuple):
    """A kind of work or a customer, on how many days it was named, and how those days were.

    `counts` has its check-ins of each score. `shrunk` is the average to print: drawn towards that
    of all days as far as chance explains the distance. `against_rest` is the difference between
    its average and that of the days without it, with a verdict where the period allows one.
    """

    name: str
    days: int
    counts: dict[int, int]
    average: Figure
    shrunk: Figure
    against_rest: Figure


class Week(NamedTuple):
    """A week by its ISO name, its recorded days, and their average (None: too few).

    `closed` says that its last workday is recorded or past.
    """

    week: str
    days: int
    average: float | None
    closed: bool


class PeriodRow(NamedTuple):
    """A week, month or year of a longer period by its label and first day.

    `days` are recorded, of which `happy` are happy; `average` is None for fewer than three.
    """

    label: str
    start: date
    days: int
    happy: int
    average: float | None


class Cause(NamedTuple):
    """A tag beside a change, with its sigil: on `days` of the `of` recorded days, before on
    `days_before` of `of_before`. `average` is that of its days since, or before where there are
    none. Counts, no test.
    """

    tag: str
    days: int
    of: int
    days_before: int
    of_before: int
    average: Figure


class Excursion(NamedTuple):
    """A lasting shift of the weekly averages, every week by its ISO name.

    It goes from week `start` to `end` (None: still open), was found when week `found` closed and
    is over since week `over`; `is_usual_now` says that it lasted so long that its level is the
    usual one. `is_new` says that the latest closed week brought its beginning or its end.
    `average` is that of its weeks, `average_before` that of the weeks before.
    """

    direction: Literal["down", "up"]
    start: str
    end: str | None
    found: str
    over: str | None
    is_new: bool
    is_usual_now: bool
    average: Figure
    average_before: Figure
    difference: Figure
    causes: tuple[Cause, ...] = ()


class Trend(NamedTuple):
    """The trend of a closed period.

    `later_better` is the share of pairs of differing days in which the later is the better,
    `thirds` by how much the last third is above the first, only beside a clear trend.
    """

    later_better: Figure
    thirds: Figure | None


class Comparison(NamedTuple):
    """A closed period beside the one before it, both by their labels.

    `difference` is that of their averages and has the verdict (None: such periods are only shown
    beside each other); `superiority` the share of pairs in which the later period's day is the
    better, ties counting half, `differing` the same of the pairs that differ (None: not judged),
    `happy` the difference of the happy shares.
    """

    unit: str
    label: str
    before: str
    average: Figure
    average_before: Figure
    difference: Figure
    superiority: Figure
    happy: Figure
    differing: Figure | None
    causes: tuple[Cause, ...] = ()


class Weekday(NamedTuple):
    """The days of the week with this name (`mon`): how many are recorded, and their average."""

    weekday: str
    average: Figure


class Weekdays(NamedTuple):
    """The difference between weekdays and, where it is clear, the average of each."""

    difference: Figure
    averages: tuple[Weekday, ...]


class Note(NamedTuple):
    """A check-in of a day that the report quotes: the best, the worst or another one."""

    day: date
    score: int
    note: str
    of: Literal["day", "best", "worst"]


class Wording(NamedTuple):
    """The question as it was asked, and how many check-ins answered it."""

    question: str
    check_ins: int


class Report(NamedTuple):
    """Everything that a report says.

    `today` is the last day that counts, `since` the day from which on coverage is counted.
    `coverage` is None in a filtered report and before `since`; `bounds`, between which the happy
    share of all workdays lies, is there below 80% coverage. `counts` has the check-ins of each
    score, `longest_run` the most workdays recorded in a row, `days`
    every day, the inside of a year without a check-in left out, from the period's
    start (or the first check-in) up to today, `weeks` the averages of the period's weeks, or of
    the twelve up to a single one, `rows` the months, weeks or years of a longer period.
    `band` describes where nine of ten weeks lie, with a single week
    as its value; `excursions` are the lasting shifts of level; `left_out` how many days of the
    period bands, comparisons and trends leave out. `usual_range` and `run` are null: nothing is
    claimed of a single week. Tags come by days, then by name, notes in order of time. `reach` is
    there once a value chain is, `feedback` where there is some. In the report on a single
    customer `wants` is what they want, as far as it is known, `story` is there as well, and
    `reached_days`, those days whose work reaches it, over any number of others.
    `unheard` is the customer to ask next, in a long period that goes on.
    """

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
    longest_run: int
    weeks: tuple[Week, ...]
    rows: tuple[PeriodRow, ...]
    usual_range: None
    run: None
    band: Figure | None
    excursions: tuple[Excursion, ...]
    left_out: int
    trend: Trend | None
    comparisons: tuple[Comparison, ...]
    weekdays: Weekdays
    reach: Reach | None = None
    feedback: FeedbackSummary | None = None
    wants: str | None = None
    story: Story | None = None
    reached_days: int | None = None
    unheard: tuple[Silence, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields under their public names: feedback has an older one."""
        public = {"feedback": "voices"}
        fields = {public.get(name, name): value for name, value in self._asdict().items()}
        return {"schema_version": SCHEMA_VERSION, **fields}

    @property
    def lists_check_ins(self) -> bool:
        """True where it is short enough to quote every check-in."""
        return len(self.days) <= LISTED_DAYS

    @property
    def lists_feedback(self) -> bool:
        """True where it is short enough to quote all feedback."""
        days = self.feedback.days if self.feedback else ()
        start, end = self.period.start, min(self.period.end or self.today, self.today)
        whole = self.story is not None or (start and (end - start).days < LISTED_DAYS)
        span = (days[-1].day - days[0].day).days if days else 0
        return bool(self.lists_check_ins and whole and span < LISTED_DAYS)

    @property
    def has_data(self) -> bool:
        """True where there is a check-in or feedback to report on."""
        return bool(self.check_ins or self.feedback)

    @property
    def check_ins(self) -> int:
        """How many check-ins the report is about."""
        return sum(self.counts.values())
