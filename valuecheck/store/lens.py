"""Leave out rows that another program wrote, that SQLite accepts, and that no command can use.

Our own commands write no such row, so the rows are looked at only where another program has
written last: the file's change counter then differs from the one that our last write noted.
https://www.sqlite.org/fileformat.html#file_change_counter
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuecheck.store.changes import Row, SyncedTable, Value

CHECKED = "checked"
_COUNTER_AT, _COUNTER_END = 24, 28


class Unreadable(NamedTuple):
    """A row that no command can use: its table, its place and key there, and why.

    `row` is what can be read of it; bytes that are no UTF-8 are `�`.
    """

    table: SyncedTable
    rowid: int
    key: str
    reason: str
    row: Row


def change_counter(path: str) -> int:
    """How often the file at `path` was changed, 0 where that is not known.

    Never while this process has it open: closing a file drops all locks on it.
    """
    with suppress(OSError), open(path, "rb", buffering=0) as file:
        header = file.read(_COUNTER_END)
        return int.from_bytes(header[_COUNTER_AT:_COUNTER_END], "big")
    return 0


def checked_counter(connection: sqlite3.Connection) -> int:
    """The change counter after our own last write, -1 where none is noted."""
    found = connection.execute("SELECT value FROM facts WHERE name = ?", (CHECKED,)).fetchone()
    return int(found[0]) if found and str(found[0]).isdecimal() else -1


def note_checked(connection: sqlite3.Connection, counter: int) -> None:
    """Note that all rows can be read once this transaction has made the counter `counter`."""
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (CHECKED, str(counter)),
    )


def unreadable(connection: sqlite3.Connection) -> list[Unreadable]:
    """All rows that no command can use."""
    from valuecheck.store.changes import TABLES

    there = {row[0] for row in connection.execute("SELECT name FROM main.sqlite_schema")}
    return [
        found
        for table in TABLES.values()
        if table.name in there
        for found in _unreadable(connection, table)
    ]


def leave_out(connection: sqlite3.Connection, rows: Iterable[Unreadable]) -> None:
    """Hide rows from everything that this connection reads; `main.` before a table shows them."""
    by_table: dict[str, list[int]] = {}
    for row in rows:
        by_table.setdefault(row.table.name, []).append(row.rowid)
    # Not on the disk, which may be full.
    connection.execute("PRAGMA temp_store = MEMORY")
    for name, rowids in by_table.items():
        hidden = ", ".join(map(str, rowids))
        connection.execute(
            f"CREATE TEMP VIEW {name} AS "  # noqa: S608
            f"SELECT * FROM main.{name} WHERE rowid NOT IN ({hidden})"
        )


def _unreadable(connection: sqlite3.Connection, table: SyncedTable) -> Iterator[Unreadable]:
    from valuecheck.store import rows as store_rows

    columns = [*store_rows.columns_of(table)]
    names = ", ".join(columns)
    suspect = store_rows.suspects(table)
    if not _is_utf8(connection, table.name):
        suspect = "1"
    kept, connection.text_factory = connection.text_factory, bytes
    try:
        found = connection.execute(
            f"SELECT rowid, {names} FROM main.{table.name} WHERE {suspect}"  # noqa: S608
        ).fetchall()
    finally:
        connection.text_factory = kept
    for rowid, *values in found:
        row: Row = {name: _decoded(value) for name, value in zip(columns, values, strict=True)}
        reason = store_rows.problem(table, row)
        if not reason and any(_is_broken(value) for value in values):
            reason = "it holds text that is no UTF-8"
        if reason:
            yield Unreadable(table, rowid, str(row[table.key]), reason, row)


def _is_utf8(connection: sqlite3.Connection, name: str) -> bool:
    """Return whether all text of a table can be decoded; as fast as reading it."""
    try:
        for _ in connection.execute(f"SELECT * FROM main.{name}"):  # noqa: S608
            pass
    except sqlite3.OperationalError as error:
        if "decode" in str(error):
            return False
        raise
    return True


def _decoded(value: bytes | float | None) -> Value:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _is_broken(value: bytes | float | None) -> bool:
    try:
        return isinstance(value, bytes) and value.decode() is None
    except UnicodeDecodeError:
        return True
