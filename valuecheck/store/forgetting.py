"""Wipe rows for good, and remember which: no machine and no copy may bring them back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import DamagedError
from valuecheck.store.changes import TABLES
from valuecheck.store.copy_files import UNFINISHED, copies_of, folder_of
from valuecheck.store.sqlite import connect, reachable, store_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.store.changes import Change, SyncedTable


_PENDING = "forgetting:"


class Pending(NamedTuple):
    """A row that is wiped from the store, but not yet from its copies."""

    table_name: str
    key: str


class Forgotten(NamedTuple):
    """A row that was wiped for good: its table, its key, and who wiped it when."""

    table_name: str
    key: str
    device: str
    clock: str


def wipe(change: Change, table: SyncedTable, key: str) -> None:
    """Leave nothing of a row but a blank tombstone: neither it nor its history keep a word."""
    clock = change.bury(table, key, undoable=False)
    note(change, Forgotten(table.name, key, change.device, clock))
    change.connection.execute(
        "DELETE FROM history WHERE table_name = ? AND key = ?", (table.name, key)
    )


def note(change: Change, entry: Forgotten) -> bool:
    """Remember that a row is forgotten for good; False where that was remembered before."""
    found = change.connection.execute(
        "INSERT INTO forgotten (table_name, key, device, clock) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        entry,
    )
    return found.rowcount > 0


def all_forgotten(connection: sqlite3.Connection) -> list[Forgotten]:
    """Every row that was wiped for good, in order of table and key."""
    found = connection.execute(
        "SELECT table_name, key, device, clock FROM forgotten ORDER BY table_name, key"
    )
    return [Forgotten(*row) for row in found]


def begin(change: Change, entry: Pending) -> None:
    """Note in the store that a wiped row is not yet wiped from its copies."""
    change.connection.execute(
        "INSERT INTO facts VALUES (?, '') ON CONFLICT DO NOTHING", (_PENDING + ":".join(entry),)
    )


def end(change: Change, entry: Pending) -> None:
    """Note that nothing of a row is left anywhere."""
    change.connection.execute("DELETE FROM facts WHERE name = ?", (_PENDING + ":".join(entry),))


def pending(connection: sqlite3.Connection) -> list[Pending]:
    """The rows that are wiped from the store, but not yet from its copies."""
    names = connection.execute(
        "SELECT substr(name, ?) FROM facts WHERE name GLOB ? ORDER BY name",
        (len(_PENDING) + 1, _PENDING + "?*:?*"),
    )
    return [Pending(*name.split(":", 1)) for (name,) in names]


def wipe_from_copies(path: str, entries: Sequence[Pending]) -> None:
    """Delete rows and their history from every copy of the store at `path`.

    A damaged copy is removed as a whole: a promise to forget comes first. Raises StoreError for
    one that cannot be changed now, such as on a full disk; it stays.
    """
    folder = folder_of(path)
    with reachable(folder), suppress(FileNotFoundError):
        # What an interrupted copy has left behind.
        for name in os.listdir(folder):
            if name.startswith(UNFINISHED):
                os.unlink(os.path.join(folder, name))
    for copy in copies_of(path):
        with reachable(copy.file):
            _wipe_from(copy.file, entries)


def _wipe_from(file: str, entries: Sequence[Pending]) -> None:
    try:
        with closing(connect(file)) as connection:
            for entry in entries:
                table = TABLES.get(entry.table_name)
                if table and _has(connection, table):
                    connection.execute(
                        f"DELETE FROM {table.name} WHERE {table.key} = ?",  # noqa: S608
                        (entry.key,),
                    )
                connection.execute(
                    "DELETE FROM history WHERE table_name = ? AND key = ?", tuple(entry)
                )
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        failed = store_error(error, file)
        if not isinstance(failed, DamagedError):
            raise failed from error
        os.unlink(file)


def _has(connection: sqlite3.Connection, table: SyncedTable) -> bool:
    """Return whether the store has such a table already: a copy may be older than it."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table.name,))
    return found.fetchone() is not None
