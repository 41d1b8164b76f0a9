"""Opening the store, and one plain sentence for everything that SQLite can refuse."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from valuecheck.errors import StoreError
from valuecheck.paths import make_private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x76636B31  # "vck1"
SCHEMA_VERSION = 1
BUSY_SECONDS = 15.0
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


@contextmanager
def reading(path: str, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection | None]:
    """The store at `path` for reading, or None where there is none yet: reading creates nothing.

    Waits `timeout` seconds for a lock. A store of an older schema is migrated first. Raises
    StoreError.
    """
    if not _has_bytes(path):
        yield None
        return
    with explained(path):
        connection = _connect(path, timeout)
        try:
            if _stored_version(connection, path) < SCHEMA_VERSION:
                _migrate(connection, path)
            connection.execute("PRAGMA query_only = ON")
            yield connection
        finally:
            connection.close()


@contextmanager
def writing(path: str, timeout: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """The store at `path` inside one write transaction, made first where there is none.

    Committed durably when the block ends, wholly absent when it raises. Raises StoreError.
    """
    with explained(path):
        make_private_folder(os.path.dirname(path))
        # SQLite would make the file readable to others; its journal copies this file's mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = _connect(path, timeout)
        try:
            if _stored_version(connection, path) < SCHEMA_VERSION:
                _migrate(connection, path)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            # Closing rolls back whatever was not committed.
            connection.close()


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what SQLite and the file system raise about `path` into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(error, path) from error
    except OSError as error:
        problem = f"cannot use {path}: {error.strerror or error}"
        raise StoreError(problem, "check that the folder exists and is yours") from error


def _has_bytes(path: str) -> bool:
    try:
        return os.stat(path).st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        problem = f"cannot use {path}: {error.strerror}"
        raise StoreError(problem, "check that the folder is yours") from error


def _connect(path: str, timeout: float) -> sqlite3.Connection:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        problem = f"SQLite {sqlite3.sqlite_version} is too old"
        raise StoreError(problem, "use a Python built with SQLite 3.37 or later")
    # mode=rw never creates; unlike mode=ro it can finish what a killed process left behind.
    connection = sqlite3.connect(
        f"file:{quote(os.path.abspath(path))}?mode=rw",
        uri=True,
        timeout=timeout,
        isolation_level=None,
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _stored_version(connection: sqlite3.Connection, path: str) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != APPLICATION_ID:
        problem = f"{path} belongs to another program"
        raise StoreError(problem, "move it away, or set VALUECHECK_HOME to another folder")
    if version > SCHEMA_VERSION:
        problem = f"{path} was written by a newer valuecheck"
        raise StoreError(problem, "update this one; nothing was changed")
    # A store from other hands may be in WAL mode, which loses its guarantee of a single file.
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
        connection.execute("PRAGMA journal_mode = DELETE")
    return version


def _migrate(connection: sqlite3.Connection, path: str) -> None:
    # Kept out of the daily path: sqlite-utils takes longer to import than an answer to store.
    from valuecheck.store.schema import migrate

    migrate(connection, path)


_REMEDIES = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space and try again"),
    sqlite3.SQLITE_READONLY: ("it is read-only", "make the file and its folder writable"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check that file and folder are yours"),
    sqlite3.SQLITE_NOTADB: ("it is not a valuecheck store", "move it away or restore a backup"),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", "restore a backup from the folder 'backups' there"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_PERM: ("access is denied", "check that file and folder are yours"),
    sqlite3.SQLITE_AUTH: ("access is denied", "check that file and folder are yours"),
    sqlite3.SQLITE_IOERR: ("reading or writing failed", "check the disk and try again"),
}


def _store_error(error: sqlite3.Error, path: str) -> StoreError:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    reason, remedy = _REMEDIES.get(primary, (str(error), "run again, or restore a backup"))
    return StoreError(f"cannot use {path}: {reason}", remedy)
