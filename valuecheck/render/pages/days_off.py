"""Days off for the terminal, plain and json; runs of days with one reason in one line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from valuecheck.core.text import visible
from valuecheck.render.formats.json import document
from valuecheck.render.formats.terminal.screen import Page
from valuecheck.render.words.figures import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.text import Text

    from valuecheck.core.records import DayOff

NONE = "No days off. Mark some: valuecheck off fri, valuecheck off mon..fri holiday."


def terminal(rows: Sequence[DayOff], width: int, unicode: bool) -> Text:
    """One line a run of days."""
    page = Page(width, unicode=unicode)
    for text in _lines(rows):
        page.line(text)
    return page.text()


def plain(rows: Sequence[DayOff]) -> str:
    """One line a run of days."""
    return "".join(f"{text}\n" for text in _lines(rows))


def json(rows: Sequence[DayOff]) -> str:
    """Every day off with its reason."""
    days = [row.model_dump(mode="json") for row in rows]
    return document({"schema_version": 1, "days_off": days})


def span(days: Sequence[date]) -> str:
    """Such as `Mon 23 – Fri 27 Nov 2026`."""
    return dates(days[0], days[-1], weekdays=True)


def _lines(rows: Sequence[DayOff]) -> Iterator[str]:
    if not rows:
        yield NONE
    for run in _runs(rows):
        yield f"{span([row.day for row in run])}  {visible(run[0].reason)}".rstrip()


def _runs(rows: Sequence[DayOff]) -> Iterator[list[DayOff]]:
    run: list[DayOff] = []
    for row in rows:
        if run and (row.reason != run[0].reason or row.day != run[-1].day + timedelta(days=1)):
            yield run
            run = []
        run.append(row)
    if run:
        yield run
