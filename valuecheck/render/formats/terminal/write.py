"""A page on a screen: pictures in characters, what belongs together beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.formats.terminal import calendars, charts, tables, trees
from valuecheck.render.formats.terminal.lines import SIGNS, Canvas, StyledText, width_of
from valuecheck.render.page import (
    Beside,
    Bullets,
    Calendar,
    Chart,
    Facts,
    Paragraph,
    Points,
    Table,
    Tree,
)

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.render.formats.terminal.lines import Line
    from valuecheck.render.page import Block, Page

STYLES = {"b": "bold", "d": "dim"}
LEAST_GAP = 3


def write(page: Page, width: int, *, unicode: bool, explained: bool = False) -> list[Line]:
    """`page` in lines of at most `width` columns, in ASCII unless `unicode`.

    `explained` adds the sections on methods.
    """
    screen = Canvas(width, unicode=unicode)
    _heading(screen, page)
    for section in page.sections:
        if section.document or (section.methods and not explained):
            continue
        screen.blank()
        for block in section.blocks:
            draw(screen, block, page.today)
    return screen.finished()


def draw(screen: Canvas, block: Block, today: date | None) -> None:
    """One block below what the screen has already."""
    match block:
        case Paragraph():
            screen.sentences(block.sentences, STYLES.get(block.role, ""))
        case Bullets():
            for item in block.items:
                screen.sentences([item], STYLES.get(block.role, ""))
        case Points():
            # Each change in the colour of a good or a bad score.
            for sign, sentences in block.points:
                begin = StyledText(screen.safe(sign or " "), SIGNS.get(sign, ""))
                screen.behind(begin, sentences)
        case Facts():
            tables.facts(screen, block)
        case Table(fold=""):
            tables.table(screen, block, today)
        case Beside():
            tables.beside(screen, block, today)
        case Tree():
            trees.tree(screen, block)
        case Chart():
            charts.chart(screen, block)
        case Calendar():
            calendars.calendar(screen, block)


def _heading(screen: Canvas, page: Page) -> None:
    """The heading, and what matters most at the end of its line or below it."""
    heading = screen.parts(page.heading, "bold")
    headline = screen.parts(" ".join(page.headline))
    gap = screen.width - width_of(heading) - width_of(headline)
    if headline and heading and gap >= LEAST_GAP:
        screen.add([*heading, StyledText(" " * gap), *headline])
        return
    screen.listed(page.heading, "bold")
    screen.listed(" ".join(page.headline))
