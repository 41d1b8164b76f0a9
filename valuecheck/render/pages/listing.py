"""A listing of rows from the store: check-ins or feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Page, Paragraph, Table, faint, simple_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.render.page import Cell

ID = Column("Id", here=True)


def page(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    *,
    today: date,
    more: int,
    nothing: str,
    withheld: str,
) -> Page:
    """Return a page with `rows`; `nothing` is shown where there are none.

    `more` counts the rows that were left out, `withheld` is as in `Page`.
    """
    rest = f"… {more:,} more: add a period, or --limit N" if more else ""
    empty = [] if rows else [Paragraph([nothing])]
    table = Table(columns, rows, headless=True, more=rest)
    return simple_page(title, *empty, table, today=today, withheld=withheld if rows else "")


def short_id(id_: str, digits: int) -> str:
    """Return the last `digits` of an id, as a cell."""
    return faint(id_.replace("-", "")[-digits:])


def amended(before: str, after: str) -> Iterator[str]:
    """Say what an edit changed, from the lines of a row before and after."""
    if before == after:
        yield "Nothing to change: it is so already."
        return
    yield "✓ Changed"
    yield f"  from  {before}"
    yield f"  to    {after}"


def deleted(line: str) -> Iterator[str]:
    """Say which row is gone, from its line, and how to get it back."""
    yield f"✓ Deleted {line}"
    yield "  valuecheck undo brings it back."
