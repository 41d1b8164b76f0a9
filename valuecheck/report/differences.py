"""Judge differences between two periods or between weekdays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import WEEKDAYS
from valuecheck.report import budget, figures
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Comparison, Weekday, Weekdays
from valuecheck.stats import autocorrelation, intervals, ranks
from valuecheck.stats.day_values import mean
from valuecheck.stats.detectable import smallest_fall

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from valuecheck.core.periods import Period

DAYS_PER_SIDE = 10
DAYS_FOR_WEEKDAYS = 60
DAYS_PER_WEEKDAY = 8


def comparison(
    period: Period,
    values: Sequence[float],
    before: Period,
    values_before: Sequence[float],
    *,
    judged: bool = True,
) -> Comparison:
    """A closed `period` against the one `before` it, by their days' values in order of time."""
    average, average_before = figures.average(values), figures.average(values_before)
    n = min(len(values), len(values_before))
    differing = superiority = None
    if not judged:
        difference = _beside(average, average_before)
    elif n < DAYS_PER_SIDE:
        difference = figures.too_few("Mann–Whitney", n, DAYS_PER_SIDE)
    else:
        around = autocorrelation.around_mean
        factor = autocorrelation.factor(around(values_before), around(values))
        found = ranks.mann_whitney(values, values_before, factor)
        difference = difference_of("Mann–Whitney", values, values_before, found.p)
        fall = smallest_fall(values, values_before, factor)
        difference = difference.changed(detectable=fall)
        difference = judge(difference, found, found.p, budget.P_CHANGE)
        superiority = Figure(method="superiority", value=found.superiority, n=n)
        share = ranks.share_of_differing(values, values_before)
        differing = Figure(method="differing pairs", value=share, n=n)
    return Comparison(
        unit=period.unit,
        label=period.label,
        before=before.label,
        average=average,
        average_before=average_before,
        difference=difference,
        superiority=superiority or figures.too_few("superiority", n, DAYS_PER_SIDE),
        differing=differing,
        happy=_happy_difference(values, values_before),
    )


def weekdays(
    values: Mapping[date, float], worked: Sequence[int], *, judged: bool = True
) -> Weekdays:
    """Test whether the days of the weekdays `worked` (0 is Monday) differ."""
    by_weekday: dict[int, list[float]] = {w: [] for w in range(7)}
    for day, value in values.items():
        by_weekday[day.weekday()].append(value)
    groups = [by_weekday[w] for w in worked]
    difference = _between(groups, judged=judged)
    if difference.verdict is not Verdict.CLEAR:
        return Weekdays(difference=difference, averages=())
    averages = [
        Weekday(weekday=WEEKDAYS[w], average=figures.average(group))
        for w, group in zip(worked, groups, strict=True)
    ]
    return Weekdays(difference=difference, averages=tuple(averages))


def difference_of(
    method: str, values: Sequence[float], others: Sequence[float], p: float | None
) -> Figure:
    """By how much the average of `values` exceeds that of `others`, without a verdict yet."""
    return Figure(
        method=method,
        value=mean(values) - mean(others),
        n=min(len(values), len(others)),
        needed=DAYS_PER_SIDE,
        p=p,
    )


def judge(difference: Figure, found: ranks.Difference, p: float, limit: float) -> Figure:
    """`difference` with its verdict, clear if `p` is below `limit`.

    A claim of "better" needs average and ranks to point the same way.
    """
    agree = ((difference.value or 0) > 0) == (found.superiority > 0.5)
    return difference.changed(p=p, verdict=budget.verdict(clear=agree and p < limit))


def _beside(average: Figure, before: Figure) -> Figure:
    known = average.value is not None and before.value is not None
    value = (average.value or 0.0) - (before.value or 0.0) if known else None
    return Figure(method="side by side", value=value, n=min(average.n, before.n))


def _between(groups: Sequence[Sequence[float]], *, judged: bool) -> Figure:
    method = "Kruskal–Wallis"
    n, fewest = sum(map(len, groups)), min(map(len, groups), default=0)
    if not judged:
        return Figure(method=method, value=None, n=n, needed=DAYS_FOR_WEEKDAYS)
    if n < DAYS_FOR_WEEKDAYS or len(groups) < 2:
        return figures.too_few(method, n, DAYS_FOR_WEEKDAYS)
    if fewest < DAYS_PER_WEEKDAY:
        return figures.too_few(method, fewest, DAYS_PER_WEEKDAY)
    p = ranks.kruskal_wallis(groups)
    found = budget.verdict(clear=p < budget.P_WEEKDAYS)
    return Figure(method=method, value=None, n=n, verdict=found, needed=DAYS_FOR_WEEKDAYS, p=p)


def _happy_difference(values: Sequence[float], before: Sequence[float]) -> Figure:
    new, old = figures.happy_share(values), figures.happy_share(before)
    n = min(new.n, old.n)
    if new.value is None or old.value is None or not new.interval or not old.interval:
        return figures.too_few("Newcombe", n, figures.PERCENT_FROM)
    interval = intervals.newcombe(new.value, new.interval, old.value, old.interval)
    return Figure(method="Newcombe", value=new.value - old.value, n=n, interval=interval)
