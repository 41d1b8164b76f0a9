"""Merge what other machines wrote into the store."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from valuecheck.store import forgetting, gave_way
from valuecheck.store import merge as merging
from valuecheck.store.changes import SKIPS, TABLES, WORKWEEKS
from valuecheck.store.forgetting import Pending
from valuecheck.store.rows import problem, same_content
from valuecheck.sync.files import source_of, sources_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from valuecheck.store.changes import Change, Row, SyncedTable
    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.files import Contents
    from valuecheck.sync.state import SyncState

# Nobody wrote these by hand: which of two is kept tells nothing.
_UNNAMED = (SKIPS, WORKWEEKS)


@dataclass
class Outcome:
    """The outcome of a sync.

    `came` and `went` count rows with other contents than before, `wiped` are those that other
    machines forgot for good. `unread` counts lines of the remote that this version cannot use,
    `damaged` are the paths of files that cannot be opened.
    `renamed` says that another home had this device's id, so that this one took a new one,
    `keeps_past` that the remote refused to drop older versions of what this sync has wiped.
    """

    came: int = 0
    went: int = 0
    wiped: list[Forgotten] = field(default_factory=list)
    unread: int = 0
    damaged: list[str] = field(default_factory=list)
    renamed: bool = False
    keeps_past: bool = False


def merge(
    change: Change, contents: Contents, known: SyncState, outcome: Outcome, today: date
) -> set[str]:
    """Merge the contents of other machines' files; `known` learns what has been seen.

    Returns the devices of which rows were refused.
    """
    if _is_written_by_another(change, contents):
        outcome.renamed = True
        known.seen |= dict.fromkeys(sources_of(change.device), known.pushed)
        _take_another_id(change)
    if not known.at:
        _give_up_own_workweeks(change, contents)
    _merge_forgotten(change, contents, outcome)
    refused: set[str] = set()
    for table in TABLES.values():
        rows = [entry.row for entry in contents.entries if entry.table is table]
        if rows:
            refused |= _merge_rows(change, table, rows, contents, known, outcome)
    _merge_facts(change.connection, contents.facts, today)
    for source, clock in contents.latest.items():
        known.seen[source] = max(clock, known.seen.get(source, ""))
    return refused


def _is_written_by_another(change: Change, contents: Contents) -> bool:
    """Return True if rows that we do not have carry our id: a copied or a restored home."""
    for entry in contents.entries:
        if entry.row["device"] != change.device:
            continue
        here = change.get(entry.table, str(entry.row[entry.table.key]))
        is_new = here is None or str(here["clock"]) < str(entry.row["clock"])
        if is_new and not _is_forgotten(change.connection, entry.table, entry.row):
            return True
    return False


def _is_forgotten(connection: sqlite3.Connection, table: SyncedTable, row: Row) -> bool:
    found = connection.execute(
        "SELECT 1 FROM forgotten WHERE table_name = ? AND key = ?", (table.name, row[table.key])
    )
    return found.fetchone() is not None


def _take_another_id(change: Change) -> None:
    """Write as a new device from now on, all that the old one wrote.

    What was sent under the old id may have been overwritten by the other home. Undo goes on:
    history belongs to the store, not to the id.
    """
    old, new = change.device, os.urandom(8).hex()
    for name in (*TABLES, "forgotten", "history"):
        change.connection.execute(
            f"UPDATE main.{name} SET device = ? WHERE device = ?",  # noqa: S608
            (new, old),
        )
    change.connection.execute("UPDATE facts SET value = ? WHERE name = 'device'", (new,))
    change.device = new


def _give_up_own_workweeks(change: Change, contents: Contents) -> None:
    """On joining the others' workweeks count: ours were never chosen against them."""
    if any(entry.table is WORKWEEKS for entry in contents.entries):
        change.connection.execute("DELETE FROM main.workweeks WHERE device = ?", (change.device,))


def _merge_forgotten(change: Change, contents: Contents, outcome: Outcome) -> None:
    wiped = merging.merge_forgotten(change, contents.forgotten)
    for entry in wiped:
        forgetting.begin(change, Pending(entry.table_name, entry.key))
    outcome.wiped += wiped


def _merge_rows(
    change: Change,
    table: SyncedTable,
    rows: Sequence[Row],
    contents: Contents,
    known: SyncState,
    outcome: Outcome,
) -> set[str]:
    def had_seen(won: Row, lost: Row) -> bool:
        # Of other machines' edits they name the losers themselves.
        if table in _UNNAMED or lost["device"] != change.device:
            return True
        return _had_seen(table, contents, won, lost)

    merged = merging.merge(change, table, rows, undoable=False, had_seen=had_seen)
    outcome.came += len(merged.new) + len(merged.replaced)
    outcome.unread += len(merged.refused)
    if table not in _UNNAMED:
        _keep_beaten(change, table, [*merged.older, *_outdone(table, rows, contents)], known)
    return {str(each.row["device"]) for each in merged.refused}


def _had_seen(table: SyncedTable, contents: Contents, won: Row, lost: Row) -> bool:
    """Return whether the machine that wrote the winner knew the loser."""
    clock = str(lost["clock"])
    return clock <= contents.seen.get(str(won["device"]), {}).get(source_of(clock, table.name), "")


def _outdone(table: SyncedTable, rows: Sequence[Row], contents: Contents) -> list[Row]:
    """The rows that are older than another one for the same key, whose machine never saw them."""
    newest: dict[str, Row] = {}
    outdone = []
    if len({row[table.key] for row in rows}) < len(rows):
        for row in sorted(rows, key=lambda row: str(row["clock"])):
            before = newest.get(str(row[table.key]))
            if before and not (_had_seen(table, contents, row, before) or problem(table, before)):
                outdone.append(before)
            newest[str(row[table.key])] = row
    return outdone


def _keep_beaten(
    change: Change, table: SyncedTable, older: Iterable[Row], known: SyncState
) -> None:
    """Keep the rows of others that we had never seen and that lost to edits of ours."""
    for row in older:
        here = change.get(table, str(row[table.key]))
        clock = str(row["clock"])
        if (
            here is not None
            and here["device"] == change.device != row["device"]
            and clock > known.seen.get(source_of(clock, table.name), "")
            and not same_content(table, row, here)
        ):
            gave_way.keep(change, table, row, here)


def _merge_facts(connection: sqlite3.Connection, facts: Mapping[str, str], today: date) -> None:
    """Keep the smaller one of two seeds or secrets; a new seed counts from tomorrow."""
    for name, value in facts.items():
        row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        if row is not None and row[0] <= value:
            continue
        if row is not None and name == "seed":
            _keep_fact(connection, "seed_before", f"{today.isoformat()} {row[0]}")
        _keep_fact(connection, name, value)


def _keep_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
