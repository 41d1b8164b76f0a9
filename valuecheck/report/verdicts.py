"""What may be claimed of a change in the course of time, and from how many days on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.report import figures
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Trend
from valuecheck.stats import control_chart, trend
from valuecheck.stats.day_values import mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

P_CLEAR = 0.01
WEEKS_FOR_RANGE = 8
WEEKS_FOR_RUN = 12
RUN_CLEAR = 8
LATEST_WEEKS = 52
DAYS_FOR_TREND = 20
WEEKS_FOR_TREND = 4
# Limits are sums of fractions: a week that lies on one must not fall out by rounding.
ROUNDING = 1e-9


def usual_range(averages: Sequence[float], judged: float | None) -> Figure:
    """Where weeks usually lie, by the `averages` of the earlier ones, and whether `judged` does."""
    averages = averages[-LATEST_WEEKS:]
    n = len(averages)
    if n < WEEKS_FOR_RANGE:
        return figures.too_few("XmR", n, WEEKS_FOR_RANGE)
    limits = control_chart.usual_range(averages)
    outside = judged is not None and not (limits.low - ROUNDING <= judged <= limits.high + ROUNDING)
    return Figure(
        method="XmR",
        value=judged,
        n=n,
        interval=figures.on_scale((limits.low, limits.high)),
        verdict=None if judged is None else verdict(clear=outside),
        needed=WEEKS_FOR_RANGE,
    )


def run_of_weeks(averages: Sequence[float], judged: float) -> Figure:
    """How many weeks up to `judged` lie on one side of the earlier ones' average."""
    averages = averages[-LATEST_WEEKS:]
    n = len(averages)
    if n < WEEKS_FOR_RUN:
        return figures.too_few("run of weeks", n, WEEKS_FOR_RUN)
    length = control_chart.run_length([*averages, judged], mean(averages))
    return Figure(
        method="run of weeks",
        value=length,
        n=n,
        verdict=verdict(clear=abs(length) >= RUN_CLEAR),
        needed=WEEKS_FOR_RUN,
    )


def trend_of(values: Mapping[date, float]) -> Trend:
    """The trend within a closed period, by its days' values in order of time."""
    n = len(values)
    of_weeks = len({control_chart.monday_of(day) for day in values})
    method = "Mann–Kendall"
    if n < DAYS_FOR_TREND:
        return Trend(later_better=figures.too_few(method, n, DAYS_FOR_TREND), thirds=None)
    if of_weeks < WEEKS_FOR_TREND:
        return Trend(later_better=figures.too_few(method, of_weeks, WEEKS_FOR_TREND), thirds=None)
    series = [*values.values()]
    found = trend.mann_kendall(series)
    clear = found is not None and found.p < P_CLEAR
    later_better = Figure(
        method=method,
        value=found.later_better if found else None,
        n=n,
        verdict=verdict(clear=clear),
        needed=DAYS_FOR_TREND,
        p=found.p if found else 1.0,
    )
    return Trend(later_better=later_better, thirds=_thirds(later_better, series))


def _thirds(later_better: Figure, series: Sequence[float]) -> Figure | None:
    """By how much a clear trend moved the average, unless its ends happen to hide it."""
    moved = trend.between_thirds(series)
    same_way = (moved > 0) == ((later_better.value or 0) > 0.5)
    if later_better.verdict is not Verdict.CLEAR or not same_way:
        return None
    return Figure(method="thirds", value=moved, n=len(series))


def verdict(*, clear: bool) -> Verdict:
    """The verdict of a test that has days enough."""
    return Verdict.CLEAR if clear else Verdict.NO_CLEAR_CHANGE
