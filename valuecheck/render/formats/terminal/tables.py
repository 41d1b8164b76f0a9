"""Tables, labelled lines and trees on a screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.text import cells
from valuecheck.render.formats.cells import as_text, sentence
from valuecheck.render.formats.terminal.bars import bar, stacked
from valuecheck.render.formats.terminal.lines import (
    NARROW,
    Canvas,
    Line,
    StyledText,
    flowed,
    width_of,
)
from valuecheck.render.page import Amount, Counts, Share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Beside, Cell, Facts, Table

GAP = "  "
INDENT = "    "
LONGEST_BAR = 20
SHORTEST_BAR = 4
# With less room than this, wide cells have a line of their own.
LEAST_WIDE = 14
LABEL = 10
BETWEEN = 4


def table(screen: Canvas, block: Table, today: date | None) -> None:
    """The rows, in columns where these fit and as sentences where not."""
    for line in lines(screen, block, today, screen.width):
        screen.add(line)
    if rest := block.more if block.few is None else block.rest:
        screen.sentences([rest], "dim")


def beside(screen: Canvas, block: Beside, today: date | None) -> None:
    """Two tables beside each other on a wide screen, else below each other."""
    needed = [_needed(screen, each, today) for each in (block.left, block.right)]
    spare = screen.width - sum(needed) - BETWEEN
    if spare < 0:
        table(screen, block.left, today)
        screen.blank()
        table(screen, block.right, today)
        return
    # What is left goes to the bars of both.
    room = needed[0] + spare // 2
    left = [*lines(screen, block.left, today, room)]
    room = max(map(width_of, left), default=0)
    right = [*lines(screen, block.right, today, screen.width - room - BETWEEN)]
    for row in range(max(len(left), len(right))):
        first = left[row] if row < len(left) else []
        second = right[row] if row < len(right) else []
        gap = " " * (room - width_of(first) + BETWEEN)
        screen.add([*first, *([StyledText(gap), *second] if second else [])])


def _needed(screen: Canvas, block: Table, today: date | None) -> int:
    """How many columns a table takes with its shortest bars."""
    rows = block.rows if block.few is None else block.few
    used = 0
    for i, column in enumerate(block.columns):
        cells_of = [width_of(_parts(screen, row[i], today)) for row in rows]
        used += max([0 if block.headless else cells(column.name), *cells_of])
        used += SHORTEST_BAR * (column.number and _is_bar([row[i] for row in rows]))
    return used + len(GAP) * (len(block.columns) - 1)


def lines(screen: Canvas, block: Table, today: date | None, width: int) -> Iterator[Line]:
    """The rows of a table in at most `width` columns, below a row of names unless headless."""
    if block.few is not None:
        block = block._replace(rows=block.few)
    rows = [[_parts(screen, cell, today) for cell in row] for row in block.rows]
    head = [
        [] if block.headless else [StyledText(screen.safe(each.name), "dim")]
        for each in block.columns
    ]
    fixed = [
        max([width_of(head[i]), *(width_of(row[i]) for row in rows)])
        for i, column in enumerate(block.columns)
    ]
    bars = [_is_bar([row[i] for row in block.rows]) for i in range(len(block.columns))]
    own_line = _own_line(block, fixed, width)
    shown = [i for i in range(len(fixed)) if i not in own_line]
    used = sum(fixed[i] for i in shown if not block.columns[i].wide) + len(GAP) * (len(shown) - 1)
    if used > width:
        for row in block.rows:
            yield from _as_sentence(screen, block, row, width)
        return
    drawable = sum(bars[i] for i in shown)
    room = min((width - used) // drawable, LONGEST_BAR) if drawable else 0
    room = 0 if room < SHORTEST_BAR else room
    wide = max(width - used - room * drawable, 1)
    most = [_most([row[i] for row in block.rows]) for i in range(len(fixed))]

    def line(parts: Sequence[Line], row: Sequence[Cell] | None) -> Line:
        built: Line = []
        for i in shown:
            column, cell = block.columns[i], parts[i]
            if column.wide:
                size = min(wide, fixed[i])
                cell = screen.cut([*cell], size)
            else:
                size = fixed[i]
            if bars[i]:
                size += room
                # Bars without numbers have all the room below the column's name.
                length = room if column.number else size
                drawn = _bar(screen, row[i], most[i], length) if row and length else []
                space = size - width_of(drawn) - width_of(cell)
                cell = [*drawn, StyledText(" " * space), *cell] if drawn else cell
            gap = StyledText(" " * (size - width_of(cell)))
            built += [gap, *cell] if column.number else [*cell, gap]
            built.append(StyledText(GAP))
        return built[:-1]

    if not block.headless:
        yield line(head, None)
    above: Sequence[Line] = [[] for _ in fixed]
    for row, parts in zip(block.rows, rows, strict=True):
        same = [c.once and parts[i] == above[i] for i, c in enumerate(block.columns)]
        yield line([[] if same[i] else parts[i] for i in range(len(parts))], row)
        above = parts
        for i in own_line:
            if parts[i] and not block.columns[i].wrapped:
                yield screen.cut([StyledText(INDENT), *parts[i]], width)
            elif parts[i]:
                whole = as_text(row[i])
                for part in screen.wrapped(whole, width - len(INDENT)):
                    yield [StyledText(INDENT), *part]


def facts(screen: Canvas, block: Facts) -> None:
    """Labels with their items beside them, or below them on a narrow screen."""
    if screen.width < NARROW:
        for label, items in block.facts:
            screen.sentences([label])
            for item in items:
                screen.sentences([item], indent=2)
        return
    longest = max((cells(label) for label, _ in block.facts), default=0)
    indent = max(min(longest + len(GAP), screen.width // 3), LABEL)
    for label, items in block.facts:
        room = screen.width - indent
        whole = [part for item in items for part in screen.wrapped(item, room)]
        begin = screen.cut([StyledText(screen.safe(label))], indent - 1)
        for line in flowed(whole, room):
            screen.add([*begin, StyledText(" " * (indent - width_of(begin))), *line])
            begin = []


def _as_sentence(screen: Canvas, block: Table, row: Sequence[Cell], width: int) -> Iterator[Line]:
    """A row that is too long for its columns."""
    if not block.headless:
        yield from screen.wrapped(sentence(block, row), width)
        return
    short = [
        day_name(cell) if isinstance(cell, date) else as_text(cell)
        for column, cell in zip(block.columns, row, strict=True)
        if not column.wide
    ]
    yield from screen.wrapped(GAP.join(short), width)
    for column, cell in zip(block.columns, row, strict=True):
        if column.wide:
            for line in screen.wrapped(as_text(cell), width - len(INDENT)):
                yield [StyledText(INDENT), *line]


def _own_line(block: Table, fixed: Sequence[int], width: int) -> list[int]:
    """The wide columns that need a line of their own."""
    wide = [i for i, column in enumerate(block.columns) if column.wide]
    others = sum(size for i, size in enumerate(fixed) if i not in wide)
    room = width - others - len(GAP) * (len(fixed) - 1)
    needed = sum(fixed[i] if block.columns[i].wrapped else min(fixed[i], LEAST_WIDE) for i in wide)
    return wide if room < needed and len(wide) < len(fixed) else []


def _parts(screen: Canvas, cell: Cell, today: date | None) -> Line:
    if isinstance(cell, date):
        return [StyledText(day_name(cell, today))]
    return screen.parts(as_text(cell))


def _is_bar(column: Sequence[Cell]) -> bool:
    return any(isinstance(cell, Share | Amount | Counts) for cell in column)


def _most(column: Sequence[Cell]) -> int:
    """The largest number of a column, the length of its longest bar."""
    amounts = [cell.value for cell in column if isinstance(cell, Amount)]
    totals = [sum(cell.of) for cell in column if isinstance(cell, Counts)]
    return max([1, *amounts, *totals])


def _bar(screen: Canvas, cell: Cell, most: int, room: int) -> Line:
    if isinstance(cell, Share):
        # Happy days have the colour of a 4 everywhere.
        return [StyledText(bar(cell.value * room, unicode=screen.unicode), "bar-4")]
    if isinstance(cell, Amount):
        style = "" if cell.score is None else f"bar-{cell.score}"
        return [StyledText(bar(cell.value / most * room, unicode=screen.unicode), style)]
    if isinstance(cell, Counts):
        digits = stacked(cell.of, most, min(room, most))
        return [StyledText(text, f"score-{score}") for score, text in digits]
    return []
