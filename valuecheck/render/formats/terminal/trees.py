"""Trees on a screen: with a column for each figure, with lines below, or as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.text import cells
from valuecheck.render.formats.terminal.lines import Canvas, StyledText, width_of
from valuecheck.render.page import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Node, Tree

GUIDE = 3
# What a name needs beside the guides of its tree.
NAME_ROOM = 12
GAP = "  "
LEAST_LABEL = 8


def tree(screen: Canvas, block: Tree) -> None:
    """A tree of at least one node."""
    nodes = [*block.nodes, *block.others]
    names = [GUIDE * node.depth + cells(bare(node.name + node.note)) for node in nodes]
    widths = [
        max([cells(name), *(cells(node.cells[i]) for node in nodes if node.cells)])
        for i, name in enumerate(block.head[1:])
    ]
    columns = sum(widths) + len(GAP) * len(widths)
    if max(cells(block.head[0]), cells(block.apart), *names) + columns <= screen.width:
        _with_columns(screen, block, widths, screen.width - columns)
    elif GUIDE * max(node.depth for node in nodes) + NAME_ROOM <= screen.width:
        _with_lines(screen, block.nodes)
        if block.others:
            _apart(screen, block)
            _with_lines(screen, block.others)
    else:
        # Too deep for this width: sentences say the same.
        for node in nodes:
            screen.sentences([node.sentence])


def _with_columns(screen: Canvas, block: Tree, widths: Sequence[int], room: int) -> None:
    labels = [
        GUIDE * node.depth + cells(bare(node.name + node.note + GAP + node.label))
        for node in (*block.nodes, *block.others)
    ]
    room = min(room, max([cells(block.head[0]), cells(block.apart), *labels]))
    head = [f"{GAP}{name:>{size}}" for name, size in zip(block.head[1:-1], widths, strict=False)]
    first = block.head[0] if block.nodes else block.apart
    screen.add([StyledText(f"{first:<{room}}{''.join(head)}{GAP}{block.head[-1]}", "dim")])
    _rows(screen, block.nodes, widths, room)
    if block.nodes and block.others:
        _apart(screen, block)
    _rows(screen, block.others, widths, room)


def _apart(screen: Canvas, block: Tree) -> None:
    screen.blank()
    screen.add([StyledText(block.apart, "dim")])


def _rows(screen: Canvas, nodes: Sequence[Node], widths: Sequence[int], room: int) -> None:
    for (guide, _), node in zip(_guides(nodes), nodes, strict=True):
        line = [StyledText(screen.safe(guide), "dim"), *screen.parts(node.name + node.note)]
        label = [StyledText(GAP), *screen.parts(node.label, "dim")] if node.label else []
        if room - width_of(line) >= LEAST_LABEL:
            line += screen.cut(label, room - width_of(line))
        line.append(StyledText(" " * (room - width_of(line))))
        for cell, size in zip(node.cells[:-1], widths, strict=False):
            line.append(StyledText(f"{GAP}{screen.safe(cell):>{size}}"))
        screen.add([*line, *(StyledText(GAP + screen.safe(cell)) for cell in node.cells[-1:])])


def _with_lines(screen: Canvas, nodes: Sequence[Node]) -> None:
    for (first, below), node in zip(_guides(nodes), nodes, strict=True):
        guide = first
        room = screen.width - GUIDE * node.depth
        parts = [(node.name + node.note, ""), (node.label, "dim")]
        parts.append((", ".join(node.figures), "dim"))
        for text, style in parts:
            for line in screen.wrapped(text, room, style) if text else ():
                screen.add([StyledText(screen.safe(guide), "dim"), *line])
                guide = below


def _guides(nodes: Sequence[Node]) -> Iterator[tuple[str, str]]:
    """Return for each node the prefix of its first line, and that of its other lines."""
    for position, node in enumerate(nodes):
        goes_on = [_goes_on(nodes, position, level) for level in range(1, node.depth + 1)]
        before = "".join("│  " if on else "   " for on in goes_on[:-1])
        last = goes_on[-1] if goes_on else False
        if not node.depth:
            yield "", ""
        else:
            yield before + ("├─ " if last else "└─ "), before + ("│  " if last else "   ")


def _goes_on(nodes: Sequence[Node], position: int, level: int) -> bool:
    """Return True if a later node is on `level` before the tree comes back above it."""
    for node in nodes[position + 1 :]:
        if node.depth <= level:
            return node.depth == level
    return False
