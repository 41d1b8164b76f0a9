"""Judge the trend within a closed period, from a minimum of days on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import monday_of
from valuecheck.report import budget, figures
from valuecheck.report.figure import Figure, Verdict
from valuecheck.report.model import Trend
from valuecheck.stats import trend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

DAYS_FOR_TREND = 20
WEEKS_FOR_TREND = 4


def trend_of(values: Mapping[date, float]) -> Trend:
    """The trend within a closed quarter or year, by its days' values in order of time."""
    n = len(values)
    of_weeks = len({monday_of(day) for day in values})
    method = "Mann–Kendall"
    if n < DAYS_FOR_TREND:
        return Trend(later_better=figures.too_few(method, n, DAYS_FOR_TREND), thirds=None)
    if of_weeks < WEEKS_FOR_TREND:
        return Trend(later_better=figures.too_few(method, of_weeks, WEEKS_FOR_TREND), thirds=None)
    series = [*values.values()]
    found = trend.mann_kendall(series)
    clear = found is not None and found.p < budget.P_TREND
    later_better = Figure(
        method=method,
        value=found.later_better if found else None,
        n=n,
        verdict=budget.verdict(clear=clear),
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
