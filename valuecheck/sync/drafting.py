"""Our own files as they should be at the remote, and which of them are to be written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store.changes import TABLES
from valuecheck.sync import files
from valuecheck.sync.remote import FORMAT_FILE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.box import Box
    from valuecheck.sync.remote import Remote, Snapshot
    from valuecheck.sync.state import SyncState


class Draft(NamedTuple):
    """The rows of our own files by path, the latest clock in them, and how many rows are new.

    `seen` is what we have seen of each other writer.
    """

    texts: Mapping[str, bytes]
    clock: str
    rows: int
    seen: Mapping[str, str]


def draft(connection: sqlite3.Connection, device: str, known: SyncState, box: Box) -> Draft:
    """Return our files as they are to be."""
    texts = files.own_files(connection, device, box)
    latest, new = "", 0
    for table in TABLES.values():
        row = connection.execute(
            f"SELECT max(clock), count(*) FILTER (WHERE clock > ?) FROM {table.name} "  # noqa: S608
            "WHERE device = ?",
            (known.pushed, device),
        ).fetchone()
        latest, new = max(latest, row[0] or ""), new + row[1]
    return Draft(texts, latest, new, {**known.seen})


def changes_of(
    draft: Draft, snapshot: Snapshot, known: SyncState, box: Box
) -> dict[str, bytes | None]:
    """Our files to write, None to remove; what is there already with the same rows stays."""
    changed: dict[str, bytes | None] = {}
    if FORMAT_FILE not in snapshot.files:
        # First, so that what was begun is known again.
        changed[FORMAT_FILE] = files.format_text(box)
    for path, text in draft.texts.items():
        rows, fingerprint = known.own.get(path, ["", ""])
        if rows != digest(text) or snapshot.files.get(path) != fingerprint:
            changed[path] = box.seal(files.with_seen(text, draft.seen))
    folders = {files.device_of(path) for path in draft.texts}
    for path in snapshot.files:
        if files.device_of(path) in folders and path not in draft.texts:
            changed[path] = None
    return changed


def purged_files(
    remote: Remote, snapshot: Snapshot, draft: Draft, gone: Sequence[Forgotten], box: Box
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


def digest(text: bytes) -> str:
    """Return what tells the rows of a file from others."""
    return hashlib.sha256(text).hexdigest()
