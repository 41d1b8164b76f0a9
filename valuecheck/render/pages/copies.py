"""The copies of the store as a listing, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Section,
    Table,
    View,
    command,
    typed,
)
from valuecheck.render.words.copies import WHY, check_ins

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.actions.copies import Listed

NONE = f"No copies yet: one is made each week, or now by {command('valuecheck backup')}."
COLUMNS = (Column("No.", number=True), Column("Made"), Column("Holds"), Column("Why", wide=True))
FIELDS = ("number", "kind", "file", "made", "bytes", "check_ins", "latest_day")


def view(copies: Sequence[Listed], today: date) -> View:
    """The copies, each with its number."""
    return View(
        page=lambda: _page(copies, today),
        records=lambda: Records(FIELDS, [_record(each) for each in copies]),
        document=lambda: {
            "copies": [dict(zip(FIELDS, _record(each), strict=True)) for each in copies]
        },
    )


def _record(each: Listed) -> tuple[object, ...]:
    return (
        each.copy.number,
        each.copy.kind,
        each.copy.file,
        each.made.isoformat(timespec="seconds"),
        each.size,
        each.check_ins,
        each.latest.isoformat() if each.latest else None,
    )


def _page(copies: Sequence[Listed], today: date) -> Page:
    rows = [(str(each.copy.number), *_cells(each, today)) for each in copies]
    block = Table(COLUMNS, rows, headless=True) if rows else Paragraph([NONE])
    return Page("", [Section("", [block])], today, title="Copies")


def _cells(each: Listed, today: date) -> tuple[str, str, str]:
    made = f"{day_name(each.made.date(), today)} {each.made:%H:%M}"
    holds = "cannot be read" if each.check_ins is None else check_ins(each.check_ins)
    if each.latest:
        holds += f" up to {day_name(each.latest, today)}"
    return made, holds, typed(WHY.get(each.copy.kind, each.copy.kind))
