"""The parts of a report's page that are about customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.text import cells, rounded
from valuecheck.render.formats.terminal.bars import level
from valuecheck.render.formats.terminal.calendar import CELL_STYLES
from valuecheck.render.formats.terminal.screen import LABEL
from valuecheck.render.words import feedback, figures
from valuecheck.report.pairs import Mismatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.render.formats.terminal.screen import Page
    from valuecheck.report import Report
    from valuecheck.report.feedback_model import Line, Quote, Story, Voices

ASIDE = "dim"
QUOTES_SHOWN = 5
CUSTOMERS_SHOWN = 8
# Below it, words have a line of their own.
WORDS_BESIDE = 60


def customers(page: Page, report: Report) -> None:
    """How far the work gets along the value chain, and what customers said in short."""
    page.items("Chain", feedback.reach(report))
    page.items("Reached", feedback.payers(report))
    if nothing := feedback.nothing_heard(report):
        page.sentences([nothing])
    if found := report.voices:
        if report.hears_day_by_day:
            _short(page, report, found)
        else:
            page.wrapped("Heard", _heard(found))
    if report.story:
        page.blank()
        _story(page, report.story)


def mismatches(page: Page, report: Report) -> None:
    """Where person and customers part ways; of a single customer all the rest as well."""
    if report.hears_day_by_day:
        return
    for heading, quotes in feedback.lists(report):
        page.blank()
        page.sentences([heading])
        _quotes(page, report, quotes[:QUOTES_SHOWN])
        _more(page, quotes, feedback.all_command(report))


def _short(page: Page, report: Report, found: Voices) -> None:
    """A few days: how many part ways, then all that was said, these first."""
    if found.mismatches[Mismatch.WATERMELON] and len(found.quotes) > QUOTES_SHOWN:
        page.sentences([feedback.watermelons(found)])
    quotes = sorted(found.quotes, key=lambda quote: quote.mismatch is None)
    tell = page.column if page.width >= WORDS_BESIDE else page.wrapped
    tell("Heard", map(_told, quotes[:QUOTES_SHOWN]))
    _more(page, quotes, feedback.log_command(report))


def _told(quote: Quote) -> str:
    """Such as `@retail Thu: csat 2 (you 4.0: a watermelon) “still slow at noon”`."""
    day = WEEKDAYS[quote.day.weekday()].title()
    return f"{CUSTOMER}{quote.customer} {day}: {feedback.told(quote)}"


def _heard(found: Voices) -> list[str]:
    """Such as `@retail csat 2 of 3 glad; you 0.9 higher (3 pairs)`."""
    shown = found.customers[:CUSTOMERS_SHOWN]
    items = [f"{CUSTOMER}{voice.name} {feedback.heard_beside(voice)}" for voice in shown]
    more = len(found.customers) - CUSTOMERS_SHOWN
    return [*items, f"… {more} more"] if more > 0 else items


def _quotes(page: Page, report: Report, quotes: Sequence[Quote]) -> None:
    """Day, customer, own average, their score, their words."""
    year = figures.spans_years(report)
    room = max(cells(quote.customer) for quote in quotes)
    for quote in quotes:
        day = figures.day(quote.day, year=year)
        name = CUSTOMER + quote.customer + " " * (room - cells(quote.customer))
        style = "" if quote.own is None else CELL_STYLES[rounded(quote.own)]
        own = (f" {feedback.own(quote):^3} ", style)
        parts = (f"{day:<{15 if year else 10}}  {name}  ", own, f" they {feedback.said(quote)}")
        typed = feedback.quoted(quote)
        if page.width < WORDS_BESIDE:
            page.line(*parts)
            page.column("", [f"  {typed}"] if typed else [])
        else:
            page.line(*parts, f"  {typed}" if typed else "")


def _more(page: Page, quotes: Sequence[Quote], command: str) -> None:
    if (more := len(quotes) - QUOTES_SHOWN) > 0:
        page.sentences([f"… {more:,} more: {command}"])


def _story(page: Page, story: Story) -> None:
    """Both sides' ratings as lines under each other, as many stretches side by side as fit."""
    page.sentences([feedback.stretches(story)], ASIDE)
    room = max(page.width - LABEL, 1)
    for first in range(0, len(story.lines[0].stretches), room):
        drawn = [_drawn(line, first, first + room, unicode=page.unicode) for line in story.lines]
        # Years may lie between two answers.
        for line, levels in (
            zip(story.lines, drawn, strict=True) if any(map(str.strip, drawn)) else ()
        ):
            page.line(f"{feedback.line_name(line):<{LABEL}}{levels}")
    spreads = [f"{feedback.line_name(line)} {feedback.spread(line)}" for line in story.lines]
    page.items("", spreads)


def _drawn(line: Line, first: int, end: int, *, unicode: bool) -> str:
    scale = feedback.extent(line)
    return "".join(
        level(each.average, unicode=unicode, lowest=scale.lowest, highest=scale.highest)
        for each in line.stretches[first:end]
    )
