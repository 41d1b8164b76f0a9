"""The listing of feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.records import Feedback
from valuecheck.core.scales import mood, shown_score, typed_score
from valuecheck.core.text import visible
from valuecheck.render.page import Column, Page, Records, View, scored, typed
from valuecheck.render.pages.listing import ID, page, short_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from valuecheck.actions.feedback import FeedbackLog

COLUMNS = (
    ID,
    Column("Day", once=True),
    Column("Customer"),
    Column("Score"),
    Column("Words", private=True, wide=True),
)
WORDS_LEFT_OUT = "The customers' words are left out; --notes puts them in."


def view(listing: FeedbackLog) -> View:
    """The listing: feedback, newest first, each piece with the end of its id."""
    return View(
        page=lambda: _page(listing),
        records=lambda: Records(Feedback._fields, [*_rows(listing)], frozenset({"words"})),
        document=lambda: {"feedback": listing.rows},
    )


def _page(listing: FeedbackLog) -> Page:
    rows = [
        (
            short_id(row.id, listing.id_length),
            row.day,
            typed(CUSTOMER + row.customer),
            scored(shown_score(row.scale, row.score), mood(row.scale, row.score)),
            f"{typed(row.words)} {typed(f'({row.source})' if row.source else '')}".strip(),
        )
        for row in listing.rows
    ]
    return page(
        "What customers said",
        COLUMNS,
        rows,
        today=listing.today,
        more=listing.more,
        nothing=_nothing(listing),
        withheld=WORDS_LEFT_OUT,
    )


def _rows(listing: FeedbackLog) -> Iterator[list[Any]]:
    for row in listing.rows:
        yield [*(row._asdict() | {"score": typed_score(row.scale, row.score)}).values()]


def line(row: Feedback, today: date) -> str:
    """One piece in one line, such as `Thu 19 Nov  @retail  csat 2  checkout is slow (survey)`."""
    source = f"({row.source})" if row.source else ""
    words = visible(f"{row.words} {source}").strip()
    score = shown_score(row.scale, row.score)
    return f"{day_name(row.day, today)}  {_customer(row)}  {score}  {words}".rstrip()


def noted(row: Feedback, today: date) -> str:
    """That a piece is stored."""
    noted = f"{_customer(row)} {shown_score(row.scale, row.score)}"
    return f"✓ Noted {noted} for {day_name(row.day, today)}"


def _customer(row: Feedback) -> str:
    return CUSTOMER + visible(row.customer)


def _nothing(listing: FeedbackLog) -> str:
    if listing.none_at_all:
        return "No feedback noted yet. For example: valuecheck feedback add @retail 2 too slow"
    return "No feedback matches."
