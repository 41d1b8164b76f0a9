"""Put another content in the place of the store's, under the eyes of commands that use it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from valuecheck.config.paths import draft_of, note_kept, sync
from valuecheck.core.errors import DamagedError
from valuecheck.store import connection as store
from valuecheck.store import copies, forgetting, sqlite
from valuecheck.store.changes import TABLES, Change
from valuecheck.store.copy_files import RESTORE, folder_of
from valuecheck.store.merge import merge_forgotten

if TYPE_CHECKING:
    from datetime import datetime

    from valuecheck.store.copy_files import Copy
    from valuecheck.store.forgetting import Forgotten

LABEL = "restore"
_WAITS_SECONDS = 15.0


def replace(path: str, wanted: str, moment: datetime) -> Copy | None:
    """Replace the content of the store at `path` by that of the file `wanted`, which is changed.

    The present store becomes a copy first and is returned, None where there was none. Where it can
    be read, its clock stays (later writes must win over earlier ones) and what it has forgotten
    stays forgotten. Raises StoreError; the store is then as it was.
    """
    if not os.path.exists(path) or os.path.getsize(path) == 0:
        _move(wanted, path)
        return None
    known = _known(path)
    if known is None:
        return replace_broken(path, wanted)
    kept = copies.make(path, RESTORE, moment)
    _carry(wanted, moment, *known)
    _pour(wanted, path)
    return kept


def replace_broken(path: str, wanted: str) -> Copy:
    """Put the file `wanted` in the place of a damaged store, which is kept byte for byte.

    Raises StoreError.
    """
    kept = copies.keep_broken(path)
    _move(wanted, path)
    return kept


def _known(path: str) -> tuple[str, list[Forgotten]] | None:
    """The clock of a store, and what it has forgotten; None where it cannot be read."""
    try:
        with store.reading(path) as opened:
            if opened is None:
                return None
            sqlite.refuse_damaged(opened, path)
            clock = opened.execute("SELECT value FROM facts WHERE name = 'clock'").fetchone()
            return (clock[0] if clock else ""), forgetting.all_forgotten(opened)
    except DamagedError:
        return None


def _carry(wanted: str, moment: datetime, clock: str, forgotten: list[Forgotten]) -> None:
    """Let the restored rows come from before everything that the present store has seen."""
    with store.writing(wanted) as connection:
        change = Change(connection, LABEL, moment)
        change.see([clock])
        merge_forgotten(change, forgotten)
        for entry in forgotten:
            if (table := TABLES.get(entry.table_name)) and change.get(table, entry.key):
                forgetting.wipe(change, table, entry.key)
        change.finish()
    store.compact(wanted)


def _pour(wanted: str, path: str) -> None:
    """Write all pages into the store in one transaction: who waits for it sees the new content.

    A rename would leave commands that have the old file open with a store that nobody reads.
    """
    try:
        with (
            closing(sqlite.connect(wanted)) as source,
            closing(sqlite.connect(path, _WAITS_SECONDS)) as target,
        ):
            source.backup(target, progress=_refuse_locked)
        note_kept(path)
    except sqlite3.Error as error:
        raise sqlite.store_error(error, path) from error


def _refuse_locked(status: int, _remaining: int, _total: int) -> None:
    """Raise sqlite3.OperationalError where the lock did not come in time.

    Without that Python would try again for ever.
    """
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = "database is locked"
        error = sqlite3.OperationalError(message)
        error.sqlite_errorcode = status
        raise error


def _move(wanted: str, path: str) -> None:
    """Put the file `wanted` in the place of one that is no store any more."""
    with sqlite.reachable(path), draft_of(path) as draft:
        copies.copy_bytes(wanted, draft)
        # What belongs to the broken file must not become a part of the new one.
        for ending in ("-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.rename(path + ending, f"{folder_of(path)}/broken{ending}")
        os.replace(draft, path)
        sync(os.path.dirname(path))
        note_kept(path)
