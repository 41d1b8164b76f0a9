"""Check-ins as a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.records import CheckIn
from valuecheck.core.text import visible
from valuecheck.render.page import NOTES_LEFT_OUT, Column, Page, Records, View, scored, typed
from valuecheck.render.pages.listing import ID, page, short_id

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.actions.log import CheckInLog

COLUMNS = (
    ID,
    Column("Day", once=True),
    Column("Score", number=True),
    Column("Note", private=True, wide=True),
)


def view(listing: CheckInLog) -> View:
    """Check-ins, newest first, each with the end of its id."""
    return View(
        page=lambda: _page(listing),
        records=lambda: Records(CheckIn._fields, listing.check_ins, frozenset({"note"})),
        document=lambda: {"check_ins": listing.check_ins},
    )


def _page(listing: CheckInLog) -> Page:
    rows = [
        (
            short_id(row.id, listing.id_length),
            row.day,
            scored(str(row.score), row.score),
            typed(row.note),
        )
        for row in listing.check_ins
    ]
    return page(
        "Check-ins",
        COLUMNS,
        rows,
        today=listing.today,
        more=listing.more,
        nothing=_nothing(listing),
        withheld=NOTES_LEFT_OUT,
    )


def line(row: CheckIn, today: date) -> str:
    """A check-in in one line, such as `Fri 20 Nov  4  fixed checkout outage`."""
    return f"{day_name(row.day, today)}  {row.score}  {visible(row.note)}".rstrip()


def _nothing(listing: CheckInLog) -> str:
    if listing.empty_store:
        return "Nothing recorded yet. Type valuecheck to answer the first question."
    return "No check-in matches."
