"""Make, list and restore copies of the store."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import stamps
from valuecheck.config.paths import create_private_file
from valuecheck.core.errors import StoreError, UsageError
from valuecheck.core.text import quoted
from valuecheck.store import connection as store
from valuecheck.store import copies, copy_files, replacing, sqlite
from valuecheck.store.changes import CHECK_INS, TABLES
from valuecheck.store.rows import all_rows, same_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Row
    from valuecheck.store.copy_files import Copy


class Listed(NamedTuple):
    """A copy as a list shows it; `check_ins` and `latest` day are None where it cannot be read."""

    copy: Copy
    made: datetime
    size: int
    check_ins: int | None
    latest: date | None


class RestoreEffect(NamedTuple):
    """The effect of restoring a copy: check-ins by day, and how many rows of other tables.

    `back` are in the copy alone, `away` in the store alone, `changed` read otherwise in the copy.
    `readable` is False where the present store cannot be read, so that nothing is known.
    """

    back: Sequence[date]
    away: Sequence[date]
    changed: Sequence[date]
    others: Mapping[str, int]
    readable: bool = True


def make(context: Context) -> Copy:
    """Make a copy now. Raises UsageError where nothing is recorded yet, and StoreError."""
    with store.reading(context.paths.store) as opened:
        if opened is None:
            problem = "nothing is recorded yet, so there is nothing to copy"
            raise UsageError(problem, "answer first with 'valuecheck'")
    return copies.make(context.paths.store, copy_files.MANUAL, context.now)


def make_before(context: Context, kind: str) -> None:
    """Make a copy before a command that changes much, where there is a store. Raises StoreError."""
    with store.reading(context.paths.store) as opened:
        there = opened is not None
    if there:
        copies.make(context.paths.store, kind, context.now)


def listed(context: Context) -> list[Listed]:
    """All copies, the newest first."""
    return [_listed(copy) for copy in reversed(copy_files.copies_of(context.paths.store))]


def named(context: Context, name: str) -> Copy:
    """The copy with this number or name. Raises UsageError."""
    word = os.path.basename(name.strip())
    for copy in copy_files.copies_of(context.paths.store):
        if word in _names(copy):
            return copy
    problem = f"there is no copy {quoted(name)}"
    raise UsageError(problem, "'valuecheck backup list' shows them, each with its number")


def _names(copy: Copy) -> tuple[str, ...]:
    name = os.path.basename(copy.file)
    return str(copy.number), name, os.path.splitext(name)[0]


def difference(context: Context, copy: Copy) -> RestoreEffect:
    """Compare `copy` with the store: what it brings back and takes away. Raises StoreError."""
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        found = _rows(_migrated(copy, folder))
    try:
        present = _rows(context.paths.store)
    except StoreError:
        return RestoreEffect(_days(found["check_ins"].values()), (), (), {}, readable=False)
    here, there = present["check_ins"], found["check_ins"]
    others = {
        name: len({*present[name], *found[name]})
        - sum(_same(name, row, found[name].get(key)) for key, row in present[name].items())
        for name in TABLES
        if name != CHECK_INS.name
    }
    return RestoreEffect(
        back=_days(row for key, row in there.items() if key not in here),
        away=_days(row for key, row in here.items() if key not in there),
        changed=_days(
            row
            for key, row in there.items()
            if key in here and not same_content(CHECK_INS, row, here[key])
        ),
        others={name: count for name, count in others.items() if count},
    )


def restore(context: Context, copy: Copy) -> Copy | None:
    """Put the content of `copy` in the place of the store's, which becomes a copy first.

    Returns that copy, None where there was no store. What was forgotten for good stays forgotten.
    Raises StoreError; the store is then as it was.
    """
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        wanted = _migrated(copy, folder)
        kept = replacing.replace(context.paths.store, wanted, context.now)
    stamps.update_shells(context)
    return kept


def _migrated(copy: Copy, folder: str) -> str:
    """A file with the content of `copy` in the newest schema. Raises StoreError."""
    path = os.path.join(folder, "valuecheck.db")
    with sqlite.reachable(copy.file):
        os.close(create_private_file(path))
        copies.copy_bytes(copy.file, path)
    try:
        with store.reading(path) as opened:
            if opened is not None:
                sqlite.refuse_damaged(opened, path)
                return path
    except StoreError as error:
        problem = error.problem.replace(path, copy.file)
        raise StoreError(problem, "choose another one from 'valuecheck backup list'") from error
    problem = f"{copy.file} is empty"
    raise StoreError(problem, "choose another one from 'valuecheck backup list'")


def _rows(path: str) -> dict[str, dict[str, Row]]:
    """All rows that are not deleted, by table and key."""
    with store.reading(path) as opened:
        return {
            name: {
                str(row[table.key]): row
                for row in (all_rows(opened, table) if opened is not None else ())
                if not row["deleted"]
            }
            for name, table in TABLES.items()
        }


def _same(name: str, row: Row, other: Row | None) -> bool:
    return other is not None and same_content(TABLES[name], row, other)


def _days(rows: Iterable[Row]) -> list[date]:
    return sorted(date.fromisoformat(str(row["day"])) for row in rows)


def _listed(copy: Copy) -> Listed:
    status = os.stat(copy.file)
    check_ins, latest = None, None
    try:
        with closing(sqlite.connect(copy.file, 0.1)) as opened:
            check_ins, day = opened.execute(
                "SELECT count(*), max(day) FROM check_ins WHERE deleted = 0"
            ).fetchone()
            latest = date.fromisoformat(day) if day else None
    except (sqlite3.Error, ValueError, TypeError):
        check_ins = None
    return Listed(
        copy, datetime.fromtimestamp(status.st_mtime, UTC), status.st_size, check_ins, latest
    )
