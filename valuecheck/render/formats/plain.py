"""A page for screen readers, logs and pipes: sentences and lists, nothing drawn."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS, day_name
from valuecheck.core.text import MISSING, visible
from valuecheck.render.formats.cells import as_text, sentence
from valuecheck.render.page import (
    OWN,
    TYPED,
    Beside,
    Bullets,
    Calendar,
    Chart,
    Facts,
    Paragraph,
    Points,
    Table,
    Tree,
    pieces,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.render.page import Block, Page, Series

GAP = "  "


def write(page: Page, *, explained: bool = False) -> str:
    """`page` as plain text with all that is private, ending in a line end.

    `explained` adds the sections on methods.
    """
    parts = [[page.heading, *page.headline]]
    parts += [
        [line for block in section.blocks for line in _block(block)]
        for section in page.sections
        if not section.document and (explained or not section.methods)
    ]
    shown = ["\n".join(_spoken(line) for line in part if line) for part in parts]
    return "\n\n".join(filter(None, shown)) + "\n"


def _spoken(line: str) -> str:
    """A marked line without our signs, which a screen reader would name."""
    shown = (
        text
        if role in (TYPED, OWN)
        else text.replace(" · ", ", ").replace(MISSING, "none").replace("≈", "about ")
        for text, role in pieces(line)
    )
    return visible("".join(shown)).rstrip()


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from block.sentences
        case Bullets():
            yield from block.items
        case Points():
            for point in block.points:
                yield from point.sentences
        case Facts():
            for label, items in block.facts:
                yield f"{label}: {', '.join(items)}" if label else ", ".join(items)
        case Table():
            yield from _table(block)
        case Beside():
            yield from _table(block.left)
            yield from _table(block.right)
        case Tree():
            yield from (node.sentence for node in (*block.nodes, *block.others))
        case Chart():
            yield from filter(None, [block.band_name])
            for series in block.series:
                yield from _series(block, series)
        case Calendar():
            yield from _days(block)


def _table(table: Table) -> Iterator[str]:
    for row in table.rows:
        if table.headless:
            # A sign for nothing is alone in its cell.
            yield GAP.join(text for cell in row if (text := as_text(cell)).strip() != MISSING)
        else:
            yield sentence(table, row)
    yield table.more


def _series(chart: Chart, series: Series) -> Iterator[str]:
    """The averages by month, such as `Weeks, Aug 2026: 3.4, none, 2.9`, or `Years, 2026: 3.4`."""
    name = series.name or chart.title
    if series.last:
        yield f"{name}: {series.last}"
    points = zip(chart.starts, series.values, strict=True)
    for (year, month), stretch in groupby(points, key=lambda each: (each[0].year, each[0].month)):
        values = ["none" if value is None else f"{value:.1f}" for _, value in stretch]
        if any(value != "none" for value in values):
            when = year if chart.unit == "year" else f"{MONTHS[month - 1]} {year}"
            yield f"{name}, {when}: {', '.join(values)}"


def _days(calendar: Calendar) -> Iterator[str]:
    """A line for each day that has a score or should have one."""
    for day in calendar.days:
        if day.value is not None:
            yield f"{day_name(day.day, calendar.today)}: {day.value:.3g}"
        elif day.off and day.day.weekday() < 5:
            yield f"{day_name(day.day, calendar.today)}: day off"
        elif day.workday and calendar.missed:
            yield f"{day_name(day.day, calendar.today)}: {calendar.missed}"
