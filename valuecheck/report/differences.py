"""What may be claimed of a difference between groups of days, and from how many days on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import WEEKDAYS
from valuecheck.report import figures
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Comparison, Weekday, Weekdays
from valuecheck.report.verdicts import P_CLEAR, verdict
from valuecheck.stats import autocorrelation, intervals, ranks
from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from valuecheck.core.days import Period

P_CLEAR_OF_SEVERAL = 0.05
DAYS_PER_SIDE = 10
DAYS_FOR_WEEKDAYS = 60
DAYS_PER_WEEKDAY = 8


class Tested(NamedTuple):
    """Two groups compared: the difference of their averages, and how often the first one wins."""

    difference: Figure
    superiority: float

    def judged(self, p: float, limit: float) -> Figure:
        """The difference with its verdict, clear if `p` is below `limit`.

        A claim of "better" needs average and ranks to point the same way.
        """
        agree = ((self.difference.value or 0) > 0) == (self.superiority > 0.5)
        update = {"p": p, "verdict": verdict(clear=agree and p < limit)}
        return self.difference.model_copy(update=update)


def comparison(
    period: Period, values: Sequence[float], before: Period, values_before: Sequence[float]
) -> Comparison:
    """A closed `period` against the one `before` it, by their days' values in order of time."""
    n = min(len(values), len(values_before))
    difference = superiority = figures.too_few("Mann–Whitney", n, DAYS_PER_SIDE)
    if n >= DAYS_PER_SIDE:
        around = autocorrelation.around_mean
        factor = autocorrelation.factor(around(values_before), around(values))
        tested = _tested("Mann–Whitney", values, values_before, factor)
        difference = tested.judged(tested.difference.p or 0.0, P_CLEAR)
        superiority = Figure(method="superiority", value=tested.superiority, n=n)
    return Comparison(
        unit=period.unit,
        label=period.label,
        before=before.label,
        average=figures.average(values),
        average_before=figures.average(values_before),
        difference=difference,
        superiority=superiority,
        happy=_happy_difference(values, values_before),
    )


def tags_against_rest(
    tags: Sequence[Mapping[date, float]], values: Mapping[date, float]
) -> list[Figure]:
    """Each tag's days against the days without it; the chances are adjusted for their number.

    `values` are those of all days in order of time, a tag's those of its own check-ins.
    """
    tested = [_against_rest(tag, values) for tag in tags]
    chances = [each.difference.p for each in tested if isinstance(each, Tested)]
    adjusted = iter(ranks.holm([p for p in chances if p is not None]))
    return [
        each.judged(next(adjusted), P_CLEAR_OF_SEVERAL) if isinstance(each, Tested) else each
        for each in tested
    ]


def weekdays(values: Mapping[date, float], worked: Sequence[int]) -> Weekdays:
    """Whether the days of the weekdays `worked` (0 is Monday) differ."""
    groups = [[value for day, value in values.items() if day.weekday() == w] for w in worked]
    difference = _between(groups)
    if difference.verdict is not Verdict.CLEAR:
        return Weekdays(difference=difference, averages=())
    averages = [
        Weekday(weekday=WEEKDAYS[w], average=figures.average(group))
        for w, group in zip(worked, groups, strict=True)
    ]
    return Weekdays(difference=difference, averages=tuple(averages))


def _between(groups: Sequence[Sequence[float]]) -> Figure:
    method = "Kruskal–Wallis"
    n, fewest = sum(map(len, groups)), min(map(len, groups), default=0)
    if n < DAYS_FOR_WEEKDAYS or len(groups) < 2:
        return figures.too_few(method, n, DAYS_FOR_WEEKDAYS)
    if fewest < DAYS_PER_WEEKDAY:
        return figures.too_few(method, fewest, DAYS_PER_WEEKDAY)
    p = ranks.kruskal_wallis(groups)
    found = verdict(clear=p < P_CLEAR)
    return Figure(method=method, n=n, verdict=found, needed=DAYS_FOR_WEEKDAYS, p=p)


def _against_rest(tag: Mapping[date, float], values: Mapping[date, float]) -> Tested | Figure:
    rest = [value for day, value in values.items() if day not in tag]
    method = "Mann–Whitney with Holm"
    n = min(len(tag), len(rest))
    if n < DAYS_PER_SIDE:
        return figures.too_few(method, n, DAYS_PER_SIDE)
    with_tag = [*tag.values()]
    average, of_rest = mean(with_tag), mean(rest)
    # Days in order of time, each around the average of its own group.
    residuals = [
        tag[day] - average if day in tag else value - of_rest for day, value in values.items()
    ]
    return _tested(method, with_tag, rest, autocorrelation.factor(residuals))


def _tested(method: str, values: Sequence[float], others: Sequence[float], factor: float) -> Tested:
    found = ranks.mann_whitney(values, others, factor)
    difference = Figure(
        method=method,
        value=mean(values) - mean(others),
        n=min(len(values), len(others)),
        needed=DAYS_PER_SIDE,
        p=found.p,
        detectable=ranks.detectable(values, others, factor) or None,
    )
    return Tested(difference, found.superiority)


def _happy_difference(values: Sequence[float], before: Sequence[float]) -> Figure:
    new, old = figures.happy_share(values), figures.happy_share(before)
    n = min(new.n, old.n)
    if new.value is None or old.value is None or not new.interval or not old.interval:
        return figures.too_few("Newcombe", n, figures.PERCENT_FROM)
    interval = intervals.newcombe(new.value, new.interval, old.value, old.interval)
    return Figure(method="Newcombe", value=new.value - old.value, n=n, interval=interval)
