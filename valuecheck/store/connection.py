"""Opening the store, and one plain sentence for everything that SQLite can refuse."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress

from valuecheck.config.paths import make_private_folder
from valuecheck.core.errors import StoreError
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

SCHEMA_VERSION = 4
# Where a database file keeps its user_version: https://www.sqlite.org/fileformat.html
_VERSION_AT = 60


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
        connection.execute("PRAGMA query_only = ON")
        yield connection


@contextmanager
def writing(path: str, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """The store at `path` inside one write transaction, made first where there is none.

    Committed durably when the block ends, wholly absent when it raises. Raises StoreError.
    """
    with reachable(path):
        _make_file(path)
    with _opened(path, timeout) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection
        connection.execute("COMMIT")


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
    with reachable(path):
        try:
            return os.stat(path).st_size > 0
        except (FileNotFoundError, NotADirectoryError):
            return False


def _make_file(path: str) -> None:
    make_private_folder(os.path.dirname(path))
    # SQLite would make the file readable to others; its journal copies this file's mode. An
    # existing one is not touched: closing it would drop the locks of our other connections.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


@contextmanager
def _opened(path: str, timeout: float) -> Iterator[sqlite3.Connection]:
    """The store at `path` in the newest schema; closing rolls back what was not committed."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        problem = f"SQLite {sqlite3.sqlite_version} is too old"
        raise StoreError(problem, "use a Python built with SQLite 3.37 or later")
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
