"""Rows for a spreadsheet, as RFC 4180 has them; no cell acts as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

from valuecheck.core.text import inert_cell, iso

if TYPE_CHECKING:
    from valuecheck.render.page import Records


def write(records: Records, *, notes: bool) -> str:
    """A line of names, then a line for each row; private columns only if `notes`."""
    shown = [i for i, name in enumerate(records.columns) if notes or name not in records.private]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([records.columns[i] for i in shown])
    writer.writerows([_cell(row[i]) for i in shown] for row in records.rows)
    return file.getvalue()


def _cell(value: Any) -> str:
    """A value as a cell: names in one cell are parted by a space, 1 is true."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        value = " ".join(value)
    elif isinstance(value, date):
        value = iso(value)
    elif isinstance(value, bool):
        value = int(value)
    elif isinstance(value, float):
        value = f"{value:.4g}"
    return inert_cell(str(value))
