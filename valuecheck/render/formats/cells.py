"""Cells of a table in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.render.page import Amount, Counts, Share, bare, without_typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.render.page import Cell, Column, Fact, Facts, Table


def as_text(cell: Cell) -> str:
    """A cell as a marked line; counts of scores from 1 to 5 are empty, a bar says them."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Share):
        return f"{cell.value:.0%}"
    if isinstance(cell, Amount):
        return f"{cell.value:,}"
    return "" if isinstance(cell, Counts) else cell


def spoken(cell: Cell) -> str:
    """A cell as a marked line without any picture: `1: 3, 2: 5, 4: 2` for counts of scores."""
    if isinstance(cell, Counts):
        return ", ".join(f"{score}: {n:,}" for score, n in enumerate(cell.of, 1) if n)
    return as_text(cell)


def passed_on(table: Table, *, notes: bool) -> tuple[Sequence[Column], Sequence[Sequence[Cell]]]:
    """The columns and rows of a table in a document; typed private text only if `notes`."""
    private = [column.private and not notes for column in table.columns]
    rows = [
        [
            without_typed(cell).strip() if private[i] and isinstance(cell, str) else cell
            for i, cell in enumerate(row)
        ]
        for row in table.rows
    ]
    kept = [
        i
        for i, column in enumerate(table.columns)
        if not column.here and not (private[i] and not any(row[i] for row in rows))
    ]
    return [table.columns[i] for i in kept], [[row[i] for i in kept] for row in rows]


def filled(block: Facts) -> list[Fact]:
    """The facts of a document that have something to say."""
    return [fact for fact in block.facts if any(fact.items)]


def sentence(table: Table, row: Sequence[Cell]) -> str:
    """A row in words, such as `Kind +incident: days 9, average 2.4`."""
    named = zip(table.columns[1:], row[1:], strict=True)
    cells = [f"{column.name.lower()} {text}" for column, cell in named if (text := spoken(cell))]
    first = table.columns[0].name
    name = f"{first} {as_text(row[0])}".strip()
    return f"{name}: {', '.join(cells)}" if cells else bare(name) and name
