"""The calendar of scores: weekdays down, weeks to the right, the digit in its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS, WEEKDAYS
from valuecheck.core.text import MISSING, rounded
from valuecheck.render import calendar_weeks
from valuecheck.render.formats.terminal.lines import Canvas, Line, StyledText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.render.calendar_weeks import WeekDays
    from valuecheck.render.page import Calendar
    from valuecheck.report.model import Day

LABEL = 5
CELL = 2


def calendar(screen: Canvas, block: Calendar) -> None:
    """The weeks in as few stretches as fit the width, and what the signs mean."""
    stretches = calendar_weeks.blocks(block.days, (screen.width - LABEL) // CELL)
    for number, stretch in enumerate(stretches):
        if number:
            screen.blank()
        for line in _rows(screen, stretch, block):
            screen.add(line)
    if stretches:
        screen.sentences(block.legend, "dim")


def _rows(screen: Canvas, weeks: Sequence[WeekDays], block: Calendar) -> Iterator[Line]:
    """The months, then a line for each weekday that has something to show."""
    yield [StyledText(_months(weeks))]
    for weekday in calendar_weeks.weekdays(block.days):
        cells = [_cell(screen, week.days.get(weekday), block.today) for week in weeks]
        yield [StyledText(f"{WEEKDAYS[weekday].title():<{LABEL}}"), *cells]


def _cell(screen: Canvas, day: Day | None, today: date) -> StyledText:
    if day is None or calendar_weeks.is_blank(day):
        return StyledText(" " * CELL)
    mark = "-today" if day.day == today else ""
    if day.value is None:
        return StyledText(screen.safe(f" {MISSING}"), mark.strip("-"))
    score = rounded(day.value)
    return StyledText(f" {score}", f"score-{score}{mark}")


def _months(weeks: Sequence[WeekDays]) -> str:
    """The year of the stretch, then each month's name above the first week that begins in it."""
    line = f"{weeks[0].first.day.year:<{LABEL}}"
    month = 0
    for position, week in enumerate(weeks):
        first = week.first.day
        at = LABEL + position * CELL
        if first.month != month and len(line) <= at:
            line = f"{line:<{at}} {MONTHS[first.month - 1]} "
        month = first.month
    return line.rstrip()
