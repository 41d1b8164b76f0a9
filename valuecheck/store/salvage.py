"""Save what can be read of a damaged store into a new one; the damaged file is kept."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing, suppress
from shutil import which
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import StoreError
from valuecheck.store import connection as store
from valuecheck.store import copies, forgetting, lens, replacing, sqlite
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import TABLES
from valuecheck.store.connection import changing
from valuecheck.store.copy_files import BROKEN, copies_of
from valuecheck.store.forgetting import Forgotten
from valuecheck.store.merge import merge, merge_forgotten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from valuecheck.store.changes import Row, SyncedTable
    from valuecheck.store.copy_files import Copy

LABEL = "salvage"
_RECOVER_SECONDS = 120
_END = 1 << 62
_OWN_FACTS = {"clock", lens.CHECKED}


class Salvaged(NamedTuple):
    """The result of a rescue.

    `read` rows came out of the damaged file, `from_copies` only out of copies. `missing` are the
    days that an index names a check-in for and that have none now. `kept` is the damaged file.
    """

    read: int
    from_copies: int
    missing: list[str]
    kept: Copy


def salvage(path: str, moment: datetime) -> Salvaged:
    """Put what can be read of the store at `path`, and of its copies, into a new one there.

    Raises StoreError where nothing can be read or written; the file is then as it was.
    """
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        broken = os.path.join(folder, "broken.db")
        with sqlite.reachable(path):
            copies.copy_bytes(path, broken)
            for ending in ("-journal", "-wal"):
                with suppress(FileNotFoundError):
                    copies.copy_bytes(path + ending, broken + ending)
        wanted = os.path.join(folder, "valuecheck.db")
        read = _merge_file(wanted, _readable(broken, folder), moment)
        from_copies = _merge_copies(path, wanted, folder, moment)
        if not read and not from_copies:
            problem = f"nothing can be read of {path} any more"
            raise StoreError(problem, "move it away to begin anew, or look for a copy elsewhere")
        for source in (*(copy.file for copy in copies_of(path) if copy.kind != BROKEN), broken):
            _take_facts(source, wanted)
        missing = _missing(broken, wanted)
        kept = replacing.replace_broken(path, wanted)
    return Salvaged(read, from_copies, missing, kept)


def _readable(broken: str, folder: str) -> str:
    """The file to read from: rebuilt by SQLite's own recovery where that is there."""
    program = which("sqlite3")
    if program is None:
        return broken
    rebuilt = os.path.join(folder, "recovered.db")
    with suppress(OSError, subprocess.SubprocessError):
        script = subprocess.run(  # noqa: S603
            [program, "-readonly", broken, ".recover"],
            capture_output=True,
            timeout=_RECOVER_SECONDS,
            check=False,
        ).stdout
        subprocess.run(  # noqa: S603
            [program, rebuilt], input=script, capture_output=True, timeout=_RECOVER_SECONDS,
            check=False,
        )  # fmt: skip
    return rebuilt if _counted(rebuilt) > _counted(broken) else broken


def _counted(path: str) -> int:
    return sum(1 for table in TABLES.values() for _ in _rows(path, table))


def _merge_file(wanted: str, source: str, moment: datetime) -> int:
    """Merge all rows that can be read of the file `source`; returns how many were new."""
    with changing(wanted, LABEL, moment) as change:
        merge_forgotten(change, _forgotten(source))
        for entry in forgetting.pending(change.connection):
            forgetting.end(change, entry)
        return sum(
            len(merge(change, table, _rows(source, table), undoable=False).new)
            for table in TABLES.values()
        )


def _merge_copies(path: str, wanted: str, folder: str, moment: datetime) -> int:
    new = 0
    for copy in reversed(copies_of(path)):
        if copy.kind == BROKEN:
            continue
        # A copy of an older schema is migrated, so another file replaces it.
        stand_in = os.path.join(folder, f"copy{copy.number}.db")
        with suppress(StoreError, OSError):
            copies.copy_bytes(copy.file, stand_in)
            with store.reading(stand_in):
                pass
        with suppress(StoreError):
            new += _merge_file(wanted, stand_in, moment)
    return new


def _rows(path: str, table: SyncedTable) -> Iterator[Row]:
    """The rows of a table that can be read; columns that an older schema lacks are blank."""
    try:
        with closing(sqlite.connect(path)) as opened:
            opened.text_factory = lambda raw: raw.decode("utf-8", "replace")
            there = {row["name"] for row in opened.execute(f"PRAGMA table_info({table.name})")}
            for found in _ranges(opened, table.name, 0, _END):
                row = {
                    name: found[name] if name in there else table.blank.get(name)
                    for name in store_rows.columns_of(table)
                }
                if row[table.key] is not None and row["clock"] is not None:
                    yield row
    except sqlite3.Error:
        return


def _ranges(opened: sqlite3.Connection, name: str, first: int, last: int) -> Iterator[sqlite3.Row]:
    """The rows between two rowids; around a page that cannot be read the range is halved."""
    after = first
    try:
        for row in opened.execute(
            f"SELECT rowid AS at_rowid, * FROM {name} "  # noqa: S608
            "WHERE rowid >= ? AND rowid <= ? ORDER BY rowid",
            (first, last),
        ):
            after = row["at_rowid"] + 1
            yield row
    except sqlite3.DatabaseError:
        # Ever further away: rows behind the damage are found in a few dozen steps.
        step = 1
        while after + step <= last and step < _END:
            if _can_read_from(opened, name, after + step):
                yield from _ranges(opened, name, after + step, last)
                return
            step *= 2


def _can_read_from(opened: sqlite3.Connection, name: str, first: int) -> bool:
    try:
        found = opened.execute(
            f"SELECT * FROM {name} WHERE rowid >= ? ORDER BY rowid LIMIT 1",  # noqa: S608
            (first,),
        ).fetchone()
    except sqlite3.DatabaseError:
        return False
    return found is not None


def _forgotten(path: str) -> list[Forgotten]:
    with suppress(sqlite3.Error), closing(sqlite.connect(path)) as opened:
        found = opened.execute("SELECT table_name, key, device, clock FROM forgotten")
        return [
            entry
            for entry in map(Forgotten._make, found)
            if store_rows.HOLDS["clock"].is_right(entry.clock)
        ]
    return []


def _take_facts(source: str, wanted: str) -> None:
    """Take over what a file says of itself, its device and secrets, as far as it can be read."""
    facts: list[tuple[str, str]] = []
    with suppress(sqlite3.Error), closing(sqlite.connect(source)) as opened:
        found = opened.execute("SELECT name, value FROM facts").fetchall()
        facts = [(name, value) for name, value in found if name not in _OWN_FACTS and value]
    with store.writing(wanted) as connection:
        connection.executemany(
            "INSERT INTO facts VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            facts,
        )


def _missing(broken: str, wanted: str) -> list[str]:
    """The days that the damaged file's index names and the new store does not have."""
    days: set[str] = set()
    with suppress(sqlite3.Error), closing(sqlite.connect(broken)) as opened:
        opened.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for (day,) in opened.execute(
            "SELECT day FROM check_ins INDEXED BY check_ins_by_day WHERE deleted = 0"
        ):
            if store_rows.HOLDS["day"].is_right(day):
                days.add(day)
    with store.reading(wanted) as opened_new:
        if opened_new is not None:
            found = opened_new.execute("SELECT DISTINCT day FROM check_ins WHERE deleted = 0")
            days -= {row[0] for row in found}
    return sorted(days)
