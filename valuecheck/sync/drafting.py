"""Our own files as they should be at the remote, and which of them are to be written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store.changes import TABLES
from valuecheck.sync import files, own_files
from valuecheck.sync.remote import FORMAT_FILE, SyncError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence, Set

    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.box import Box
    from valuecheck.sync.remote import Remote, Snapshot
    from valuecheck.sync.state import SyncState


class Draft(NamedTuple):
    """Our own files as they should be.

    `texts` are the rows of those that may have changed, by path, `kept` the paths of the others.
    `marks` tell the groups of rows from others, `clock` is the latest one, `rows` the number of
    new rows. `seen` is what we have seen of each source.
    """

    texts: Mapping[str, bytes]
    kept: Set[str]
    marks: Mapping[str, str]
    clock: str
    rows: int
    seen: Mapping[str, str]

    @property
    def paths(self) -> Set[str]:
        """All our files."""
        return self.texts.keys() | self.kept


def draft(
    connection: sqlite3.Connection, device: str, snapshot: Snapshot, known: SyncState, box: Box
) -> Draft:
    """Return our files as they are to be."""
    texts = own_files.facts_of(connection, device, box)
    kept: set[str] = set()
    groups = own_files.groups_of(connection, device)
    for name, group in groups.items():
        paths = [path for path in known.own if own_files.is_of(path, device, name)]
        there = paths and all(snapshot.files.get(path) == known.own[path][1] for path in paths)
        if there and known.marks.get(name) == group.mark:
            kept.update(paths)
        else:
            texts |= own_files.texts_of(connection, device, name, group, box)
    marks = {name: group.mark for name, group in groups.items()}
    latest = max((group.last for group in groups.values()), default="")
    return Draft(texts, kept, marks, latest, _new(connection, device, known), {**known.seen})


def _new(connection: sqlite3.Connection, device: str, known: SyncState) -> int:
    """The number of own rows that the others cannot see yet."""
    return sum(
        connection.execute(
            f"SELECT count(*) FROM {table.name} WHERE device = ? AND clock > ?",  # noqa: S608
            (device, known.pushed),
        ).fetchone()[0]
        for table in TABLES.values()
    )


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
        if files.device_of(path) in folders and path not in draft.paths:
            changed[path] = None
    return changed


def purged_files(
    remote: Remote, snapshot: Snapshot, draft: Draft, gone: Sequence[Forgotten], box: Box
) -> dict[str, bytes]:
    """Files of other devices without the rows that were forgotten, where they hold any."""
    if not gone:
        return {}
    paths = [path for path in snapshot.files if files.device_of(path) and path not in draft.paths]
    purged = {}
    # What cannot be opened is written again by its machine.
    texts, _ = opened(remote.read(snapshot, paths), box)
    for path, text in texts.items():
        kept = files.without(text, gone)
        if kept != text:
            purged[path] = box.seal(kept)
    return purged


def opened(contents: Mapping[str, bytes], box: Box) -> tuple[dict[str, bytes], list[str]]:
    """Return the texts of files by their paths, and the paths of those that cannot be opened."""
    texts, damaged = {}, []
    for path, content in contents.items():
        try:
            texts[path] = box.open(content)
        except SyncError:
            damaged.append(path)
    return texts, damaged


def digest(text: bytes) -> str:
    """Return what tells the rows of a file from others."""
    return hashlib.sha256(text).hexdigest()
