"""A page in Markdown for a chat or a wiki: typed text is in code spans, where nothing acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuecheck.render.formats.cells import filled, passed_on, spoken
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.formats.terminal.lines import Canvas, text_of
from valuecheck.render.page import (
    COMMAND,
    OWN,
    STRONG,
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
    without_own,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Block, Node, Page

# What a chat shows without breaking lines.
PICTURE_WIDTH = 76


def write(page: Page, *, notes: bool, explained: bool = False) -> str:
    """`page` in Markdown; its private parts only if `notes`, its methods only if `explained`."""
    parts = [[f"# {line(page.heading or page.title)}"], [" ".join(map(line, page.headline))]]
    for section in page.sections:
        if (section.private and not notes) or (section.methods and not explained):
            continue
        shown = section.blocks if notes else map(without_own, section.blocks)
        blocks = [[*_block(block, page, notes=notes)] for block in shown]
        if any(blocks) and section.title:
            parts.append([f"## {section.title}"])
        parts += blocks
    if page.withheld and not notes:
        parts.append([page.withheld])
    return "\n\n".join(filter(None, ("\n".join(part).strip("\n") for part in parts))) + "\n"


def code(text: str) -> str:
    """`text` as a code span: no markup, no link, no mention of a colleague called @retail."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def line(marked: str) -> str:
    """A marked line in Markdown."""
    shown = []
    for text, role in pieces(marked):
        if role in (TYPED, OWN, COMMAND):
            shown.append(code(text))
        else:
            shown.append(f"**{text}**" if role == STRONG else text)
    return "".join(shown)


def _block(block: Block, page: Page, *, notes: bool) -> Iterator[str]:
    match block:
        case Paragraph():
            yield " ".join(line(sentence) for sentence in block.sentences if sentence)
        case Bullets(fold=""):
            strong = "**" if block.role == STRONG else ""
            yield from (f"- {strong}{line(item)}{strong}" for item in block.items)
        case Points():
            for point in block.points:
                yield f"- {point.sign} {' '.join(map(line, point.sentences))}".replace("-  ", "- ")
        case Facts():
            for label, items in filled(block):
                yield f"- {line(label)}: {' · '.join(map(line, items))}"
        case Table(fold=""):
            yield from _table(block, notes=notes)
        case Beside():
            yield from [*_table(block.left, notes=notes), "", *_table(block.right, notes=notes)]
        case Tree():
            yield from map(_node, block.nodes)
            if block.others:
                yield from ("", f"{block.apart.capitalize()}:", "", *map(_node, block.others))
        case Chart() | Calendar():
            screen = Canvas(PICTURE_WIDTH, unicode=True)
            terminal.draw(screen, block, page.today)
            drawn = text_of(screen.finished())
            yield from ["```", drawn, "```"] if drawn else []


def _table(table: Table, *, notes: bool) -> Iterator[str]:
    if table.few is not None and not notes:
        table = table._replace(rows=table.few, more=table.rest)
    columns, rows = passed_on(table, notes=notes)
    if rows:
        yield _row([column.name for column in columns])
        yield _row(["--:" if column.number else "---" for column in columns])
    yield from (_row([line(spoken(cell)) for cell in row]) for row in rows)
    if table.more:
        yield from ("", line(table.more))


def _row(cells: Sequence[str]) -> str:
    # A bar would end the cell, even within a code span.
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _node(node: Node) -> str:
    label = f" {line(node.label)}" if node.label else ""
    figures = f": {', '.join(node.figures)}" if node.figures else ""
    return f"{'  ' * node.depth}- {line(node.name)}{label}{line(node.note)}{figures}"
