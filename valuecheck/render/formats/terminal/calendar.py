"""The calendar of scores: weekdays down, weeks to the right, the digit in its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS, WEEKDAYS
from valuecheck.core.text import MISSING, rounded
from valuecheck.render import calendar_weeks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.calendar_weeks import WeekDays
    from valuecheck.render.formats.terminal.screen import Part
    from valuecheck.report import Report
    from valuecheck.report.model import Day

LABEL = 5
CELL = 2
# Colour-blind safe, orange to blue; the digit stands in the cell whatever becomes of the colour.
CELL_STYLES = {
    1: "color(231) on color(130)",
    2: "color(16) on color(215)",
    3: "color(16) on color(253)",
    4: "color(16) on color(74)",
    5: "color(231) on color(25)",
}
TODAY_STYLE = " underline"


def blocks(report: Report, width: int) -> list[Sequence[WeekDays]]:
    """The weeks of the report in as few stretches as fit `width` columns."""
    return calendar_weeks.blocks(report, (width - LABEL) // CELL)


def rows(block: Sequence[WeekDays], report: Report) -> Iterator[list[Part]]:
    """The lines of a block: the months, then a line for each weekday that has something to show."""
    yield [_months(block)]
    for weekday in calendar_weeks.weekdays(report):
        cells = [_cell(week.days.get(weekday), report) for week in block]
        yield [f"{WEEKDAYS[weekday].title():<{LABEL}}", *cells]


def _cell(day: Day | None, report: Report) -> Part:
    if day is None or calendar_weeks.is_blank(day):
        return " " * CELL
    mark = TODAY_STYLE if day.day == report.today else ""
    if day.value is None:
        return f" {MISSING}", mark.strip()
    score = rounded(day.value)
    return f" {score}", CELL_STYLES[score] + mark


def _months(block: Sequence[WeekDays]) -> str:
    """The year of the block, then each month's name above the first week that begins in it."""
    line = f"{block[0].first.day.year:<{LABEL}}"
    month = 0
    for position, week in enumerate(block):
        first = week.first.day
        at = LABEL + position * CELL
        if first.month != month and len(line) <= at:
            line = f"{line:<{at}} {MONTHS[first.month - 1]} "
        month = first.month
    return line.rstrip()
