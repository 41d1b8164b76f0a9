"""Take back this machine's last command."""

from __future__ import annotations

import json
from collections import deque
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import NothingToUndoError, ValuecheckError
from valuecheck.store.changes import BATCH, TABLES
from valuecheck.store.gave_way import IS_UNSEEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from valuecheck.store.changes import Change, Row, SyncedTable

RETURNED = 20
_LAST = f"""
    SELECT command, label, at, coalesce(
        clock < (SELECT max(clock) FROM forgotten WHERE device = history.device), 0
    ) AS forgot_since
    FROM history
    WHERE device = (SELECT value FROM facts WHERE name = 'device') AND NOT ({IS_UNSEEN})
    ORDER BY id DESC LIMIT 1
"""  # noqa: S608


class Command(NamedTuple):
    """A command that undo can reverse: its id, its name and the moment it ran.

    `forgot_since`: this machine has forgotten something for good since then.
    """

    command: str
    label: str
    at: datetime
    forgot_since: bool = False


class ChangedSinceError(ValuecheckError):
    """A command changed a row that another machine has changed since."""


class Reversal(NamedTuple):
    """One restored row: as it was before the undo, and as it is now (None: not there)."""

    table: SyncedTable
    undone: Row
    restored: Row | None


def last_command(connection: sqlite3.Connection | None) -> Command:
    """This machine's latest command that changed something. Raises NothingToUndoError."""
    row = connection.execute(_LAST).fetchone() if connection else None
    if row is None:
        problem = "nothing to undo"
        remedy = (
            "only changes made on this machine in the last 90 days can be undone, a forget never"
        )
        raise NothingToUndoError(problem, remedy)
    at = datetime.fromisoformat(row["at"])
    return Command(row["command"], row["label"], at, bool(row["forgot_since"]))


class Undone(NamedTuple):
    """The first restored rows, in the order of the command, and the number of `more`."""

    rows: list[Reversal]
    more: int


def take_back(change: Change, command: str) -> Undone:
    """Restore every row that `command` changed to what it was before.

    Raises ChangedSinceError, with nothing changed, where another machine has changed a row since.
    """
    entries = change.connection.execute(
        "SELECT id, table_name, key, before, clock FROM history WHERE command = ? ORDER BY id DESC",
        (command,),
    )
    # An import may have changed a hundred thousand rows: only the first are returned.
    first: deque[Reversal] = deque(maxlen=RETURNED)
    count = 0
    renewed: dict[str, str] = {}
    while batch := entries.fetchmany(BATCH):
        for _, rows in groupby(batch, key=itemgetter("table_name")):
            first.extend(_take_back_rows(change, [*rows], renewed))
        count += len(batch)
    drop(change, command)
    _renew(change, renewed)
    return Undone([*reversed(first)], count - len(first))


def drop(change: Change, command: str) -> None:
    """Take a command out of the history: no undo will see it again."""
    change.connection.execute("DELETE FROM history WHERE command = ?", (command,))


def settle(change: Change, table: SyncedTable, key: str) -> None:
    """Keep a row as it is from now on: no command before this one can be undone for it."""
    change.connection.execute(
        "DELETE FROM history WHERE table_name = ? AND key = ?", (table.name, key)
    )


def _take_back_rows(
    change: Change, entries: Sequence[sqlite3.Row], renewed: dict[str, str]
) -> list[Reversal]:
    """Restore the rows of `entries` of history, all of one table.

    Adds to `renewed` the clock that each clock from before has become.
    """
    table = TABLES[entries[0]["table_name"]]
    current = change.get_all(table, [entry["key"] for entry in entries])
    befores = [_before(table, entry, current.get(entry["key"])) for entry in entries]
    clocks = change.put_all(table, befores, undoable=False)
    for row in befores:
        if "clock" in row:
            renewed[str(row["clock"])] = clocks[str(row[table.key])]
    return [
        Reversal(table, current[str(row[table.key])], None if row["deleted"] else row)
        for row in befores
    ]


def _renew(change: Change, clocks: Mapping[str, str]) -> None:
    """Give older history the new clocks of restored rows, so that undo can go on with it."""
    entries = change.connection.execute("SELECT id, clock FROM history") if clocks else ()
    known = [(clocks[clock], id_) for id_, clock in entries if clock in clocks]
    change.connection.executemany("UPDATE history SET clock = ? WHERE id = ?", known)


def _before(table: SyncedTable, entry: sqlite3.Row, current: Row | None) -> Row:
    """The row as it was before; one that was not there becomes a tombstone."""
    if current is None or current["clock"] != entry["clock"]:
        problem = "another machine has changed this since"
        remedy = "look at it, and edit it instead; the next undo takes back the command before"
        raise ChangedSinceError(problem, remedy)
    if entry["before"] is None:
        return {table.key: entry["key"], **table.blank, "deleted": 1}
    before: Row = json.loads(entry["before"])
    return before
