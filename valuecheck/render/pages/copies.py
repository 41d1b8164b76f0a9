"""The copies of the store as a listing, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.text import counted
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Table,
    View,
    command,
    simple_page,
    typed,
)
from valuecheck.render.words.copies import WHY

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
        records=lambda: _records(copies),
        document=lambda: {"copies": _records(copies).objects()},
    )


def _records(copies: Sequence[Listed]) -> Records:
    return Records(FIELDS, [*map(_record, copies)])


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
    return simple_page("Copies", block, today=today)


def _cells(each: Listed, today: date) -> tuple[str, str, str]:
    made = f"{day_name(each.made.date(), today)} {each.made:%H:%M}"
    holds = "cannot be read" if each.check_ins is None else counted(each.check_ins, "check-in")
    if each.latest:
        holds += f" up to {day_name(each.latest, today)}"
    return made, holds, typed(WHY.get(each.copy.kind, each.copy.kind))
