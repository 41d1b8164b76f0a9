"""Copies of the store in the folder `backups` beside it: made by themselves, three of each kind.

A copy is checked before an older one of its kind goes, and is readable by its owner alone.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress

from valuecheck.config.paths import (
    create_private_file,
    draft_of,
    make_private_folder,
    note_kept,
    sync,
)
from valuecheck.core.errors import StoreError
from valuecheck.store import sqlite
from valuecheck.store.copy_files import (
    BROKEN,
    UNFINISHED,
    WEEKLY,
    Copy,
    copies_of,
    folder_of,
    has_weeks_copy,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

KEPT = 3


def make(path: str, kind: str, moment: datetime | None = None) -> Copy:
    """Copy the store at `path`; older copies of the kind go once the new one is checked.

    The file has the time `moment`. Raises StoreError, with no older copy gone.
    """
    folder = folder_of(path)
    with sqlite.reachable(folder):
        make_private_folder(folder)
        with draft_of(os.path.join(folder, UNFINISHED)) as draft:
            write_copy(path, draft)
            _check(draft)
            if moment:
                os.utime(draft, (moment.timestamp(), moment.timestamp()))
            made = _place(path, draft, kind)
        of_kind = [copy for copy in copies_of(path) if copy.kind == kind]
        for old in of_kind[:-KEPT]:
            _remove(old.file)
    return made


def make_weekly(path: str, moment: datetime) -> Copy | None:
    """Make the week's copy, unless there is one or the store holds nothing of an earlier day.

    Raises StoreError.
    """
    if has_weeks_copy(path, moment):
        return None
    is_first = all(copy.kind != WEEKLY for copy in copies_of(path))
    if is_first and not _holds_earlier_day(path, moment):
        return None
    return make(path, WEEKLY, moment)


def keep_broken(path: str) -> Copy:
    """Keep the file at `path` byte for byte, with what belongs to it. Raises StoreError."""
    folder = folder_of(path)
    with sqlite.reachable(folder):
        make_private_folder(folder)
        with draft_of(os.path.join(folder, UNFINISHED)) as draft:
            copy_bytes(path, draft)
            return _place(path, draft, BROKEN)


def write_copy(path: str, draft: str) -> None:
    """Write a compact copy of the store at `path` into the empty file `draft`.

    Raises StoreError.
    """
    try:
        # VACUUM INTO would make a file readable to others, but takes an empty one as it finds it.
        with closing(sqlite.connect(path)) as reader:
            reader.execute("VACUUM INTO ?", (draft,))
    except sqlite3.Error as error:
        raise sqlite.store_error(error, path) from error
    with sqlite.reachable(draft):
        sync(draft)


def copy_bytes(path: str, draft: str) -> None:
    """Copy a file into the existing file `draft`, byte for byte. Raises OSError."""
    with open(path, "rb") as source, open(_private(draft), "wb") as target:
        while block := source.read(1 << 20):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def _private(path: str) -> int:
    """Open a file to write it anew, made for its owner alone where there is none."""
    with suppress(FileExistsError):
        return create_private_file(path)
    return os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)


@contextmanager
def changing(path: str) -> Iterator[sqlite3.Connection]:
    """A copy inside one write transaction, compacted afterwards. Raises StoreError."""
    try:
        with closing(sqlite.connect(path)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise sqlite.store_error(error, path) from error


def _holds_earlier_day(path: str, moment: datetime) -> bool:
    try:
        with closing(sqlite.connect(path)) as reader:
            found = reader.execute("SELECT min(day) FROM check_ins WHERE deleted = 0").fetchone()[0]
    except sqlite3.Error as error:
        raise sqlite.store_error(error, path) from error
    return bool(found) and str(found) < moment.date().isoformat()


def _remove(file: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(file)


def _check(draft: str) -> None:
    with closing(sqlite.connect(draft)) as copy:
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        problem = f"the copy of the store is damaged ({found})"
        raise StoreError(problem, "'valuecheck doctor' looks for the cause")


def _place(path: str, draft: str, kind: str) -> Copy:
    """Give a finished copy the next number; of two processes at once each takes its own."""
    while True:
        found = copies_of(path)
        number = found[-1].number + 1 if found else 1
        file = os.path.join(folder_of(path), f"valuecheck-{number}-{kind}.db")
        with suppress(FileExistsError):
            _rename_new(draft, file)
            sync(folder_of(path))
            note_kept(file)
            return Copy(number, kind, file)


def _rename_new(draft: str, file: str) -> None:
    """Rename without replacing anything. Raises OSError, FileExistsError among them."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links.
        if os.path.exists(file):
            raise FileExistsError(file) from None
        os.rename(draft, file)
