"""The rows of a report, one a day, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.text import inert_cell

if TYPE_CHECKING:
    from valuecheck.report import Report

COLUMNS = ("day", "value", "workday", "off")


def report(report: Report, *, notes: bool) -> str:
    """A line for the columns, then one for each day; with the notes of the report if `notes`.

    Several notes of one day share a cell, parted by ` / `.
    """
    told = {
        day: " / ".join(note.note for note in of_day if note.note)
        for day, of_day in groupby(report.notes, key=lambda note: note.day)
    }
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*COLUMNS, "notes"] if notes else COLUMNS)
    for day in report.days:
        value = "" if day.value is None else f"{day.value:.4g}"
        row = [day.day.isoformat(), value, str(day.workday).lower(), str(day.off).lower()]
        writer.writerow([*row, inert_cell(told.get(day.day, ""))] if notes else row)
    return file.getvalue()
