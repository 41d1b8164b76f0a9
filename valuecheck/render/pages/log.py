"""Check-ins as a listing: for the terminal, plain, markdown, csv and json."""

from __future__ import annotations

import csv as csv_format
import io
from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.text import inert_cell, visible
from valuecheck.render.formats.json import document
from valuecheck.render.formats.terminal.calendar import CELL_STYLES
from valuecheck.render.formats.terminal.screen import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.text import Text

    from valuecheck.actions.log import CheckInLog
    from valuecheck.core.records import CheckIn

FIELDS = (
    "id", "day", "at", "score", "note", "kinds", "customers", "question", "filled_in_later",
)  # fmt: skip


def terminal(listing: CheckInLog, width: int, unicode: bool) -> Text:
    """One line a check-in, each day named once, notes cut to the width."""
    page = Page(width, unicode=unicode)
    if not listing.check_ins:
        page.sentences([_nothing(listing)])
    names = days_once([row.day for row in listing.check_ins], listing.today)
    for row, name in zip(listing.check_ins, names, strict=True):
        page.line(
            (_short_id(row, listing.id_length), "dim"),
            f"  {name}  ",
            (f" {row.score} ", CELL_STYLES[row.score]),
            f" {row.note}",
        )
    if listing.more:
        page.line(f"… {listing.more:,} more: add a period, or --limit N")
    return page.text()


def plain(listing: CheckInLog) -> str:
    """One line a check-in, notes whole: id, day, score, note."""
    if not listing.check_ins:
        return _nothing(listing) + "\n"
    return "".join(
        f"{_short_id(row, listing.id_length)}  {row.day}  {row.score}  {visible(row.note)}".rstrip()
        + "\n"
        for row in listing.check_ins
    )


def markdown(listing: CheckInLog, *, notes: bool) -> str:
    """A table; with the notes only if `notes`."""
    # A listing needs the report that comes with these in no other format.
    from valuecheck.render.formats.markdown import NOTES_LEFT_OUT, code, table

    head = ("Day", "Score", *(["Note"] if notes else []))
    rows = [
        (row.day.isoformat(), str(row.score), *([code(row.note)] if notes and row.note else [""]))
        for row in listing.check_ins
    ]
    lines = [*table(head, [row[: len(head)] for row in rows])]
    if not notes:
        lines += ["", NOTES_LEFT_OUT]
    return "\n".join(lines) + "\n"


def csv(listing: CheckInLog, *, notes: bool) -> str:
    """The columns of a check-in, one row each; the note's column only if `notes`."""
    names = [name for name in FIELDS if notes or name != "note"]
    file = io.StringIO()
    writer = csv_format.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    for row in listing.check_ins:
        fields = row.model_dump(mode="json")
        writer.writerow([_cell(fields[name]) for name in names])
    return file.getvalue()


def json(listing: CheckInLog) -> str:
    """Everything about each check-in; changes only by addition within a schema version."""
    rows = [row.model_dump(mode="json", include=set(FIELDS)) for row in listing.check_ins]
    return document({"schema_version": 1, "check_ins": rows})


def days_once(days: Sequence[date], today: date) -> Iterator[str]:
    """The name of each day of a listing, blank where it stands in the line above; a column."""
    names = [day_name(day, today) for day in days]
    width = max(10, *map(len, names)) if names else 0
    for before, name in zip(["", *names], names, strict=False):
        yield f"{name if name != before else '':<{width}}"


def line(row: CheckIn, today: date) -> str:
    """A check-in in one line, such as `Fri 20 Nov  4  fixed checkout outage`."""
    return f"{day_name(row.day, today)}  {row.score}  {visible(row.note)}".rstrip()


def amended(before: str, after: str) -> Iterator[str]:
    """What an edit did, from the lines of a row before and after."""
    if before == after:
        yield "Nothing to change: it is so already."
        return
    yield "✓ Changed"
    yield f"  from  {before}"
    yield f"  to    {after}"


def deleted(line: str) -> Iterator[str]:
    """What is gone, from its line, and how to get it back."""
    yield f"✓ Deleted {line}"
    yield "  valuecheck undo brings it back."


def _nothing(listing: CheckInLog) -> str:
    if listing.empty_store:
        return "Nothing recorded yet. Type valuecheck to answer the first question."
    return "No check-in matches."


def _short_id(row: CheckIn, length: int) -> str:
    return row.id.replace("-", "")[-length:]


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = " ".join(value)
    return inert_cell(str(int(value) if isinstance(value, bool) else value))
