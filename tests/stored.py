"""Looking into a store from outside, as any other SQLite tool does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.moments import Window
from valuecheck.store import copies, copy_files

if TYPE_CHECKING:
    from pathlib import Path

AT_THE_START = CompiledSettings(ask_after=Window(time(4), time(4)))
NOW = datetime.fromisoformat("2026-11-20T09:00:00+01:00")


def context_of(
    home: Path, now: datetime = NOW, settings: CompiledSettings | None = None
) -> Context:
    """A command that runs in `home` at `now`, asked at the day's start unless told otherwise."""
    return Context(locate({"VALUECHECK_HOME": str(home)}), settings or AT_THE_START, now)


def rows(home: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Run a query in the store of `home` and return its rows; changes are committed."""
    with closing(sqlite3.connect(home / "valuecheck.db", isolation_level=None)) as connection:
        return connection.execute(sql, values).fetchall()


def notes(home: Path) -> list[str]:
    """The notes of all check-ins, in the order in which they were written."""
    return [
        row[0] for row in rows(home, "SELECT note FROM check_ins WHERE NOT deleted ORDER BY id")
    ]


def make_copy(home: Path) -> None:
    """Make a copy of the store of `home`, as before a migration."""
    copies.make(str(home / "valuecheck.db"), copy_files.MIGRATION)


def is_sound(home: Path) -> bool:
    """Return whether SQLite finds no damage and no row against its constraints."""
    return rows(home, "PRAGMA integrity_check") == [("ok",)]


def modes(folder: Path) -> dict[str, int]:
    """The permission bits of `folder` and of everything below it, by relative path."""
    found = {".": folder.stat().st_mode & 0o7777}
    for path in sorted(folder.rglob("*")):
        found[str(path.relative_to(folder))] = path.lstat().st_mode & 0o7777
    return found
