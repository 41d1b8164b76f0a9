"""The store's record of its last sync, kept in the store so that a copy has its own."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3

_NAME = "sync"


@dataclass
class SyncState:
    """The last sync.

    `pushed` is the latest clock of our own rows that the others can see, `seen` that of each source
    that we have merged. `read` are the fingerprints of files that hold nothing new, `own`
    the digest of the text and the fingerprint of each file that we wrote, `marks` what tells each
    group of our rows from others. `purged` are the keys of forgotten rows that no file holds any
    more, `keeps_past` says that older versions of files still do. `at` is when it was, as ISO text.
    """

    pushed: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    purged: list[str] = field(default_factory=list)
    keeps_past: bool = False
    at: str = ""


def load(connection: sqlite3.Connection | None) -> SyncState:
    """Return the state; a new one where there is none, or none that can be read."""
    if connection is None:
        return SyncState()
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_NAME,)).fetchone()
    try:
        found: dict[str, Any] = json.loads(row[0]) if row else {}
        return SyncState(**found)
    except (ValueError, TypeError):
        return SyncState()


def save(connection: sqlite3.Connection, state: SyncState) -> None:
    """Keep the state, in the transaction that it describes."""
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_NAME, json.dumps(asdict(state))),
    )
