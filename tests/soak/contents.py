"""The content of a home, so that what a command has left can be compared with what it should."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import StoreError
from valuecheck.store import connection, sqlite
from valuecheck.store.changes import TABLES

if TYPE_CHECKING:
    from pathlib import Path

# Stands in the note that is forgotten, and must then be nowhere.
ANIMAL = "otter"

Rows = tuple[tuple[str, ...], ...]


class Content(NamedTuple):
    """A home in words: rows without ids, clocks and devices; settings; files beside it.

    `rows` is None for a store that is damaged, and empty where there is none.
    """

    rows: tuple[tuple[str, Rows], ...] | None
    undoable: int
    settings: str
    files: tuple[tuple[str, str], ...]
    sound_copies: int
    secret: bool

    def says(self, expected: Content) -> bool:
        """Return whether it says the same. Copies made on the way may be more, never fewer."""
        return self[:4] == expected[:4] and self.sound_copies >= expected.sound_copies

    def is_between(self, one: Content, other: Content) -> bool:
        """Return whether each part is as in one of them, and each file."""
        files = {*one.files, *other.files}
        return (
            self.rows in (one.rows, other.rows)
            and self.settings in (one.settings, other.settings)
            and {*self.files} <= files
            and {name for name, _ in {*one.files} & {*other.files}} <= {n for n, _ in self.files}
        )


def content_of(home: Path) -> Content:
    """The content of a home."""
    settings = home / "config.toml"
    found, undoable = _stored(home)
    return Content(
        found,
        undoable,
        _without(home, settings.read_text()) if settings.exists() else "",
        tuple(_files(home)),
        sum(map(_is_sound, (home / "backups").glob("valuecheck-*.db"))),
        any(ANIMAL.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file()),
    )


def _stored(home: Path) -> tuple[tuple[tuple[str, Rows], ...] | None, int]:
    path = str(home / "valuecheck.db")
    try:
        # As the next command does it: what a killed one has left half done is rolled back.
        with connection.reading(path) as opened:
            if opened is None:
                return (), 0
            sqlite.refuse_damaged(opened, path)
            found = tuple((name, _rows(opened, name, table.key)) for name, table in TABLES.items())
            (undoable,) = opened.execute("SELECT count(DISTINCT command) FROM history").fetchone()
            return found, undoable
    except (sqlite3.Error, StoreError):
        return None, 0
    finally:
        # A process ends with it, and this one goes on.
        connection.all_left_out()


def _rows(opened: sqlite3.Connection, name: str, key: str) -> Rows:
    left_out = {"clock", "device", "at", *({"id"} if key == "id" else ())}
    found = opened.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    return tuple(
        sorted(tuple(f"{k}={row[k]}" for k in row.keys() if k not in left_out) for row in found)  # noqa: SIM118
    )


def _files(home: Path) -> list[tuple[str, str]]:
    """All that a user finds beside the home: text by its digest, other files by their presence."""
    found = []
    for file in sorted(home.parent.rglob("*")):
        name = str(file.relative_to(home.parent))
        if name.startswith(_NOT_THE_USERS) or ".tmp" in name or file.is_dir():
            continue
        text = "" if file.suffix == ".db" else file.read_text(errors="replace")
        content = _without(home, text)
        found.append((name, sha256(content.encode()).hexdigest()[:8]))
    if (home / "sync.key").exists():
        found.append(("home/sync.key", ""))
    return found


_NOT_THE_USERS = ("home", "other", "carried", "made-up", "std", "status")


def _without(home: Path, text: str) -> str:
    return text.replace(str(home.parent), "HERE")


def _is_sound(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(copy)) as opened:
            found: Any = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error:
        return False
    return bool(found[0] == "ok")


def drafts(folder: Path) -> list[Path]:
    """Half-written files below a folder."""
    return [*folder.rglob("*.tmp*")]
