"""Open SQLite files safely, and turn SQLite's errors into sentences."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import contextmanager

from valuecheck.core.errors import DISK_FULL, DamagedError, StoreError, is_disk_full, reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


APPLICATION_ID = 0x76636B31  # "vck1"
BUSY_SECONDS = 15.0
# What SQLite reads as the end of a path in a URI; urllib takes as long to import as all of json.
_IN_URI = str.maketrans({"%": "%25", "?": "%3f", "#": "%23"})
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables


@contextmanager
def reachable(path: str) -> Iterator[None]:
    """Turn what the file system raises about `path` into a StoreError."""
    try:
        yield
    except OSError as error:
        problem = f"cannot use {path}: {reason(error)}"
        remedy = "check that file and folder are there and yours"
        raise StoreError(problem, DISK_FULL[1] if is_disk_full(error) else remedy) from error


def connect(path: str, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """A connection that never creates the file, and leaves no trace of what it deletes."""
    # mode=rw never creates; unlike mode=ro it can finish what a killed process left behind.
    location = os.path.abspath(path).translate(_IN_URI)
    connection = sqlite3.connect(
        f"file:{location}?mode=rw", uri=True, timeout=timeout, isolation_level=None
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


def refuse_damaged(connection: sqlite3.Connection, path: str) -> None:
    """Raise StoreError where SQLite finds the store damaged or a row against its constraints."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        # Such as `*** in database main ***` and, in the next line, what is wrong.
        raise _damaged(path, f"it is damaged ({found.splitlines()[-1]})", _SALVAGE)


_REMEDIES = {
    sqlite3.SQLITE_FULL: DISK_FULL,
    sqlite3.SQLITE_READONLY: ("it is read-only", "make the file and its folder writable"),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", "check that file and folder are yours"),
    sqlite3.SQLITE_BUSY: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_LOCKED: ("another program is writing to it", "try again in a moment"),
    sqlite3.SQLITE_PERM: ("access is denied", "check that file and folder are yours"),
    sqlite3.SQLITE_AUTH: ("access is denied", "check that file and folder are yours"),
    sqlite3.SQLITE_IOERR: ("reading or writing failed", "check the disk and try again"),
}


_SALVAGE = "'valuecheck doctor --fix' saves what can be read"
# What is so still when the command runs again.
_LASTING = {
    sqlite3.SQLITE_NOTADB: ("it is not a valuecheck store", "move it away"),
    sqlite3.SQLITE_CORRUPT: ("it is damaged", _SALVAGE),
}


def store_error(error: sqlite3.Error, path: str) -> StoreError:
    """Return the sentence for an error of SQLite about the file at `path`."""
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if found := _REMEDIES.get(primary):
        return StoreError(f"cannot use {path}: {found[0]}", found[1])
    # Others, such as a missing table, come of a file that other hands have changed.
    return _damaged(path, *_LASTING.get(primary, (str(error), _SALVAGE)))


def _damaged(path: str, reason: str, remedy: str) -> DamagedError:
    from valuecheck.store.copy_files import way_back

    return DamagedError(f"cannot use {path}: {reason}", way_back(path, remedy))
