"""Check-ins as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuecheck.core.days import day_name
from valuecheck.core.text import visible
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Section,
    Table,
    View,
    faint,
    scored,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from valuecheck.actions.log import CheckInLog
    from valuecheck.core.records import CheckIn

FIELDS = (
    "id", "day", "at", "score", "note", "kinds", "customers", "question", "filled_in_later",
)  # fmt: skip
COLUMNS = (
    Column("Id", here=True),
    Column("Day", once=True),
    Column("Score", number=True),
    Column("Note", private=True, wide=True),
)
NOTES_LEFT_OUT = "Notes are left out; --notes puts them in."


def view(listing: CheckInLog) -> View:
    """Check-ins, newest first, each with the end of its id."""
    return View(
        page=lambda: _page(listing),
        records=lambda: Records(FIELDS, _rows(listing), frozenset({"note"})),
        document=lambda: {"check_ins": _dumped(listing)},
    )


def _page(listing: CheckInLog) -> Page:
    rows = [
        (
            faint(row.id.replace("-", "")[-listing.id_length :]),
            row.day,
            scored(str(row.score), row.score),
            typed(row.note),
        )
        for row in listing.check_ins
    ]
    more = f"… {listing.more:,} more: add a period, or --limit N" if listing.more else ""
    nothing = [] if rows else [Paragraph([_nothing(listing)])]
    return Page(
        heading="",
        title="Check-ins",
        sections=[Section("", [*nothing, Table(COLUMNS, rows, headless=True, more=more)])],
        today=listing.today,
        withheld=NOTES_LEFT_OUT if rows else "",
    )


def _dumped(listing: CheckInLog) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json", include=set(FIELDS)) for row in listing.check_ins]


def _rows(listing: CheckInLog) -> list[list[Any]]:
    return [[row[field] for field in FIELDS] for row in _dumped(listing)]


def line(row: CheckIn, today: date) -> str:
    """A check-in in one line, such as `Fri 20 Nov  4  fixed checkout outage`."""
    return f"{day_name(row.day, today)}  {row.score}  {visible(row.note)}".rstrip()


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


def _nothing(listing: CheckInLog) -> str:
    if listing.empty_store:
        return "Nothing recorded yet. Type valuecheck to answer the first question."
    return "No check-in matches."
