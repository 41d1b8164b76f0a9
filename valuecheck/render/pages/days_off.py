"""Days off as a listing; runs of days with one reason in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import ONE_DAY
from valuecheck.render.page import (
    Column,
    Page,
    Paragraph,
    Records,
    Table,
    View,
    simple_page,
    typed,
)
from valuecheck.render.words.figures import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.core.records import DayOff

NONE = "No days off. Mark some: valuecheck off fri, valuecheck off mon..fri holiday."
COLUMNS = (Column("Days"), Column("Reason", private=True, wide=True))


def view(rows: Sequence[DayOff], today: date) -> View:
    """Days off in order of time."""
    return View(
        page=lambda: _page(rows, today),
        records=lambda: Records(
            ("day", "reason"), [(row.day, row.reason) for row in rows], frozenset({"reason"})
        ),
        document=lambda: {"days_off": rows},
    )


def span(days: Sequence[date]) -> str:
    """Such as `Mon 23 – Fri 27 Nov 2026`."""
    return dates(days[0], days[-1], weekdays=True)


def _page(rows: Sequence[DayOff], today: date) -> Page:
    listed = [(span([row.day for row in run]), typed(run[0].reason)) for run in _runs(rows)]
    block = Table(COLUMNS, listed, headless=True) if rows else Paragraph([NONE])
    return simple_page("Days off", block, today=today)


def _runs(rows: Sequence[DayOff]) -> Iterator[list[DayOff]]:
    run: list[DayOff] = []
    for row in rows:
        if run and (row.reason != run[0].reason or row.day != run[-1].day + ONE_DAY):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
