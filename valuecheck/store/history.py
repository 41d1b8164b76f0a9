"""Taking back this machine's last command, and wiping one row for good."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.errors import NothingToUndoError, ValuecheckError
from valuecheck.store.changes import TABLES, Change
from valuecheck.store.connection import connect, reachable

if TYPE_CHECKING:
    from pathlib import Path

    from valuecheck.store.changes import Row, Table


_LAST = """
    SELECT command, label, at FROM history
    WHERE device = (SELECT value FROM facts WHERE name = 'device') ORDER BY id DESC LIMIT 1
"""


class Command(NamedTuple):
    """A command that can be taken back: its id, its name and when it ran."""

    command: str
    label: str
    at: datetime


class Reversal(NamedTuple):
    """One row taken back: how it was before the undo, and how it is now (None: not there)."""

    table: Table
    undone: Row
    restored: Row | None


def last_command(connection: sqlite3.Connection | None) -> Command:
    """This machine's latest command that changed something. Raises NothingToUndoError."""
    row = connection.execute(_LAST).fetchone() if connection else None
    if row is None:
        problem = "nothing to undo"
        remedy = "only changes made on this machine in the last 90 days can be undone"
        raise NothingToUndoError(problem, remedy)
    return Command(row["command"], row["label"], datetime.fromisoformat(row["at"]))


def take_back(change: Change, command: str) -> list[Reversal]:
    """Restore every row that `command` changed to what it was before; they come in its order.

    Raises ValuecheckError, with nothing changed, where another machine has changed a row since.
    """
    entries = change.connection.execute(
        "SELECT id, table_name, key, before, clock FROM history WHERE command = ? ORDER BY id DESC",
        (command,),
    ).fetchall()
    reversals = [_take_back_row(change, entry) for entry in entries]
    change.connection.execute("DELETE FROM history WHERE command = ?", (command,))
    return reversals[::-1]


def wipe(change: Change, table: Table, id_: str) -> None:
    """Leave nothing of a row but a blank tombstone: neither it nor its history keep a word."""
    change.bury(table, id_, undoable=False)
    change.connection.execute(
        "DELETE FROM history WHERE table_name = ? AND key = ?", (table.name, id_)
    )


def wipe_from_backup(backup: Path, table: Table, id_: str) -> None:
    """Delete a row and its history from a copy of the store.

    A copy that cannot be changed is removed as a whole: a promise to forget comes first. Raises
    StoreError where not even that can be done.
    """
    with reachable(str(backup)):
        try:
            with closing(connect(str(backup))) as connection:
                if _has(connection, table):
                    connection.execute(
                        f"DELETE FROM {table.name} WHERE {table.key} = ?",  # noqa: S608
                        (id_,),
                    )
                connection.execute("DELETE FROM history WHERE key = ?", (id_,))
                connection.execute("VACUUM")
        except sqlite3.Error:
            backup.unlink(missing_ok=True)


def _has(connection: sqlite3.Connection, table: Table) -> bool:
    """Whether the store has such a table already: a copy may be older than it."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table.name,))
    return found.fetchone() is not None


def _take_back_row(change: Change, entry: sqlite3.Row) -> Reversal:
    table = TABLES[entry["table_name"]]
    current = change.get(table, entry["key"])
    if current is None or current["clock"] != entry["clock"]:
        problem = "another machine has changed this since"
        raise ValuecheckError(problem, "use 'valuecheck edit' or 'valuecheck delete' instead")
    if entry["before"] is None:
        change.bury(table, entry["key"], undoable=False)
        return Reversal(table, current, None)
    before: Row = json.loads(entry["before"])
    clock = change.put(table, before, undoable=False)
    # The command before this one left the row so; it stays possible to take that back as well.
    change.connection.execute(
        "UPDATE history SET clock = ? WHERE table_name = ? AND key = ? AND clock = ?",
        (clock, table.name, entry["key"], before["clock"]),
    )
    return Reversal(table, current, None if before["deleted"] else before)
