"""Look at folders, files, drafts and the room on the disk."""

from __future__ import annotations

import os
import sqlite3
import stat
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from valuecheck.actions.doctor.finding import Finding
from valuecheck.config.paths import stale_drafts
from valuecheck.store.copy_files import copies_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.paths import Paths


_LEAST_ROOM = 10 << 20


def examine(paths: Paths) -> Iterator[Finding]:
    """Yield what is found about the files of this program."""
    yield from _folders(paths)
    yield from _files(paths)
    yield from _leftovers(paths)
    yield from _room(paths)


def removed(path: str) -> str:
    """Remove a file, and say so. Raises OSError."""
    os.unlink(path)
    return f"{path} is removed"


def _folders(paths: Paths) -> Iterator[Finding]:
    private = {paths.data, paths.state}
    for folder in dict.fromkeys(paths):
        try:
            found = os.stat(folder)
        except OSError:
            yield Finding("folder", f"{folder}, not there yet")
            continue
        problem = remedy = ""
        if not stat.S_ISDIR(found.st_mode):
            problem, remedy = f"{folder} is no folder", "move it away"
        elif found.st_uid != os.getuid():
            problem, remedy = f"{folder} belongs to another user", "make it yours with chown"
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            problem, remedy = f"{folder} cannot be used", f"chmod u+rwx {quote(folder)}"
        elif folder in private and found.st_mode & 0o077:
            problem, remedy = f"others can look into {folder}", f"chmod 700 {quote(folder)}"
            yield Finding("folder", folder, problem, remedy, partial(_chmod, folder, 0o700))
            continue
        yield Finding("folder", folder, problem, remedy)


def _files(paths: Paths) -> Iterator[Finding]:
    """Paths that are no file, and files that are not for their owner alone."""
    copied = [copy.file for copy in copies_of(paths.store)]
    state = (paths.ask, paths.compiled, paths.next_due, paths.short, paths.lock)
    shared = (
        paths.sync_key,
        paths.former_sync_keys,
        paths.sync_lock,
        paths.sync_failing,
        paths.background,
        paths.team_note,
    )
    for path in (paths.store, *copied, *state, *shared):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            yield Finding("file", path, f"{path} is no file", f"rm -r {quote(path)}")
        elif mode & 0o077:
            problem, remedy = f"others may read or write {path}", f"chmod 600 {quote(path)}"
            yield Finding("file", path, problem, remedy, partial(_chmod, path, 0o600))


def _chmod(path: str, mode: int) -> str:
    os.chmod(path, mode)
    return f"{path} can be used by you alone now"


def _leftovers(paths: Paths) -> Iterator[Finding]:
    """Drafts that killed commands have left behind."""
    for folder in dict.fromkeys((*paths, paths.backups)):
        names = stale_drafts(folder)
        for name in names:
            path = os.path.join(folder, name)
            problem = f"a command that was killed has left {path} behind"
            yield Finding("leftover", "", problem, f"rm {quote(path)}", partial(removed, path))


def _room(paths: Paths) -> Iterator[Finding]:
    """The room on the disk for the store to grow and to be copied."""
    folder = paths.data
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    try:
        found = os.statvfs(folder)
        size = os.path.getsize(paths.store) if os.path.exists(paths.store) else 0
    except OSError:
        return
    room = found.f_bavail * found.f_frsize
    problem = remedy = ""
    if room < max(_LEAST_ROOM, 2 * size):
        problem, remedy = f"the disk of {folder} has {room >> 20:,} MB left", "free some space"
    yield Finding("room", f"{room >> 20:,} MB, SQLite {sqlite3.sqlite_version}", problem, remedy)
