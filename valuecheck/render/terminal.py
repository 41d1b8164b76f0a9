"""The report on a terminal: shapes first, colours on top, never wider than the screen."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.answer import CUSTOMER, KIND
from valuecheck.days import WEEKDAYS
from valuecheck.render import words
from valuecheck.render.page import LABEL, Page
from valuecheck.text import MISSING, bar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from valuecheck.report import Report
    from valuecheck.report.tree import Day, Note, Tag

NOTES_SHOWN = 7
BAR_WIDTH = 24
EIGHTHS = "▏▎▍▌▋▊▉"
DAY_LABEL = 8
# Colour-blind safe, orange to blue; the digit stands in the cell whatever becomes of the colour.
CELL_STYLES = {
    1: "color(231) on color(130)",
    2: "color(16) on color(215)",
    3: "color(16) on color(253)",
    4: "color(16) on color(74)",
    5: "color(231) on color(25)",
}
HEADING = "bold"
ASIDE = "dim"


def report(report: Report, width: int, *, unicode: bool) -> Text:
    """`report` for a screen of `width` columns, in ASCII unless `unicode`."""
    page = Page(width, unicode=unicode)
    page.sentences([words.heading(report)], HEADING)
    page.sentences(words.headline(report))
    page.blank()
    if report.told_day_by_day:
        _days(page, report)
    else:
        _strips(page, report.days)
        page.blank()
        _extremes(page, report)
    page.blank()
    if report.check_ins:
        _scores(page, report)
    _tags(page, "Kinds", KIND, report.kinds)
    _tags(page, "Customers", CUSTOMER, report.customers)
    page.blank()
    page.sentences(words.footnotes(report), ASIDE)
    return page.text()


def _days(page: Page, report: Report) -> None:
    told = [*words.told_days(report)]
    spare = max(NOTES_SHOWN - sum(bool(notes) for _, notes in told), 0)
    hidden = 0
    for day, notes in told:
        label = f"{WEEKDAYS[day.day.weekday()].title()} {day.day.day:>2}"
        if not notes:
            sign = "" if day.off else MISSING
            page.line(f"{label}  {sign:^3} ", (words.absence(day, report), ASIDE))
        shown = notes[: 1 + spare]
        spare -= max(len(shown) - 1, 0)
        hidden += len(notes) - len(shown)
        _notes(page, label, shown)
    if hidden:
        page.line(f"{'':<{DAY_LABEL}}… {hidden} more: {words.log_command(report)}")


def _notes(page: Page, label: str, notes: Iterable[Note]) -> None:
    for note in notes:
        page.line(
            f"{label:<{DAY_LABEL}}", (f" {note.score} ", CELL_STYLES[note.score]), f" {note.note}"
        )
        label = ""


def _strips(page: Page, days: Sequence[Day]) -> None:
    """Weeks as one bar a day, oldest first, as many on a line as fit, each line with its Monday."""
    weekend = {day.day.weekday() for day in days if day.value is not None or day.workday}
    shown = sorted({*range(5), *weekend})
    by_week = groupby(days, key=lambda day: day.day - timedelta(days=day.day.weekday()))
    weeks = [(monday, {day.day.weekday(): day for day in week}) for monday, week in by_week]
    fit = max((page.width - LABEL) // (len(shown) + 2), 1)
    for first in range(0, len(weeks), fit):
        line = weeks[first : first + fit]
        strips = ["".join(_mark(week.get(weekday), page) for weekday in shown) for _, week in line]
        page.line(f"{words.short_date(line[0][0]):<{LABEL}}" + "  ".join(strips))


def _mark(day: Day | None, page: Page) -> str:
    if day is None or (day.value is None and not day.workday):
        return " "
    return bar(day.value, unicode=page.unicode)


def _extremes(page: Page, report: Report) -> None:
    for of in ("best", "worst"):
        notes = [note for note in report.notes if note.of == of]
        if not notes:
            continue
        day = words.day(notes[0].day, year=words.spans_years(report))
        page.sentences([f"The {of} day, {day}"])
        _notes(page, "", notes[:NOTES_SHOWN])


def _scores(page: Page, report: Report) -> None:
    if report.told_day_by_day:
        page.items("Scores", [f"{score}: {count}" for score, count in report.counts.items()])
        return
    most = max(report.counts.values())
    beside = LABEL + len(f"  {most:,}")
    room = min(BAR_WIDTH, max(page.width - beside, 1))
    for score, count in reversed(report.counts.items()):
        label = "Scores" if score == max(report.counts) else ""
        drawn = _bar(count / most * room, unicode=page.unicode)
        page.line(f"{label:<8}", (f" {score} ", CELL_STYLES[score]), f" {drawn} {count:,}")
    page.blank()


def _bar(length: float, *, unicode: bool) -> str:
    """A bar of `length` columns, to the eighth of one; whatever is above 0 shows."""
    if not unicode:
        return "#" * (round(length) or (length > 0))
    eighths = round(length * 8) or (length > 0)
    return "█" * (eighths // 8) + EIGHTHS[: eighths % 8][-1:]


def _tags(page: Page, label: str, sigil: str, tags: Sequence[Tag]) -> None:
    if tags:
        page.items(label, [words.tag(tag, sigil) for tag in tags])
