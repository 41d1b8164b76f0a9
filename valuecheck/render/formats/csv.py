"""The rows of a report, one a day, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.core.text import inert_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from valuecheck.report import Report
    from valuecheck.report.model import Day

COLUMNS = ("day", "value", "workday", "off", "heard", "watermelons")


def report(report: Report, *, notes: bool) -> str:
    """A line for the columns, then one for each day; with the notes of the report if `notes`.

    Several notes of one day share a cell, parted by ` / `, and so do what customers said on it,
    as far as the report tells it in words.
    """
    told = _joined((note.day, note.note) for note in report.notes)
    quotes = report.voices.quotes if report.voices else ()
    said = _joined(sorted((quote.day, quote.words) for quote in quotes))
    heard = {each.day: each for each in report.voices.days} if report.voices else {}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, "notes", "said"] if notes else COLUMNS)
    days = {each.day: each for each in report.days}
    for day in sorted({*days, *heard}):
        on = heard.get(day)
        answers = [str(on.answers), str(on.watermelons)] if on else ["0", "0"]
        row = [day.isoformat(), *_own(days.get(day)), *answers]
        typed = [inert_cell(of.get(day, "")) for of in (told, said)]
        writer.writerow([*row, *typed] if notes else row)
    return file.getvalue()


def _own(day: Day | None) -> list[str]:
    """Value, workday and off; empty for a day before the first check-in."""
    if day is None:
        return ["", "", ""]
    value = "" if day.value is None else f"{day.value:.4g}"
    return [value, str(day.workday).lower(), str(day.off).lower()]


def _joined(texts: Iterable[tuple[date, str]]) -> dict[date, str]:
    return {
        day: " / ".join(text for _, text in of_day if text)
        for day, of_day in groupby(texts, key=lambda item: item[0])
    }
