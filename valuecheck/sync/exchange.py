"""One sync: fetch, merge what is new, write our own files, and try again where we lost a race."""

from __future__ import annotations

import hashlib
import os
import random
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import forget
from valuecheck.store import connection as store
from valuecheck.store import forgetting
from valuecheck.store import merge as merging
from valuecheck.store.changes import SKIPS, TABLES, WORKWEEKS
from valuecheck.store.forgetting import Pending
from valuecheck.store.merge import Replaced
from valuecheck.store.rows import same_content
from valuecheck.sync import files, state
from valuecheck.sync.remote import FORMAT_FILE, MovedError, SyncError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Change, Row, SyncedTable
    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.box import Box
    from valuecheck.sync.files import Contents
    from valuecheck.sync.remote import Remote, Snapshot
    from valuecheck.sync.state import SyncState

TRIES = 12
# Nobody wrote these by hand: which of two is kept tells nothing.
_UNNAMED = (SKIPS, WORKWEEKS)


@dataclass
class Outcome:
    """The outcome of a sync.

    `came` and `went` count rows with other contents than before, `gave_way` are edits that lost to
    newer ones (kept: undo brings each back), `wiped` what other machines forgot for good. `unread`
    counts lines of the remote that this version cannot use. `renamed` says that another home had
    this device's id, so that this one took a new one.
    """

    came: int = 0
    went: int = 0
    gave_way: list[Replaced] = field(default_factory=list)
    wiped: list[Forgotten] = field(default_factory=list)
    unread: int = 0
    renamed: bool = False


class _Draft(NamedTuple):
    """Our own files as they should be, by path, and the latest clock in them."""

    texts: Mapping[str, bytes]
    clock: str
    rows: int


def sync(context: Context, remote: Remote, box: Box) -> Outcome:
    """Bring store and remote together. Raises SyncError and StoreError; nothing is ever lost.

    The store is locked only while rows are merged, never while the network is waited for.
    """
    outcome = Outcome()
    for attempt in range(TRIES):
        if attempt:
            # Of many machines at once each waits another while.
            time.sleep(random.uniform(0, 0.05 * 2 ** min(attempt, 5)))  # noqa: S311
        snapshot = remote.fetch()
        texts = _fresh_texts(context, remote, snapshot, box)
        draft, known = _merge(context, snapshot, texts, box, outcome)
        purging = _unpurged(context, known)
        changed = _changed(draft, snapshot, known, box)
        others = _purged_files(remote, snapshot, draft, purging, box)
        if FORMAT_FILE not in snapshot.files:
            # First, so that what was begun is known again.
            changed = {FORMAT_FILE: files.format_text(box), **changed}
        try:
            if changed or others:
                snapshot = remote.write(snapshot, {**changed, **others}, purge=bool(purging))
        except MovedError:
            continue
        _settle(context, snapshot, draft, known, purging)
        outcome.went += draft.rows
        return outcome
    problem = "the remote changed with every try"
    raise SyncError(problem, "sync again in a minute; nothing is lost")


def _fresh_texts(
    context: Context, remote: Remote, snapshot: Snapshot, box: Box
) -> dict[str, bytes]:
    """The texts of the files that may hold something new. Raises SyncError for a wrong place."""
    if FORMAT_FILE in snapshot.files:
        read = remote.read(snapshot, [FORMAT_FILE])
        files.check_format(read.get(FORMAT_FILE, b""), box)
    elif snapshot.files:
        raise files.not_ours()
    with store.reading(context.paths.store) as opened:
        known = state.load(opened).read
    fresh = [
        path
        for path, fingerprint in snapshot.files.items()
        if files.device_of(path) and known.get(path) != fingerprint
    ]
    return {path: box.open(content) for path, content in remote.read(snapshot, fresh).items()}


def _merge(
    context: Context, snapshot: Snapshot, texts: Mapping[str, bytes], box: Box, outcome: Outcome
) -> tuple[_Draft, SyncState]:
    """Merge in one transaction; return our files as they are to be, and what was known before."""
    contents = files.read(texts.values())
    outcome.unread += contents.unread
    with store.changing(context.paths.store, "sync", context.now) as change:
        known = state.load(change.connection)
        if _is_written_by_another(change, contents):
            outcome.renamed = True
            _take_another_id(change, known.pushed)
        if not known.at:
            _give_up_own_workweeks(change, contents)
        _merge_rows(change, contents, known, outcome)
        _merge_facts(change.connection, contents.facts, context.today)
        for device, clock in files.clock_of(contents).items():
            known.seen[device] = max(clock, known.seen.get(device, ""))
        known.read = {path: known.read.get(path, "") for path in snapshot.files}
        known.read |= {path: snapshot.files[path] for path in texts}
        state.save(change.connection, known)
        draft = _draft(change, known, box)
    forget.finish(context)
    return draft, known


def _merge_rows(change: Change, contents: Contents, known: SyncState, outcome: Outcome) -> None:
    wiped = merging.merge_forgotten(change, contents.forgotten)
    for entry in wiped:
        forgetting.begin(change, Pending(entry.table_name, entry.key))
    outcome.wiped += wiped

    def had_seen(_won: Row, lost: Row) -> bool:
        # The others can only have seen what we pushed.
        return lost["device"] != change.device or str(lost["clock"]) <= known.pushed

    for table in TABLES.values():
        rows = [entry.row for entry in contents.entries if entry.table is table]
        if not rows:
            continue
        merged = merging.merge(change, table, rows, undoable=False, had_seen=had_seen)
        outcome.came += len(merged.new) + len(merged.replaced)
        outcome.unread += len(merged.refused)
        gave_way = [*merged.gave_way, *_beaten(change, table, merged.older, known)]
        if table not in _UNNAMED:
            outcome.gave_way += gave_way


def _beaten(
    change: Change, table: SyncedTable, older: Iterable[Row], known: SyncState
) -> Iterable[Replaced]:
    """Rows of others that we had never seen and that lost to edits of ours; each is kept."""
    for row in older:
        here = change.get(table, str(row[table.key]))
        if (
            here is not None
            and here["device"] == change.device
            and str(here["clock"]) > known.pushed
            and str(row["clock"]) > known.seen.get(str(row["device"]), "")
            and not same_content(table, row, here)
        ):
            lost = Replaced(table, row, here)
            merging.keep_loser(change, lost)
            yield lost


def _is_written_by_another(change: Change, contents: Contents) -> bool:
    """Return True if rows that we do not have carry our id: a copied or a restored home."""
    for entry in contents.entries:
        if entry.row["device"] != change.device:
            continue
        here = change.get(entry.table, str(entry.row[entry.table.key]))
        if here is None or str(here["clock"]) < str(entry.row["clock"]):
            return not _is_forgotten(change.connection, entry.table, entry.row)
    return False


def _is_forgotten(connection: sqlite3.Connection, table: SyncedTable, row: Row) -> bool:
    found = connection.execute(
        "SELECT 1 FROM forgotten WHERE table_name = ? AND key = ?", (table.name, row[table.key])
    )
    return found.fetchone() is not None


def _take_another_id(change: Change, pushed: str) -> None:
    """Write as a new device from now on; what was not pushed yet becomes that device's."""
    old, new = change.device, os.urandom(8).hex()
    for table in TABLES.values():
        change.connection.execute(
            f"UPDATE main.{table.name} SET device = ? WHERE device = ? AND clock > ?",  # noqa: S608
            (new, old, pushed),
        )
    change.connection.execute(
        "UPDATE forgotten SET device = ? WHERE device = ? AND clock > ?", (new, old, pushed)
    )
    # Undo goes on: history belongs to the store, not to the id.
    change.connection.execute("UPDATE history SET device = ? WHERE device = ?", (new, old))
    change.connection.execute("UPDATE facts SET value = ? WHERE name = 'device'", (new,))
    change.device = new


def _give_up_own_workweeks(change: Change, contents: Contents) -> None:
    """On joining the others' workweeks count: ours were never chosen against them."""
    if any(entry.table is WORKWEEKS for entry in contents.entries):
        change.connection.execute("DELETE FROM main.workweeks WHERE device = ?", (change.device,))


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


def _draft(change: Change, known: SyncState, box: Box) -> _Draft:
    texts = files.own_files(change.connection, change.device, box)
    latest, new = "", 0
    for table in TABLES.values():
        row = change.connection.execute(
            f"SELECT max(clock), count(*) FILTER (WHERE clock > ?) FROM {table.name} "  # noqa: S608
            "WHERE device = ?",
            (known.pushed, change.device),
        ).fetchone()
        latest, new = max(latest, row[0] or ""), new + row[1]
    return _Draft(texts, latest, new)


def _changed(
    draft: _Draft, snapshot: Snapshot, known: SyncState, box: Box
) -> dict[str, bytes | None]:
    """Our files to write, None to remove; what is there already with the same text stays."""
    changed: dict[str, bytes | None] = {}
    for path, text in draft.texts.items():
        digest, fingerprint = known.own.get(path, ["", ""])
        if digest != _digest(text) or snapshot.files.get(path) != fingerprint:
            changed[path] = box.seal(text)
    folders = {files.device_of(path) for path in draft.texts}
    for path in snapshot.files:
        if files.device_of(path) in folders and path not in draft.texts:
            changed[path] = None
    return changed


def _unpurged(context: Context, known: SyncState) -> list[Forgotten]:
    with store.reading(context.paths.store) as opened:
        forgotten = forgetting.all_forgotten(opened) if opened else []
    done = set(known.purged)
    return [entry for entry in forgotten if _name(entry) not in done]


def _purged_files(
    remote: Remote, snapshot: Snapshot, draft: _Draft, gone: list[Forgotten], box: Box
) -> dict[str, bytes]:
    """Files of other devices without the rows that were forgotten, where they hold any."""
    if not gone:
        return {}
    paths = [path for path in snapshot.files if files.device_of(path) and path not in draft.texts]
    purged = {}
    for path, content in remote.read(snapshot, paths).items():
        text = box.open(content)
        kept = files.without(text, gone)
        if kept != text:
            purged[path] = box.seal(kept)
    return purged


def _settle(
    context: Context, snapshot: Snapshot, draft: _Draft, known: SyncState, purged: list[Forgotten]
) -> None:
    """Note what the others can see from now on."""
    with store.changing(context.paths.store, "sync", context.now) as change:
        found = state.load(change.connection)
        found.pushed = max(found.pushed, draft.clock)
        found.own = {
            path: [_digest(text), snapshot.files[path]]
            for path, text in draft.texts.items()
            if path in snapshot.files
        }
        found.read = {**known.read, **{path: entry[1] for path, entry in found.own.items()}}
        found.purged = sorted({*found.purged, *map(_name, purged)})
        found.at = context.now.isoformat(timespec="seconds")
        state.save(change.connection, found)


def _name(entry: Forgotten) -> str:
    return f"{entry.table_name}/{entry.key}"


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
