"""This machine's part in the sync at this moment, without asking the remote."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import sync_failing
from valuecheck.store import connection as store
from valuecheck.store.changes import TABLES
from valuecheck.sync import membership, state
from valuecheck.sync.files import device_of
from valuecheck.sync.git_program import shown_address

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.actions.sync_failing import Failing
    from valuecheck.config.paths import Paths


class Standing(NamedTuple):
    """Where this machine syncs and how, when it last did, with how many devices, and what waits.

    `place` is the address as it may be shown. `waiting` counts rows that the others cannot see
    yet; `keeps_past` says that older versions of what was wiped are still there; `failing` is None
    where the last try worked.
    """

    place: str
    plain: bool
    auto: bool
    last: datetime | None
    devices: int
    waiting: int
    keeps_past: bool
    failing: Failing | None


def standing(paths: Paths) -> Standing:
    """Return it. Raises UsageError where sync is not set up, SettingsError and StoreError."""
    part = membership.joined(paths)
    with store.reading(paths.store) as opened:
        known = state.load(opened)
        waiting = _waiting(opened, known.pushed) if opened else 0
        own = opened and opened.execute("SELECT value FROM facts WHERE name = 'device'").fetchone()
    place = shown_address(part.remote)
    there = {device for path in known.read if (device := device_of(path))}
    devices = len(there | {own[0] if own else ""})
    last = datetime.fromisoformat(known.at) if known.at else None
    return Standing(
        place,
        part.plain,
        part.auto,
        last,
        devices,
        waiting,
        known.keeps_past,
        sync_failing.failing(paths),
    )


def _waiting(connection: sqlite3.Connection, pushed: str) -> int:
    return sum(
        connection.execute(
            f"SELECT count(*) FROM {table.name} WHERE clock > ? AND device = "  # noqa: S608
            "(SELECT value FROM facts WHERE name = 'device')",
            (pushed,),
        ).fetchone()[0]
        for table in TABLES.values()
    )
