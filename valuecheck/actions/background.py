"""Start commands that go on by themselves: after an answer, never in its way."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.config.compiled import Context

COMMANDS = {"sync": ("sync", "--quiet"), "team": ("team", "publish", "--later")}
_SYNC_HOLDS = 3600.0
_NO_STREAMS = (
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDWR, 0),
    (os.POSIX_SPAWN_DUP2, 0, 1),
    (os.POSIX_SPAWN_DUP2, 0, 2),
)


def start(names: Iterable[str]) -> None:
    """Start the commands of the settings' tables `names`, each detached, and wait for none.

    They have no terminal and no streams, so that nothing they do can be seen or asked.
    """
    for name in names:
        words = [sys.executable, "-m", "valuecheck", *COMMANDS[name]]
        with suppress(OSError):
            try:
                os.posix_spawn(words[0], words, os.environ, file_actions=_NO_STREAMS, setsid=True)
            except NotImplementedError:
                # An old macOS: the command then ends with its terminal, and is tried again later.
                os.posix_spawn(words[0], words, os.environ, file_actions=_NO_STREAMS)


def pull_before_asking(context: Context) -> bool:
    """Start a sync where the last attempt is over an hour old; return True if one was started.

    A day that was answered on another machine is then not asked for on this one.
    """
    if "sync" not in context.settings.auto:
        return False
    try:
        age = context.now.timestamp() - os.stat(context.paths.sync_lock).st_mtime
    except OSError:
        age = _SYNC_HOLDS
    if 0 <= age < _SYNC_HOLDS:
        return False
    note_attempt(context)
    start(["sync"])
    return True


def note_attempt(context: Context) -> None:
    """Note on the lock's file when a sync was tried."""
    now = context.now.timestamp()
    stamp = context.paths.sync_lock
    with suppress(OSError):
        os.close(os.open(stamp, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        os.utime(stamp, (now, now))
