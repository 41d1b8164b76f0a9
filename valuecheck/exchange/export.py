"""Everything out of the store: JSON Lines, CSV, SQLite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import SCORES
from valuecheck.core.days import week_of
from valuecheck.core.errors import ValuecheckError
from valuecheck.core.periods import parse_period
from valuecheck.core.records import Filters
from valuecheck.core.text import inert_cell
from valuecheck.core.value_chain import Chain
from valuecheck.exchange import json_lines
from valuecheck.exchange.cells import csv_row
from valuecheck.store import connection as store
from valuecheck.store import copies, customers, daily_path, forgetting
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import CHECK_INS, TABLES

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Iterator
    from datetime import date

    from valuecheck.store.changes import Row, SyncedTable, Value


CSV_COLUMNS = (
    "id", "day", "at", "score", "label", "note", "kinds", "customers", "question",
    "filled_in_later",
)  # fmt: skip


class Choice(NamedTuple):
    """The rows to export: of the days from `start` to `end` (None: open) and with these tags.

    Without `notes` the words that the user typed are left out.
    """

    start: date | None = None
    end: date | None = None
    filters: Filters = Filters()
    notes: bool = True

    @property
    def is_everything(self) -> bool:
        """True where nothing narrows the rows: deleted ones are then part of it."""
        return self.start is None and self.end is None and not self.filters


def choice(
    connection: sqlite3.Connection | None,
    today: date,
    word: str | None,
    filters: Filters,
    *,
    notes: bool,
) -> Choice:
    """The choice that a period and tags make. Raises UsageError for a word that is no period."""
    period = parse_period(word, daily_path.last_day(connection, today)) if word else None
    if connection is not None and filters.customers:
        chain = Chain(customers.customers(connection))
        spelled = chain.spelled(filters.customers)
        filters = filters._replace(customers=spelled)
    start, end = (period.start, period.end) if period else (None, None)
    return Choice(start, end, filters, notes)


def as_json_lines(
    connection: sqlite3.Connection | None, choice: Choice, counts: Counter[str] | None = None
) -> Iterator[str]:
    """A header, then each chosen row in a line of its own, by table and key.

    `counts` counts by table those that are not deleted.
    """
    yield json_lines.header(notes=choice.notes) + "\n"
    if connection is None:
        return
    for table in TABLES.values():
        for row in chosen(connection, table, choice):
            if counts is not None:
                counts[table.name] += not row["deleted"]
            yield json_lines.line(table, row, notes=choice.notes) + "\n"
    if choice.is_everything:
        for entry in forgetting.all_forgotten(connection):
            yield json_lines.forgotten_line(entry) + "\n"


def as_csv(
    connection: sqlite3.Connection | None, choice: Choice, counts: Counter[str]
) -> Iterator[str]:
    """The chosen check-ins for a spreadsheet: headings, then a row each, by day and moment."""
    columns = [name for name in CSV_COLUMNS if choice.notes or name != "note"]
    yield csv_row(columns)
    if connection is None:
        return
    rows = [row for row in chosen(connection, CHECK_INS, choice) if not row["deleted"]]
    counts[CHECK_INS.name] += len(rows)
    for row in sorted(rows, key=lambda row: (str(row["day"]), str(row["id"]))):
        cells = {**row, "label": SCORES[int(str(row["score"]))]}
        cells |= {name: " ".join(json.loads(str(row[name]))) for name in ("kinds", "customers")}
        yield csv_row(inert_cell(str(cells[name])) for name in columns)


def as_sqlite(path: str, draft: str, choice: Choice, counts: Counter[str]) -> None:
    """Copy the store at `path` into the empty file `draft`, cut down to a choice.

    The copy is a store of its own: without history, so that nothing deleted is in it, and with
    another device. Raises StoreError.
    """
    with store.reading(path) as opened:
        if opened is None:
            problem = "nothing is recorded yet, so there is nothing to export"
            raise ValuecheckError(problem, "answer first with 'valuecheck'")
    copies.write_copy(path, draft)
    # In the copy: meanwhile another process may have stored more.
    with store.reading(draft) as opened:
        unwanted = [*_unwanted(opened, choice)] if opened is not None else []
    with copies.changing(draft) as copy:
        for table, key in unwanted:
            copy.execute(f"DELETE FROM {table.name} WHERE {table.key} = ?", (key,))  # noqa: S608
        for table in TABLES.values() if not choice.notes else ():
            for name, holds in table.columns.items():
                if holds == store_rows.WORDS:
                    copy.execute(f"UPDATE {table.name} SET {name} = ''")  # noqa: S608
        for name in TABLES:
            counts[name] += copy.execute(
                f"SELECT count(*) FROM {name} WHERE deleted = 0"  # noqa: S608
            ).fetchone()[0]
        copy.execute("DELETE FROM history")
        copy.execute("DELETE FROM facts WHERE name NOT IN ('device', 'clock', 'seed')")
        copy.execute(
            "UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name IN ('device', 'seed')"
        )


def _unwanted(
    connection: sqlite3.Connection, choice: Choice
) -> Iterator[tuple[SyncedTable, Value]]:
    """The keys of the rows that a choice leaves out."""
    for table in TABLES.values() if not choice.is_everything else ():
        wanted = {row[table.key] for row in chosen(connection, table, choice)}
        for row in store_rows.all_rows(connection, table):
            if row[table.key] not in wanted:
                yield table, row[table.key]


def chosen(connection: sqlite3.Connection, table: SyncedTable, choice: Choice) -> Iterator[Row]:
    """The rows of a table that a choice takes, in order of their keys.

    Deleted rows are part of the whole store alone. A row without a day belongs to any period; a
    row that can have no tags belongs to no choice of tags.
    """
    found = store_rows.all_rows(connection, table)
    return found if choice.is_everything else (row for row in found if _is_chosen(row, choice))


def _is_chosen(row: Row, choice: Choice) -> bool:
    return not row["deleted"] and _is_in_period(row, choice) and _has_tags(row, choice.filters)


def _is_in_period(row: Row, choice: Choice) -> bool:
    if "text" in row and "week" in row:
        first = week_of(choice.start) if choice.start else ""
        last = week_of(choice.end) if choice.end else "9"
        return first <= str(row["week"]) <= last
    # Workweeks hold from their day on, so those before the period belong to it as well.
    if not row.keys() & {"day", "week"} or "weekdays" in row:
        return True
    first = choice.start.isoformat() if choice.start else ""
    last = choice.end.isoformat() if choice.end else "9"
    return first <= str(row.get("day", row.get("week"))) <= last


def _has_tags(row: Row, filters: Filters) -> bool:
    if not filters:
        return True
    kinds = _names(row.get("kinds"))
    customers = _names(row.get("customers")) or {str(row.get("customer", row.get("name", "")))}
    return (not filters.kinds or bool(kinds & {*filters.kinds})) and (
        not filters.customers or bool(customers & {*filters.customers})
    )


def _names(value: object) -> set[str]:
    return {*json.loads(value)} if isinstance(value, str) else set()
