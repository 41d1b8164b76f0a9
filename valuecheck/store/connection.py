"""Opening the store, and one plain sentence for everything that SQLite can refuse."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from time import sleep

from valuecheck.config.paths import create_private_file, locate, make_private_folder, note_kept
from valuecheck.core.errors import DamagedError, StoreError
from valuecheck.core.signals import signals_waiting
from valuecheck.store import lens
from valuecheck.store.copy_files import newest, way_back
from valuecheck.store.sqlite import (
    APPLICATION_ID,
    BUSY_SECONDS,
    OLDEST_SQLITE,
    connect,
    reachable,
    refuse_damaged,
    store_error,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from valuecheck.store.changes import Change
    from valuecheck.store.lens import Unreadable

SCHEMA_VERSION = 6
# Where a database file keeps its user_version: https://www.sqlite.org/fileformat.html
_VERSION_AT = 60
_LOOKS, _SECONDS_BETWEEN_LOOKS = 10, 0.1


class _State:
    """State of this process for each store that it has opened, by path."""

    def __init__(self) -> None:
        self.opened = 0
        self.counters: dict[str, int] = {}
        self.left_out: dict[str, list[Unreadable]] = {}


_state = _State()


def all_left_out() -> list[Unreadable]:
    """The rows that could not be used since this was asked last."""
    found = [row for rows in _state.left_out.values() for row in rows]
    _state.left_out.clear()
    return found


@contextmanager
def reading(path: str, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection | None]:
    """The store at `path` for reading, or None where there is none yet: reading creates nothing.

    Waits `timeout` seconds for a lock. A store of an older schema is migrated first. Raises
    StoreError.
    """
    if not _has_bytes(path):
        yield None
        return
    with _opened(path, timeout) as connection:
        _leave_out_unreadable(connection, path)
        connection.execute("PRAGMA query_only = ON")
        yield connection


@contextmanager
def writing(path: str, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """The store at `path` inside one write transaction, made first where there is none.

    Committed durably when the block ends, wholly absent when it raises. Raises StoreError.
    """
    with reachable(path):
        is_new = _make_file(path)
    if not is_new:
        _refuse_emptied(path)
    with _opened(path, timeout) as connection:
        connection.execute("BEGIN IMMEDIATE")
        counter = _leave_out_unreadable(connection, path)
        yield connection
        if counter is not None:
            lens.note_checked(connection, counter + 1)
        # A change that an interrupt finds stored is known to be.
        with signals_waiting():
            connection.execute("COMMIT")
            note_kept(path)


@contextmanager
def changing(
    path: str,
    label: str,
    moment: datetime,
    *,
    command: str = "",
    timeout: float = BUSY_SECONDS,
) -> Iterator[Change]:
    """One command's change of the store at `path`: all of it durable, or none of it there.

    `label` names it for undo; `command` continues an earlier one. Raises StoreError.
    """
    from valuecheck.store.changes import Change

    change = None
    try:
        with writing(path, timeout) as connection:
            change = Change(connection, label, moment, command)
            yield change
            change.finish()
    except StoreError as error:
        # A disk that fails at the very end may have stored all the same: look before saying no.
        if change is None or not change.finished:
            raise
        arrived = _has_arrived(path, change)
        error.uncertain = arrived is None
        if not arrived:
            raise


def _has_arrived(path: str, change: Change) -> bool | None:
    """Return whether the store holds a finished change, None where it cannot be read."""
    try:
        with reading(path) as connection:
            return connection is not None and change.is_in(connection)
    except StoreError:
        return None


def is_older(path: str) -> bool:
    """Return whether the store at `path` has an older schema: its next use migrates it."""
    # Read from the file's header, before any connection: closing a file drops its locks.
    with reachable(path), suppress(FileNotFoundError, NotADirectoryError), open(path, "rb") as file:
        header = file.read(_VERSION_AT + 4)
        version = int.from_bytes(header[_VERSION_AT:], "big")
        return header.startswith(b"SQLite format 3\0") and version < SCHEMA_VERSION
    return False


def compact(path: str, timeout: float = BUSY_SECONDS) -> None:
    """Rewrite the store at `path`, so that no page keeps a rest of what was deleted from it.

    Secure deletion alone leaves some where rows moved between pages. Raises StoreError.
    """
    with _opened(path, timeout) as connection:
        connection.execute("VACUUM")


def _has_bytes(path: str) -> bool:
    """Return whether there is a store with something in it.

    Raises DamagedError for an empty file where a store was used: that is a loss, no beginning.
    """
    with reachable(path):
        try:
            size = os.stat(path).st_size
        except (FileNotFoundError, NotADirectoryError):
            return False
    if size == 0 and os.path.isfile(path) and _was_used(path):
        raise _emptied(path)
    return size > 0


def _refuse_emptied(path: str) -> None:
    """Raise DamagedError for a store that lost its content, not for one just being made."""
    for _ in range(_LOOKS):
        try:
            _has_bytes(path)
        except DamagedError:
            sleep(_SECONDS_BETWEEN_LOOKS)
        else:
            return
    raise _emptied(path)


def _emptied(path: str) -> DamagedError:
    problem = f"{path} is empty, though it was used before"
    begin_anew = "look for an older copy of it, or move it away to begin anew"
    return DamagedError(problem, way_back(path, begin_anew))


def _was_used(path: str) -> bool:
    """Return whether copies, or what shells read of the store, say that there was one."""
    paths = locate(os.environ)
    return newest(path) is not None or (paths.store == path and os.path.isfile(paths.short))


def _leave_out_unreadable(connection: sqlite3.Connection, path: str) -> int | None:
    """Hide the rows that no command can use.

    Returns the file's change counter where there is no such row, None where there are some or
    nobody has looked.
    """
    counter = _state.counters.get(path, -1)
    if counter < 0:
        return None
    checked = lens.checked_counter(connection)
    # Later than the counter that was read: another command of ours has written meanwhile.
    if checked >= counter:
        return checked
    if found := lens.unreadable(connection):
        lens.leave_out(connection, found)
        _state.left_out[path] = found
        return None
    return counter


def _make_file(path: str) -> bool:
    """Make the file for a new store; False where there is one."""
    make_private_folder(os.path.dirname(path))
    # SQLite would make the file readable to others; its journal copies this file's mode. An
    # existing one is not touched: closing it would drop the locks of our other connections.
    with suppress(FileExistsError):
        os.close(create_private_file(path))
        return True
    return False


@contextmanager
def _opened(path: str, timeout: float) -> Iterator[sqlite3.Connection]:
    """The store at `path` in the newest schema; closing rolls back what was not committed."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        problem = f"SQLite {sqlite3.sqlite_version} is too old"
        raise StoreError(problem, "use a Python built with SQLite 3.37 or later")
    # Never read a file that is open: closing it would drop the locks of our other connections.
    _state.counters[path] = -1 if _state.opened else lens.change_counter(path)
    _state.opened += 1
    try:
        with closing(connect(path, timeout)) as connection:
            with reachable(path):
                _make_ready(connection, path)
            try:
                yield connection
            except (ValueError, TypeError, LookupError, AttributeError):
                # A row that cannot be understood: is it the store, or are we wrong?
                refuse_damaged(connection, path)
                raise
    except sqlite3.Error as error:
        raise store_error(error, path) from error
    finally:
        _state.opened -= 1


def _make_ready(connection: sqlite3.Connection, path: str) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if application != APPLICATION_ID and (application or tables):
        problem = f"{path} belongs to another program"
        raise StoreError(problem, "move it away, or set VALUECHECK_HOME to another folder")
    if version > SCHEMA_VERSION:
        problem = f"{path} was written by a newer valuecheck"
        raise StoreError(problem, "update this one; nothing was changed")
    # A store from other hands may be in WAL mode, which loses its guarantee of a single file.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
        connection.execute("PRAGMA journal_mode = DELETE")
    if version < SCHEMA_VERSION:
        # Kept out of the daily path: sqlite-utils takes longer to import than an answer to store.
        from valuecheck.store.schema import migrate

        migrate(connection, path)
        # A migration is one transaction, and all that it writes is ours.
        if _state.counters.get(path, -1) >= 0:
            _state.counters[path] += 1
