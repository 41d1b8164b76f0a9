"""The parts of a report's page, from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.text import MISSING, cells
from valuecheck.render.formats.terminal import calendar as terminal_calendar
from valuecheck.render.formats.terminal.bars import bar, level
from valuecheck.render.formats.terminal.calendar import CELL_STYLES
from valuecheck.render.formats.terminal.screen import LABEL
from valuecheck.render.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuecheck.render.formats.terminal.screen import Page, Part
    from valuecheck.report import Report
    from valuecheck.report.model import Note

HEADING = "bold"
ASIDE = "dim"
NOTES_SHOWN = 7
DAY_LABEL = 8
BAR_WIDTH = 24
# Beside a calendar, the counts of scores need so many columns.
BESIDE = 20
BAR_BESIDE = 7
WEEKS_IN_LINE = 53
TAGS_SHOWN = 12


def days(page: Page, report: Report) -> None:
    """A line for each check-in of a short stretch, and for each day that has none."""
    told = [*figures.told_days(report)]
    spare = max(NOTES_SHOWN - sum(bool(notes) for _, notes in told), 0)
    hidden = 0
    for day, notes in told:
        label = f"{WEEKDAYS[day.day.weekday()].title()} {day.day.day:>2}"
        if not notes:
            sign = "" if day.off else MISSING
            page.line(f"{label}  {sign:^3} ", (figures.absence(day, report), ASIDE))
        shown = notes[: 1 + spare]
        spare -= max(len(shown) - 1, 0)
        hidden += len(notes) - len(shown)
        _notes(page, label, shown)
    if hidden:
        page.line(f"{'':<{DAY_LABEL}}… {hidden} more: {figures.log_command(report)}")


def calendar(page: Page, report: Report) -> bool:
    """The calendar, with the counts of scores beside it; whether there was room for these."""
    blocks = terminal_calendar.blocks(report, page.width)
    widest = terminal_calendar.LABEL + terminal_calendar.CELL * max(map(len, blocks), default=0)
    beside = page.width - widest >= BESIDE
    for number, block in enumerate(blocks):
        if number:
            page.blank()
        for row, parts in enumerate(terminal_calendar.rows(block, report)):
            counts = _beside(page, report, row) if beside and not number else []
            gap = " " * (
                widest - sum(cells(part if isinstance(part, str) else part[0]) for part in parts)
            )
            page.line(*parts, *([gap, *counts] if counts else []))
    if blocks:
        legend = f"{MISSING} not recorded, blank: no workday or day off"
        today = ", underlined: today" if report.today == report.days[-1].day else ""
        page.sentences([legend + today], ASIDE)
    return beside


def scores(page: Page, report: Report) -> None:
    """How many check-ins have each score."""
    if report.told_day_by_day:
        page.items("Scores", [f"{score}: {count}" for score, count in report.counts.items()])
        return
    most = max(report.counts.values())
    room = min(BAR_WIDTH, max(page.width - LABEL - len(f"  {most:,}"), 1))
    for score in reversed(report.counts):
        label = "Scores" if score == max(report.counts) else ""
        page.line(f"{label:<8}", *_count(page, report, score, room))


def weeks(page: Page, report: Report) -> None:
    """The weekly averages as one line, a year of them at most, with their range in words."""
    averages = [week.average for week in report.weeks if week.average is not None]
    if len(averages) < 2:
        return
    room = min(WEEKS_IN_LINE, max(page.width - LABEL, 1))
    several = len(report.weeks) > room
    for first in range(0, len(report.weeks), room):
        line = report.weeks[first : first + room]
        label = line[0].week if several else "Weeks"
        drawn = "".join(level(week.average, unicode=page.unicode) for week in line)
        spread = "" if several else f"  {figures.spread(averages)}"
        if len(f"{label:<{LABEL}}{drawn}{spread}") > page.width:
            page.line(f"{label:<{LABEL}}{drawn}")
            page.line(spread.strip())
        else:
            page.line(f"{label:<{LABEL}}{drawn}{spread}")
    if several:
        page.sentences([f"Weeks {figures.spread(averages)}."])


def extremes(page: Page, report: Report, order: Sequence[str]) -> None:
    """The best and the worst day with their notes, in `order`."""
    for of in order:
        notes = [note for note in report.notes if note.of == of]
        if any(note.note for note in notes):
            day = figures.day(notes[0].day, year=figures.spans_years(report))
            page.sentences([f"The {of} day, {day}"])
            _notes(page, "", [note for note in notes if note.note][:NOTES_SHOWN])


def tags(page: Page, report: Report) -> None:
    """Kinds of work and customers, each by days."""
    for label, sigil, tags in (
        ("Kinds", KIND, report.kinds),
        ("Customers", CUSTOMER, report.customers),
    ):
        if tags:
            page.items(label, _shortened([figures.tag(tag, sigil) for tag in tags]))


def _shortened(items: list[str]) -> list[str]:
    more = len(items) - TAGS_SHOWN
    return [*items[:TAGS_SHOWN], f"… {more} more"] if more > 0 else items


def _notes(page: Page, label: str, notes: Iterable[Note]) -> None:
    for note in notes:
        cell = (f" {note.score} ", CELL_STYLES[note.score])
        page.line(f"{label:<{DAY_LABEL}}", cell, f" {note.note}")
        label = ""


def _beside(page: Page, report: Report, row: int) -> list[Part]:
    """What stands to the right of a calendar's row: the counts, the highest score first."""
    if row == 0:
        return [("   check-ins", ASIDE)]
    score = len(report.counts) + 1 - row
    return ["   ", *_count(page, report, score, BAR_BESIDE)] if score in report.counts else []


def _count(page: Page, report: Report, score: int, room: int) -> list[Part]:
    count = report.counts[score]
    drawn = bar(count / max(*report.counts.values(), 1) * room, unicode=page.unicode)
    return [(f" {score} ", CELL_STYLES[score]), f" {drawn} {count:,}"]
