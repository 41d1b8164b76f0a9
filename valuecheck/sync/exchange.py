"""One sync: fetch, merge what is new, write our own files, and try again where we lost a race."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from valuecheck.actions import forget
from valuecheck.store import connection as store
from valuecheck.store import forgetting
from valuecheck.sync import drafting, files, merging, state
from valuecheck.sync.merging import Outcome
from valuecheck.sync.remote import FORMAT_FILE, MovedError, SyncError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.compiled import Context
    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.box import Box
    from valuecheck.sync.drafting import Draft
    from valuecheck.sync.remote import Remote, Snapshot
    from valuecheck.sync.state import SyncState

TRIES = 30


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
        texts, outcome.damaged = _fresh_texts(context, remote, snapshot, box)
        draft, known, purging = _merge(context, snapshot, texts, box, outcome)
        changed = drafting.changes_of(draft, snapshot, known, box)
        others = drafting.purged_files(remote, snapshot, draft, purging, box)
        try:
            if changed or others:
                purge = bool(purging) or known.keeps_past
                snapshot = remote.write(snapshot, {**changed, **others}, purge=purge)
                known.keeps_past = snapshot.keeps_past
        except MovedError:
            continue
        _settle(context, snapshot, draft, known, purging)
        outcome.went += draft.rows
        outcome.keeps_past = bool(purging) and known.keeps_past
        return outcome
    problem = "the remote changed with every try"
    raise SyncError(problem, "sync again in a minute; nothing is lost")


def _fresh_texts(
    context: Context, remote: Remote, snapshot: Snapshot, box: Box
) -> tuple[dict[str, bytes], list[str]]:
    """The texts of the files that may hold something new, and those that cannot be opened.

    Raises SyncError for a wrong place.
    """
    with store.reading(context.paths.store) as opened:
        known = state.load(opened)
    if snapshot.files and FORMAT_FILE not in snapshot.files and not known.at:
        raise files.not_ours()
    fresh = [
        path
        for path, fingerprint in snapshot.files.items()
        if path == FORMAT_FILE or (files.device_of(path) and known.read.get(path) != fingerprint)
    ]
    contents = dict(remote.read(snapshot, fresh))
    if (text := contents.pop(FORMAT_FILE, None)) is not None:
        files.check_format(text, box)
    return drafting.opened(contents, box)


def _merge(
    context: Context, snapshot: Snapshot, texts: Mapping[str, bytes], box: Box, outcome: Outcome
) -> tuple[Draft, SyncState, list[Forgotten]]:
    """Merge in one transaction.

    Returns our files as they are to be, what is known now, and the forgotten rows that files may
    still hold.
    """
    contents = files.read(texts)
    outcome.unread = sum(contents.unread.values())
    with store.changing(context.paths.store, "sync", context.now) as change:
        known = state.load(change.connection)
        refused = merging.merge(change, contents, known, outcome, context.today)
        # A later version of the program may understand what this one does not.
        unread = {*contents.unread, *(path for path in texts if files.device_of(path) in refused)}
        known.read = {path: known.read.get(path, "") for path in snapshot.files}
        known.read |= {path: snapshot.files[path] for path in texts if path not in unread}
        state.save(change.connection, known)
        draft = drafting.draft(change.connection, change.device, snapshot, known, box)
        purged = {*known.purged}
        forgotten = forgetting.all_forgotten(change.connection)
    forget.finish(context)
    return draft, known, [entry for entry in forgotten if _name(entry) not in purged]


def _settle(
    context: Context, snapshot: Snapshot, draft: Draft, known: SyncState, purged: list[Forgotten]
) -> None:
    """Note what the others can see from now on."""
    with store.changing(context.paths.store, "sync", context.now) as change:
        found = state.load(change.connection)
        found.pushed = max(found.pushed, draft.clock)
        found.own = {path: known.own[path] for path in draft.kept}
        found.own |= {
            path: [drafting.digest(text), snapshot.files[path]]
            for path, text in draft.texts.items()
            if path in snapshot.files
        }
        found.marks = dict(draft.marks)
        found.read = {**known.read, **{path: entry[1] for path, entry in found.own.items()}}
        found.purged = sorted({*found.purged, *map(_name, purged)})
        found.keeps_past = known.keeps_past
        found.at = context.now.isoformat(timespec="seconds")
        state.save(change.connection, found)


def _name(entry: Forgotten) -> str:
    return f"{entry.table_name}/{entry.key}"
