"""Merge rows from elsewhere into the store: another machine, an export, an older copy.

The highest clock wins for each key, and what was forgotten for good stays forgotten whatever any
clock says. All machines that merge the same rows in any order end with the same rows.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store import forgetting, gave_way
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import BATCH, TABLES
from valuecheck.store.forgetting import Pending
from valuecheck.store.rows import same_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from valuecheck.store.changes import Change, Row, SyncedTable
    from valuecheck.store.forgetting import Forgotten


class Replaced(NamedTuple):
    """A row of this store that a newer one from elsewhere, with other content, has replaced."""

    lost: Row
    won: Row


class Refused(NamedTuple):
    """A row that the store cannot take, and why."""

    row: Row
    reason: str


@dataclass
class Merged:
    """The outcome of a merge for the rows of one table.

    `new` were unknown here. `gave_way` are those of `replaced` that the winner's machine had not
    seen. `older` lost to other content that is here. `known` counts those with the content that
    is here, `forgotten` those that were wiped for good.
    """

    new: list[Row] = field(default_factory=list)
    replaced: list[Replaced] = field(default_factory=list)
    gave_way: list[Replaced] = field(default_factory=list)
    older: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    known: int = 0
    forgotten: int = 0


def merge(
    change: Change,
    table: SyncedTable,
    rows: Iterable[Row],
    *,
    undoable: bool,
    had_seen: Callable[[Row, Row], bool] = lambda _won, _lost: True,
) -> Merged:
    """Merge complete rows of `table`, each with its own device and clock.

    With `undoable` they are part of the command, so that undo takes all of them back. Otherwise
    each row that gives way becomes a command of its own, so that undo can bring it back:
    `had_seen(won, lost)` says whether the machine that wrote the winner knew the loser.
    """
    merged = Merged()
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        usable = _newest(table, _usable(table, batch, merged))
        present = change.get_all(table, [*usable])
        for known in (usable, present):
            change.see(str(row["clock"]) for row in known.values())
        winners = _winners(change, table, usable, present, merged)
        written = _write(change, table, winners, merged)
        _note_replaced(table, written, present, had_seen, merged)
        if undoable:
            clocks = {str(row[table.key]): str(row["clock"]) for row in written}
            change.remember(table, clocks, present)
    if not undoable:
        for replaced in merged.gave_way:
            gave_way.keep(change, table, replaced.lost, replaced.won)
    return merged


def merge_forgotten(change: Change, entries: Iterable[Forgotten]) -> list[Forgotten]:
    """Wipe what another machine wiped for good; returns what was not wiped here before.

    They are pending then, until the caller has wiped them from the copies as well.
    """
    fresh = []
    for entry in entries:
        change.see([entry.clock])
        if forgetting.note(change, entry):
            fresh.append(entry)
            forgetting.begin(change, Pending(entry.table_name, entry.key))
            table = TABLES.get(entry.table_name)
            if table and change.get(table, entry.key):
                forgetting.wipe(change, table, entry.key)
    return fresh


def _usable(table: SyncedTable, batch: Sequence[Row], merged: Merged) -> Iterator[Row]:
    for row in batch:
        if reason := store_rows.problem(table, row):
            merged.refused.append(Refused(row, reason))
        else:
            yield row


def _newest(table: SyncedTable, rows: Iterable[Row]) -> dict[str, Row]:
    """The newest row for each key: two machines may send versions of the same one."""
    newest: dict[str, Row] = {}
    for row in rows:
        key = str(row[table.key])
        if key not in newest or _beats(row, newest[key]):
            newest[key] = row
    return newest


def _beats(row: Row, other: Row) -> bool:
    """Return True if `row` is newer; with equal clocks all machines choose the same content.

    Two devices may publish the same version: each keeps its own then.
    """
    if row["clock"] != other["clock"]:
        return str(row["clock"]) > str(other["clock"])
    return _content(row) > _content(other)


def _content(row: Row) -> str:
    return json.dumps({**row, "device": ""}, sort_keys=True)


def _winners(
    change: Change,
    table: SyncedTable,
    rows: Mapping[str, Row],
    present: Mapping[str, Row],
    merged: Merged,
) -> list[Row]:
    """Those of `rows` that are newer than what is present, and not forgotten."""
    # A tombstone says nothing that could come back.
    alive = [key for key, row in rows.items() if not row["deleted"]]
    gone = _forgotten_keys(change.connection, table, alive)
    merged.forgotten += len(gone)
    winners = []
    for key, row in rows.items():
        if key in gone:
            continue
        here = present.get(key)
        if here is None or _beats(row, here):
            winners.append(row)
        elif same_content(table, row, here):
            merged.known += 1
        else:
            merged.older.append(row)
    return winners


def _forgotten_keys(
    connection: sqlite3.Connection, table: SyncedTable, keys: Sequence[str]
) -> set[str]:
    found = connection.execute(
        "SELECT key FROM forgotten "
        "WHERE table_name = ? AND key IN (SELECT value FROM json_each(?))",
        (table.name, json.dumps(keys)),
    )
    return {row[0] for row in found}


def _write(change: Change, table: SyncedTable, rows: Sequence[Row], merged: Merged) -> list[Row]:
    """Store rows; those that SQLite's own checks refuse are refused alone."""
    try:
        if rows:
            with _savepoint(change.connection):
                change.write(table, rows)
    except sqlite3.IntegrityError:
        if len(rows) > 1:
            return [row for each in rows for row in _write(change, table, [each], merged)]
        merged.refused.append(Refused(rows[0], "its values contradict each other"))
        return []
    return [*rows]


@contextmanager
def _savepoint(connection: sqlite3.Connection) -> Iterator[None]:
    """A part of the transaction that can fail alone."""
    connection.execute("SAVEPOINT part")
    try:
        yield
    except sqlite3.IntegrityError:
        connection.execute("ROLLBACK TO part")
        connection.execute("RELEASE part")
        raise
    connection.execute("RELEASE part")


def _note_replaced(
    table: SyncedTable,
    written: Sequence[Row],
    present: Mapping[str, Row],
    had_seen: Callable[[Row, Row], bool],
    merged: Merged,
) -> None:
    for row in written:
        here = present.get(str(row[table.key]))
        if here is None:
            merged.new.append(row)
        elif same_content(table, row, here):
            merged.known += 1
        else:
            replaced = Replaced(here, row)
            merged.replaced.append(replaced)
            if not had_seen(row, here):
                merged.gave_way.append(replaced)
