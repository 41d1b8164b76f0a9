"""Weeks as points of a control chart: where they usually lie, and lasting shifts of their level."""

from __future__ import annotations

from datetime import date
from math import floor, sqrt
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats.day_values import mean
from valuecheck.stats.intervals import standard_deviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Fewer recorded days than this are no week.
DAYS_NEEDED = 3
LATEST_WEEKS = 52
WEEKS_NEEDED = 12
# The weight of the latest week; the older ones share the rest.
LATEST = 0.2
# A week that follows as many weeks without an average begins a new chart.
GAP_WEEKS = 4
# An excursion that lasts as long as this is the usual level from then on.
USUAL_AFTER = 26
# No week is steadier than this many points divided by √(days a week): scores are whole numbers.
LEAST_DEVIATION = 0.3
# One odd week counts as at most so many deviations: where most days are alike, a bad week lies far
# out, and a shift shows in several. Simulated, this halves false shifts at equal power.
MOST_DEVIATIONS = 2.5
# |e| must exceed this much; a level and deviation known from fewer weeks need more.
LIMIT = 1.2
LIMIT_FOR_FEW_WEEKS = 7.0


class WeekMean(NamedTuple):
    """A week by its Monday, on how many days it was recorded, and their values' average.

    The average is None below DAYS_NEEDED days.
    """

    monday: date
    days: int
    average: float | None


class Band(NamedTuple):
    """Between `low` and `high` lie nine of ten weeks."""

    low: float
    high: float


class Level(NamedTuple):
    """The mean of the averages of some `weeks`, and their deviation, which is never too small."""

    mean: float
    deviation: float
    weeks: int


class WeeksOutside(NamedTuple):
    """Weeks whose level left the usual one, each week by its Monday.

    `first` to `last` are its weeks so far, `n` of them with an average, whose mean is `average`;
    `before` is the mean of the `baseline` weeks before it. It was found in week `found` and is
    over since week `over` (None: still open). `usual` says that it is over because it lasted so
    long that its level is the usual one now.
    """

    first: date
    last: date
    n: int
    average: float
    before: float
    baseline: int
    found: date
    over: date | None
    usual: bool


def weekly(values: Mapping[date, float]) -> list[WeekMean]:
    """The weeks from the first to the last of `values`, gaps included, in order of time."""
    by_week: dict[int, list[float]] = {}
    for day, value in values.items():
        # The first day of the calendar, ordinal 1, is a Monday.
        by_week.setdefault((day.toordinal() - 1) // 7, []).append(value)
    if not by_week:
        return []
    numbers = range(min(by_week), max(by_week) + 1)
    return [_week(number, by_week.get(number, ())) for number in numbers]


def averages(weeks: Iterable[WeekMean]) -> list[float]:
    """The averages of the weeks that have one."""
    return [week.average for week in weeks if week.average is not None]


def band(averages: Sequence[float]) -> Band:
    """Where nine of ten of at least one weekly average lie: their 5th and 95th percentile."""
    ordered = sorted(averages)
    return Band(quantile(ordered, 0.05), quantile(ordered, 0.95))


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value below which `share` of at least one sorted value lies, by interpolation.

    Hyndman & Fan 1996, type 8: unbiased for the median, whatever the distribution.
    """
    place = (len(ordered) + 1 / 3) * share + 1 / 3
    below = floor(place)
    low = ordered[min(max(below, 1), len(ordered)) - 1]
    high = ordered[min(max(below + 1, 1), len(ordered)) - 1]
    return low + (place - below) * (high - low)


def limit(baseline: int) -> float:
    """How far e may lie from 0 by chance, where level and deviation come of `baseline` weeks."""
    return LIMIT + LIMIT_FOR_FEW_WEEKS / baseline


def excursions(weeks: Iterable[WeekMean]) -> list[WeeksOutside]:
    """The lasting shifts of level among closed weeks in order of time, gaps included.

    An exponentially weighted moving average e of the weeks, each standardised by the weeks before
    the present run, which began when e last changed its sign: Roberts 1959; Lucas & Saccucci 1990.
    One week counts for MOST_DEVIATIONS at most: Lucas & Crosier 1982, Technometrics 24:205.
    It looks only backwards, so what is found stays found whatever comes later. An excursion is
    over when e is back within half its limit; it lasted until e turned back.
    """
    chart = _Chart()
    for week in weeks:
        chart.add(week)
    return chart.found


class _Chart:
    """The chart as of the week added last.

    The present run begins with week number `start`; of the weeks from `floor` up to it comes the
    usual level. `furthest` is the week of an open excursion in which e was furthest from 0.
    """

    def __init__(self) -> None:
        self.found: list[WeeksOutside] = []
        self._weeks: list[WeekMean] = []
        self._averages: list[float] = []
        self._floor = self._start = self._furthest = self._empty = 0
        self._e = self._peak = 0.0
        self._usual: Level | None = None

    def add(self, week: WeekMean) -> None:
        """Judge the next week of the calendar."""
        if week.average is None:
            self._empty += 1
            return
        if self._empty >= GAP_WEEKS:
            self._end(week, len(self._weeks) - 1)
            self._begin_run()
        self._empty = 0
        self._weeks.append(week)
        self._averages.append(week.average)
        if self._start - self._floor < WEEKS_NEEDED:
            self._begin_run()
        else:
            self._judge(week, week.average)

    @property
    def _is_open(self) -> bool:
        return bool(self.found) and self.found[-1].over is None

    def _judge(self, week: WeekMean, average: float) -> None:
        usual = self._usual = self._usual or self._level()
        before, latest = self._e, len(self._weeks) - 1
        step = (average - usual.mean) / usual.deviation
        self._e = LATEST * _clipped(step, MOST_DEVIATIONS) + (1 - LATEST) * before
        distance, most = abs(self._e), limit(usual.weeks)
        if before * self._e <= 0:
            self._end(week, self._furthest)
            self._begin_at(latest)
        if distance > most and not self._is_open:
            self._open(week, usual)
        if not self._is_open:
            return
        if distance >= self._peak:
            self._peak, self._furthest = distance, latest
        self._extend(latest)
        if distance <= most / 2:
            self._end(week, self._furthest)
            self._begin_run()
        elif latest - self._start + 1 >= USUAL_AFTER:
            self._end(week, latest, usual=True)
            self._floor = self._start
            self._begin_run()

    def _begin_run(self) -> None:
        self._e = 0.0
        self._begin_at(len(self._weeks))

    def _begin_at(self, number: int) -> None:
        self._start, self._usual = number, None

    def _level(self) -> Level:
        return _level_of(self._weeks[self._floor : self._start][-LATEST_WEEKS:])

    def _open(self, week: WeekMean, usual: Level) -> None:
        first = self._weeks[self._start].monday
        self.found.append(
            WeeksOutside(
                first, first, 0, 0.0, usual.mean, usual.weeks, week.monday, None, usual=False
            )
        )
        self._peak = 0.0

    def _extend(self, last: int) -> None:
        averages = self._averages[self._start : last + 1]
        self.found[-1] = self.found[-1]._replace(
            last=self._weeks[last].monday, n=len(averages), average=mean(averages)
        )

    def _end(self, week: WeekMean, last: int, *, usual: bool = False) -> None:
        if self._is_open:
            self._extend(last)
            self.found[-1] = self.found[-1]._replace(over=week.monday, usual=usual)


def _level_of(weeks: Sequence[WeekMean]) -> Level:
    known = averages(weeks)
    days = mean([week.days for week in weeks])
    least = LEAST_DEVIATION / sqrt(days)
    return Level(mean(known), max(standard_deviation(known), least), len(weeks))


def _clipped(value: float, most: float) -> float:
    return min(max(value, -most), most)


def _week(number: int, values: Sequence[float]) -> WeekMean:
    average = mean(values) if len(values) >= DAYS_NEEDED else None
    return WeekMean(date.fromordinal(number * 7 + 1), len(values), average)
