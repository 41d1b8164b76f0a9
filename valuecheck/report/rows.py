"""The rows of a longer report: its months, weeks or years, each with its days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import TYPE_CHECKING, Literal

from valuecheck.core.periods import unit_period
from valuecheck.report.figures import AVERAGE_FROM
from valuecheck.report.model import PeriodRow
from valuecheck.stats.day_values import is_happy, mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuecheck.report.inputs import ReportInputs

Unit = Literal["week", "month", "quarter", "year"]
DAYS_BY_DAY, DAYS_BY_WEEK, DAYS_BY_MONTH = 8, 62, 3 * 366


def rows(inputs: ReportInputs, values: Mapping[date, float]) -> Iterator[PeriodRow]:
    """The rows of the period, in order of time; a stretch without a recorded day has none.

    `values` are the values of its days, in order of time.
    """
    if not values or not (unit := _unit(inputs, values)):
        return
    yield from by_unit(unit, values)


def by_unit(unit: Unit, values: Mapping[date, float]) -> Iterator[PeriodRow]:
    """Day values by calendar week, month, quarter or year."""
    days, at = [*values], 0
    while at < len(days):
        period = unit_period(unit, days[at])
        end = bisect_right(days, period.end or date.max)
        series = [values[day] for day in days[at:end]]
        yield PeriodRow(
            label=period.label,
            start=period.start or days[at],
            days=len(series),
            happy=sum(map(is_happy, series)),
            average=mean(series) if len(series) >= AVERAGE_FROM else None,
        )
        at = end


def _unit(inputs: ReportInputs, values: Mapping[date, float]) -> Unit | None:
    """The unit of the rows; None for a period that is listed day by day."""
    recorded = next(iter(values))
    first = inputs.period.start or recorded
    # Open at the beginning or long before the first answer: what is recorded decides.
    first = max(first, recorded) if inputs.period.unit in {"all", "range"} else first
    length = ((inputs.period.end or inputs.last_day) - first).days + 1
    if length <= DAYS_BY_DAY:
        return None
    if length <= DAYS_BY_WEEK:
        return "week"
    return "month" if length <= DAYS_BY_MONTH else "year"
