"""Edits that gave way to newer ones of other machines: in the history, so that undo brings them
back, and to be named until the user has seen it.
"""

from __future__ import annotations

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from valuecheck.store.changes import Change, Row, SyncedTable

LABEL = "sync"
# The fact that holds the id of the first entry of history that was not named yet.
_UNSEEN = "gave_way"
# An undo of the last command passes these over: nobody knows of them.
IS_UNSEEN = (
    f"label = '{LABEL}' AND id >= ifnull("  # noqa: S608
    f"(SELECT CAST(value AS INTEGER) FROM facts WHERE name = '{_UNSEEN}'), {1 << 62})"
)


class GaveWay(NamedTuple):
    """A row that gave way: as it was, and as it is now; `changed` since the one that won."""

    table: SyncedTable
    lost: Row
    now: Row
    changed: bool = False


def keep(change: Change, table: SyncedTable, lost: Row, won: Row) -> None:
    """Keep a row that gave way as a command of its own, so that undo brings it back."""
    key = str(won[table.key])
    own, label = change.command, change.label
    change.command, change.label = change.new_id(), LABEL
    change.remember(table, {key: str(won["clock"])}, {key: lost})
    change.connection.execute(
        "INSERT INTO facts SELECT ?, max(id) FROM history WHERE true ON CONFLICT DO NOTHING",
        (_UNSEEN,),
    )
    change.command, change.label = own, label


def count_unseen(connection: sqlite3.Connection) -> int:
    """Return how many edits gave way that were not named yet."""
    found = connection.execute(f"SELECT count(*) FROM history WHERE {IS_UNSEEN}")  # noqa: S608
    return int(found.fetchone()[0])


def unseen(connection: sqlite3.Connection) -> list[GaveWay]:
    """Return the edits that gave way and were not named yet, oldest first."""
    import json

    from valuecheck.store.changes import TABLES

    entries = connection.execute(
        f"SELECT table_name, key, before, clock FROM history WHERE {IS_UNSEEN} ORDER BY id"  # noqa: S608
    )
    found = []
    for name, key, before, clock in entries:
        table = TABLES[name]
        row = connection.execute(
            f"SELECT * FROM main.{name} WHERE {table.key} = ?",  # noqa: S608
            (key,),
        ).fetchone()
        found.append(GaveWay(table, json.loads(before), dict(row), row["clock"] != clock))
    return found


def note_seen(connection: sqlite3.Connection) -> None:
    """Note that all were named: from now on undo brings the latest of them back first."""
    others = f"SELECT max(id) FROM history WHERE NOT ({IS_UNSEEN})"  # noqa: S608
    connection.execute(
        "UPDATE history SET id = id + (SELECT max(id) FROM history) "  # noqa: S608
        f"WHERE {IS_UNSEEN} AND id < ({others})"
    )
    connection.execute("DELETE FROM facts WHERE name = ?", (_UNSEEN,))
