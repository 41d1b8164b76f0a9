"""The pictures of a report: its weeks as a chart, its days as a calendar."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING

from valuecheck.core.periods import days_of
from valuecheck.core.text import MISSING, rounded
from valuecheck.render.page import Amount, Calendar, Chart, Column, Series, Table, scored
from valuecheck.render.words.weeks import band as band_sentence
from valuecheck.report.rows import by_unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Cell
    from valuecheck.report import Report
    from valuecheck.report.model import PeriodRow

# More weeks than two years have become months, more months than ten years have become years.
MOST_WEEKS, MOST_MONTHS = 106, 120
# A time without a check-in is drawn as at most so many columns.
MOST_EMPTY = 12
LOWEST, HIGHEST = 1.0, 5.0


def weeks(report: Report, *, small: bool = False) -> Chart | None:
    """The averages over time on the user's scale; None where there is only one or none."""
    unit, rows = _stretches(report)
    known = [row.average for row in rows if row.average is not None]
    if len(known) < 2:
        return None
    band = report.band.interval if report.band and unit == "week" else None
    lowest, highest = _extent([*known, *(band or ())])
    values = [row.average for row in rows]
    return Chart(
        title=f"{unit.title()}s",
        unit=unit,
        starts=[row.start for row in rows],
        series=[
            Series(
                name=f"{unit.title()}s",
                values=values,
                colours=[colour(value) for value in values],
                lowest=lowest,
                highest=highest,
            )
        ],
        band=band,
        band_name=band_sentence(report) if band else "",
        marks=[*_marks(report, rows)] if unit == "week" else [],
        small=small,
    )


def calendar(report: Report) -> Calendar | None:
    """The days by week; None where no day is recorded."""
    if not any(day.value is not None for day in report.days):
        return None
    missed = "" if report.filters else "not recorded"
    missing = "no check-in with these tags" if report.filters else missed
    legend = f"{MISSING} {missing}, blank: no workday or day off"
    is_open = bool(report.days) and report.today == report.days[-1].day
    today = ", underlined: today" if is_open else ""
    return Calendar(report.days, report.today, missed, [legend + today])


def scores(report: Report) -> Table:
    """How many check-ins have each score, the highest first."""
    columns = (Column("Score"), Column("Check-ins", number=True))
    rows: list[Sequence[Cell]] = [
        (scored(str(score), score), Amount(count, score))
        for score, count in sorted(report.counts.items(), reverse=True)
    ]
    return Table(columns, rows)


def colour(value: float | None) -> int:
    """The score whose colour an average has."""
    return 3 if value is None else min(max(rounded(value), 1), 5)


def _stretches(report: Report) -> tuple[str, Sequence[PeriodRow]]:
    """Weeks, or of many years months or years, from the first to the last without a gap."""
    if report.period.unit == "week":
        return "week", [*_of_weeks(report)]
    values = {day.day: day.value for day in report.days if day.value is not None}
    if not values:
        return "week", []
    length = (max(values) - min(values)).days
    if length <= MOST_WEEKS * 7:
        return "week", [*_of_weeks(report)]
    if length <= MOST_MONTHS * 31:
        return "month", [*_filled("month", [*by_unit("month", values)])]
    return "year", [*_filled("year", [*by_unit("year", values)])]


def _of_weeks(report: Report) -> Iterator[PeriodRow]:
    from valuecheck.report.model import PeriodRow

    found = [
        PeriodRow(each.week, days_of(each.week).first, each.days, 0, each.average)
        for each in report.weeks
    ]
    yield from _filled("week", found)


def _filled(unit: str, rows: Sequence[PeriodRow]) -> Iterator[PeriodRow]:
    """`rows` with an empty one for each stretch between them that has no day."""
    from valuecheck.report.model import PeriodRow

    for before, row in zip([None, *rows], rows, strict=False):
        at = _next(unit, before.start) if before else row.start
        for _ in range(MOST_EMPTY):
            if at >= row.start:
                break
            yield PeriodRow("", at, 0, 0, None)
            at = _next(unit, at)
        yield row


def _next(unit: str, start: date) -> date:
    if unit == "week":
        return start + timedelta(weeks=1)
    if unit == "year":
        return date(start.year + 1, 1, 1)
    return (start.replace(day=1) + timedelta(days=31)).replace(day=1)


def _extent(values: Sequence[float]) -> tuple[float, float]:
    """Whole scores around all values, at least two apart."""
    lowest, highest = float(floor(min(values))), float(ceil(max(values)))
    if lowest == min(values):
        # A column of no height would not be seen.
        lowest = max(lowest - 1, LOWEST)
    if highest - lowest < 2:
        highest = min(highest + 1, HIGHEST)
    if highest - lowest < 2:
        lowest = max(highest - 2, LOWEST)
    return lowest, highest


def _marks(report: Report, rows: Sequence[PeriodRow]) -> Iterator[tuple[int, int, bool]]:
    """The columns of each lasting shift of level."""
    for excursion in report.excursions:
        first = days_of(excursion.start).first
        last = days_of(excursion.end).first if excursion.end else date.max
        at = [i for i, row in enumerate(rows) if first <= row.start <= last]
        if at:
            yield at[0], at[-1], excursion.direction == "up"
