"""A report as rows for a spreadsheet: one a day."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from valuecheck.render.page import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from valuecheck.report import Report
    from valuecheck.report.model import Day

COLUMNS = ("day", "value", "workday", "off", "heard", "watermelons", "notes", "said")


def records(report: Report) -> Records:
    """A row for each day of the report, and for each other day with feedback.

    Several notes of one day share a cell, parted by ` / `, and so do the customers' words,
    as far as the report quotes them.
    """
    notes = _joined((note.day, note.note) for note in report.notes)
    quotes = report.feedback.quotes if report.feedback else ()
    words = _joined(sorted((quote.day, quote.words) for quote in quotes))
    with_feedback = {each.day: each for each in report.feedback.days} if report.feedback else {}
    days = {each.day: each for each in report.days}
    rows = []
    for day in sorted({*days, *with_feedback}):
        on = with_feedback.get(day)
        answers = (on.answers, on.watermelons) if on else (0, 0)
        own = _own(days.get(day))
        rows.append((day, *own, *answers, notes.get(day, ""), words.get(day, "")))
    return Records(COLUMNS, rows, frozenset({"notes", "said"}))


def _own(day: Day | None) -> Sequence[Any]:
    """Value, workday and off; empty for a day before the first check-in."""
    if day is None:
        return None, None, None
    return day.value, str(day.workday).lower(), str(day.off).lower()


def _joined(texts: Iterable[tuple[date, str]]) -> dict[date, str]:
    return {
        day: " / ".join(text for _, text in of_day if text)
        for day, of_day in groupby(texts, key=lambda item: item[0])
    }
