"""The calendar of scores: weekdays down, weeks to the right, the digit in its colour."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.days import MONTHS, WEEKDAYS
from valuecheck.insight.weeks import monday_of
from valuecheck.text import MISSING, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from valuecheck.render.terminal.page import Part
    from valuecheck.report import Report
    from valuecheck.report.tree import Day

    Block = Sequence[tuple[date, Mapping[int, Day]]]

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


def blocks(report: Report, width: int) -> list[Block]:
    """The weeks of the report in as few stretches as fit `width` columns, about equally long."""
    by_week = groupby(report.days, key=lambda day: monday_of(day.day))
    found = [(monday, {day.day.weekday(): day for day in week}) for monday, week in by_week]
    fit = max((width - LABEL) // CELL, 1)
    count = -(-len(found) // fit) or 1
    size = -(-len(found) // count) or 1
    return [found[first : first + size] for first in range(0, len(found), size)]


def rows(block: Block, report: Report) -> Iterator[list[Part]]:
    """The lines of a block: the months, then a line for each weekday that has something to show."""
    yield [_months(block)]
    for weekday in shown_weekdays(report):
        days = [week.get(weekday) for _, week in block]
        yield [f"{WEEKDAYS[weekday].title():<{LABEL}}", *(_cell(day, report) for day in days)]


def shown_weekdays(report: Report) -> list[int]:
    """Monday to Friday, and of the weekend what is worked or holds check-ins."""
    used = {day.day.weekday() for day in report.days if day.workday or day.value is not None}
    return sorted({*range(5), *used})


def is_blank(day: Day | None) -> bool:
    """Whether nothing was expected of a day and nothing recorded."""
    return day is None or (day.value is None and not day.workday)


def _cell(day: Day | None, report: Report) -> Part:
    if day is None or is_blank(day):
        return " " * CELL
    mark = TODAY_STYLE if day.day == report.today else ""
    if day.value is None:
        return f" {MISSING}", mark.strip()
    score = rounded(day.value)
    return f" {score}", CELL_STYLES[score] + mark


def _months(block: Block) -> str:
    """The year of the block, then each month's name above the first week that begins in it."""
    firsts = [min(week.values(), key=lambda day: day.day).day for _, week in block]
    line = f"{firsts[0].year:<{LABEL}}"
    month = 0
    for position, first in enumerate(firsts):
        at = LABEL + position * CELL
        if first.month != month and len(line) <= at:
            line = f"{line:<{at}} {MONTHS[first.month - 1]} "
        month = first.month
    return line.rstrip()
