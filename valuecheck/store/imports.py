"""Reading the imports of feedback files: which layouts and sources they had, what was unread."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.store.selection import Selection


class Import(NamedTuple):
    """One import: `at` as stored, the file's name, `unread_on` unread answers by day and customer.

    Two imports with the same `source` and `layout` (a hash of the headings) are exports of one
    survey; the later one knows better what was answered from `first_day` to `last_day`.
    """

    at: str
    file: str
    source: str
    layout: str
    first_day: str
    last_day: str
    unread_on: dict[str, dict[str, int]]


def imports(connection: sqlite3.Connection) -> list[Import]:
    """All imports, the latest first; rows that another program broke are left out."""
    rows = connection.execute(
        "SELECT at, file, source, layout, first_day, last_day, unread_on FROM imports "
        "WHERE deleted = 0 ORDER BY clock DESC"
    )
    found = (_import(row) for row in rows)
    return [each for each in found if each]


def unread(connection: sqlite3.Connection, selection: Selection) -> int:
    """Count the answers of a selection that imports could not read, each once."""
    seen: dict[tuple[str, str], list[tuple[str, str]]] = {}
    count = 0
    for each in imports(connection):
        covered = seen.setdefault((each.source, each.layout), [])
        for day, customers in each.unread_on.items():
            is_known_better = any(first <= day <= last for first, last in covered)
            if not is_known_better and _selects(selection, day):
                count += sum(n for name, n in customers.items() if _names(selection, name))
        if each.first_day:
            covered.append((each.first_day, each.last_day))
    return count


def _selects(selection: Selection, day: str) -> bool:
    start, end = selection.start, selection.end
    return (not start or start.isoformat() <= day) and (not end or day <= end.isoformat())


def _names(selection: Selection, customer: str) -> bool:
    wanted = selection.filters.customers
    return not wanted or customer in wanted


def _import(row: sqlite3.Row) -> Import | None:
    try:
        unread_on = json.loads(row["unread_on"])
        counts = {
            date.fromisoformat(day).isoformat(): {str(name): int(n) for name, n in each.items()}
            for day, each in unread_on.items()
        }
    except (ValueError, TypeError, AttributeError):
        return None
    return Import(
        at=row["at"],
        file=row["file"],
        source=row["source"],
        layout=row["layout"],
        first_day=row["first_day"],
        last_day=row["last_day"],
        unread_on=counts,
    )
