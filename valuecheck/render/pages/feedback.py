"""What customers said, as a listing: in every format."""

from __future__ import annotations

import csv as csv_format
import io
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.scales import SCALES, shown_score, typed_score
from valuecheck.core.text import ROOMY, cells, inert_cell, visible
from valuecheck.render.formats.json import document
from valuecheck.render.formats.terminal.calendar import CELL_STYLES
from valuecheck.render.formats.terminal.screen import Page
from valuecheck.render.pages.log import days_once

if TYPE_CHECKING:
    from datetime import date

    from rich.text import Text

    from valuecheck.actions.feedback import FeedbackLog
    from valuecheck.core.records import Feedback
    from valuecheck.render.formats.terminal.screen import Part

FIELDS = ("id", "day", "at", "customer", "scale", "score", "words", "source")
WORDS_LEFT_OUT = "The customers' words are left out; `--notes` puts them in."
# A narrower screen has customer and words on a line of their own.
# A longer name moves the rest of its line to the right.
_CUSTOMER = 20


def terminal(listing: FeedbackLog, width: int, unicode: bool) -> Text:
    """One line a piece, each day named once, words cut to the width."""
    page = Page(width, unicode=unicode)
    if not listing.said:
        page.sentences([_nothing(listing)])
    names = days_once([row.day for row in listing.said], listing.today)
    room = min(max((cells(_customer(row)) for row in listing.said), default=0), _CUSTOMER)
    for row, name in zip(listing.said, names, strict=True):
        start: tuple[Part, ...] = ((_short_id(row, listing.id_length), "dim"), f"  {name}  ")
        score = (f" {shown_score(row.scale, row.score):<6} ", CELL_STYLES[_mood(row)])
        customer = _customer(row)
        if width >= ROOMY:
            customer += " " * (room - cells(customer)) + "  "
            source = f" ({visible(row.source)})" if row.source else ""
            taken = listing.id_length + sum(map(cells, (name, customer, score[0], source))) + 5
            said = f"{page.cut(row.words, width - taken)}{source}".lstrip()
            page.line(*start, customer, score, f" {said}")
        else:
            page.line(*start, score)
            page.line(f"{'':<{listing.id_length}}  {customer}  {_words(row)}".rstrip())
    if listing.more:
        page.line(f"… {listing.more:,} more: add a period, or --limit N")
    return page.text()


def plain(listing: FeedbackLog) -> str:
    """One line a piece, words whole: id, day, customer, score, words, source."""
    if not listing.said:
        return _nothing(listing) + "\n"
    lines = (
        f"{_short_id(row, listing.id_length)}  {row.day}  {_rest_of_line(row)}\n"
        for row in listing.said
    )
    return "".join(lines)


def markdown(listing: FeedbackLog, *, notes: bool) -> str:
    """A table; with the customers' words only if `notes`."""
    from valuecheck.render.formats.markdown import code, table

    head = ("Day", "Customer", "Score", "Source", *(["Words"] if notes else []))
    rows = [
        (
            row.day.isoformat(),
            code(CUSTOMER + row.customer),
            shown_score(row.scale, row.score),
            *(code(text) if text else "" for text in (row.source, row.words)),
        )[: len(head)]
        for row in listing.said
    ]
    lines = [*table(head, rows, numbers=False)]
    if not notes:
        lines += ["", WORDS_LEFT_OUT]
    return "\n".join(lines) + "\n"


def html(listing: FeedbackLog, *, notes: bool) -> str:
    """A table on a page; with the customers' words only if `notes`."""
    from valuecheck.render.formats.html_document import document
    from valuecheck.render.formats.html_elements import element

    head = ("Day", "Customer", "Score", "Source", *(["Words"] if notes else []))
    rows = [
        element(
            "tr",
            element("th", row.day.isoformat(), scope="row"),
            element("td", CUSTOMER + row.customer),
            element("td", shown_score(row.scale, row.score), class_=f"number s{_mood(row)}"),
            element("td", row.source),
            *([element("td", row.words)] if notes else []),
        )
        for row in listing.said
    ]
    titles = element("tr", *(element("th", title, scope="col") for title in head))
    table = element("table", element("thead", titles), element("tbody", *rows))
    remarks = [] if notes else [WORDS_LEFT_OUT.replace("`", "")]
    first = [] if rows else [element("p", _nothing(listing))]
    return document("What customers said", first, [table] if rows else [], remarks)


def csv(listing: FeedbackLog, *, notes: bool) -> str:
    """The columns of a piece of feedback, one row each; the words' column only if `notes`."""
    names = [name for name in FIELDS if notes or name != "words"]
    file = io.StringIO()
    writer = csv_format.writer(file, lineterminator="\r\n")
    writer.writerow(names)
    for row in listing.said:
        fields = row.model_dump(mode="json") | {"score": typed_score(row.scale, row.score)}
        writer.writerow([inert_cell(fields[name]) for name in names])
    return file.getvalue()


def json(listing: FeedbackLog) -> str:
    """Everything about each piece; changes only by addition within a schema version."""
    rows = [row.model_dump(mode="json", include=set(FIELDS)) for row in listing.said]
    return document({"schema_version": 1, "feedback": rows})


def line(row: Feedback, today: date) -> str:
    """One piece in one line, such as `Thu 19 Nov  @retail  csat 2  checkout is slow (survey)`."""
    return f"{day_name(row.day, today)}  {_rest_of_line(row)}"


def noted(row: Feedback, today: date) -> str:
    """What a person reads once it is safe."""
    said = f"{_customer(row)} {shown_score(row.scale, row.score)}"
    return f"✓ Noted {said} for {day_name(row.day, today)}"


def _rest_of_line(row: Feedback) -> str:
    return f"{_customer(row)}  {shown_score(row.scale, row.score)}  {_words(row)}".rstrip()


def _words(row: Feedback) -> str:
    source = f"({row.source})" if row.source else ""
    return visible(f"{row.words} {source}").strip()


def _customer(row: Feedback) -> str:
    return CUSTOMER + visible(row.customer)


def _mood(row: Feedback) -> int:
    """The check-in's score whose colour says the same: 1 for unhappy, 5 for glad, 3 between."""
    scale = SCALES[row.scale]
    return 1 if row.score <= scale.red else 5 if row.score >= scale.green else 3


def _nothing(listing: FeedbackLog) -> str:
    if listing.none_at_all:
        return "No feedback noted yet. For example: valuecheck feedback add @retail 2 too slow"
    return "No feedback matches."


def _short_id(row: Feedback, length: int) -> str:
    return row.id.replace("-", "")[-length:]
