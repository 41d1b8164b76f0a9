"""The feedback in a report: beside the user's own scores, in figures and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.periods import days_of
from valuecheck.core.scales import mood
from valuecheck.core.text import rounded
from valuecheck.render.page import (
    Chart,
    Column,
    Paragraph,
    Section,
    Series,
    Table,
    scored,
    typed,
)
from valuecheck.render.pages.pictures import colour
from valuecheck.render.words import feedback, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Block, Cell
    from valuecheck.report import Report
    from valuecheck.report.feedback_model import Line, Quote

QUOTES_SHOWN, QUOTES_OF_MANY = 5, 4
CUSTOMERS_SHOWN = 8
QUOTE_COLUMNS = (
    Column("Day"),
    Column("Customer"),
    Column("You", number=True),
    Column("They"),
    Column("Words", private=True, wide=True),
)
CUSTOMER_COLUMNS = (
    Column("Customer"),
    Column("You minus them"),
    Column("They said", wide=True, wrapped=True),
)


def feedback_in_short(report: Report, most: int) -> Iterator[Block]:
    """The feedback of a few days: each piece in a line, first those where the two differ.

    A terminal shows `most` lines.
    """
    found = report.feedback
    if not found or not report.lists_feedback:
        yield from customers(report)
        return
    quotes = sorted(found.quotes, key=lambda quote: quote.mismatch is None)
    rows = [_row(quote) for quote in quotes]
    few = rows if len(rows) <= most else rows[: most - 1]
    hidden = len(rows) - len(few)
    columns = (Column("Customer"), Column("Score"), Column("Words", private=True, wide=True))
    yield Table(
        columns,
        rows,
        headless=True,
        few=few if hidden else None,
        rest=f"… {hidden:,} more: {feedback.log_command(report)}" if hidden else "",
    )


def customers(report: Report) -> Iterator[Block]:
    """Each customer with their answers on each scale, beside the user's own scores."""
    found = report.feedback
    if not found or not found.customers or report.lists_feedback:
        return
    rows: list[Sequence[Cell]] = []
    has_gaps = any(each.gap for each in found.customers)
    for each in found.customers:
        gap = [feedback.gap(each, found.window_days)] if has_gaps else []
        rows.append((typed(CUSTOMER + each.name), *gap, "; ".join(feedback.on_scales(each))))
    columns = CUSTOMER_COLUMNS if has_gaps else (CUSTOMER_COLUMNS[0], CUSTOMER_COLUMNS[-1])
    hidden = len(rows) - CUSTOMERS_SHOWN
    few = rows[:CUSTOMERS_SHOWN] if hidden > 0 else None
    yield Table(columns, rows, few=few, rest=f"… {hidden:,} more" if hidden > 0 else "")


def quotes(report: Report) -> Iterator[Section]:
    """Where user and customers part ways, in words; of a single customer all the rest as well."""
    if report.lists_feedback:
        return
    shown = QUOTES_SHOWN if report.story else QUOTES_OF_MANY
    for heading, found in feedback.lists(report):
        rows = _quotes(found, report)
        hidden = len(rows) - shown
        rest = f"… {hidden:,} more: {feedback.all_command(report)}"
        table = Table(
            QUOTE_COLUMNS,
            rows,
            headless=True,
            few=rows[:shown] if hidden > 0 else None,
            rest=rest if hidden > 0 else "",
        )
        yield Section("", [Paragraph([heading]), table])


def first_quote(report: Report) -> Iterator[Block]:
    """The latest piece of feedback that surprises most, under the count of its kind."""
    for heading, found in feedback.lists(report)[:1]:
        yield Paragraph([heading])
        yield Table(QUOTE_COLUMNS, _quotes(found[:1], report), headless=True)


def _quotes(found: Sequence[Quote], report: Report) -> list[Sequence[Cell]]:
    year = figures.spans_years(report)
    return [_quote(quote, year=year) for quote in found]


def story(report: Report) -> Iterator[Block]:
    """One customer's ratings and the user's, over the same stretches of time."""
    if report.story is None:
        return
    starts = [days_of(stretch.label).first for stretch in report.story.lines[0].stretches]
    yield Chart(
        title=feedback.stretches(report.story),
        unit=report.story.unit,
        starts=starts,
        series=[_series(line, report) for line in report.story.lines],
    )


def _series(line: Line, report: Report) -> Series:
    lowest, highest = feedback.extent(line)
    values = [stretch.average for stretch in line.stretches]
    colours = [
        3 if value is None else colour(value) if highest == 5 else mood(line.of, round(value))
        for value in values
    ]
    return Series(
        feedback.line_name(line), values, colours, lowest, highest, feedback.level(line, report)
    )


def _row(quote: Quote) -> Sequence[Cell]:
    """Such as `@retail Thu`, `csat 2`, `you 4.0: a watermelon “still slow at noon”`."""
    day = WEEKDAYS[quote.day.weekday()].title()
    name = f"{typed(CUSTOMER + quote.customer)} {day}"
    words = [feedback.beside(quote), typed(feedback.quoted(quote))]
    return name, _score(quote), " ".join(filter(None, words))


def _quote(quote: Quote, *, year: bool) -> Sequence[Cell]:
    own = None if quote.own is None else rounded(quote.own)
    return (
        figures.day(quote.day, year=year),
        typed(CUSTOMER + quote.customer),
        scored(feedback.own(quote), own),
        _score(quote),
        typed(feedback.quoted(quote)),
    )


def _score(quote: Quote) -> str:
    return scored(feedback.score(quote), mood(quote.scale, quote.score))
