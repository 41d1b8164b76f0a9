"""Commands that go on by themselves: started after an answer, never in its way."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from contextlib import contextmanager, suppress

from valuecheck.core.errors import ValuecheckError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths

COMMANDS = {"sync": ("sync", "--quiet"), "team": ("team", "publish", "--later")}
_SYNC_HOLDS = 3600.0
# A sync by itself gives up long before.
_ENDS_WITHIN = 60.0
_LOOKS_EVERY = 0.05
_NO_STREAMS = (
    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDWR, 0),
    (os.POSIX_SPAWN_DUP2, 0, 1),
    (os.POSIX_SPAWN_DUP2, 0, 2),
)


def start(context: Context, names: Iterable[str]) -> None:
    """Start the commands of the settings' tables `names`, each detached, and wait for none.

    They have no terminal and no streams, so that nothing they do can be seen or asked. Each holds
    a lock as long as it runs: it inherits the file.
    """
    with suppress(OSError):
        held = os.open(context.paths.background, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
            os.set_inheritable(held, True)
            _spawn(names)
        finally:
            os.close(held)


@contextmanager
def none_running(paths: Paths) -> Iterator[None]:
    """Wait until no command goes on by itself, and let none begin. Raises ValuecheckError."""
    try:
        held = os.open(paths.background, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        # None was ever started.
        yield
        return
    try:
        for _ in range(int(_ENDS_WITHIN / _LOOKS_EVERY)):
            with suppress(BlockingIOError):
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(_LOOKS_EVERY)
        else:
            problem = "a sync that began by itself is still running"
            raise ValuecheckError(problem, "wait a minute and run the command again")
        yield
    finally:
        os.close(held)


def _spawn(names: Iterable[str]) -> None:
    for name in names:
        # -P: a folder called valuecheck where the shell stands is not ours.
        words = [sys.executable, "-P", "-m", "valuecheck", *COMMANDS[name]]
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
    start(context, ["sync"])
    return True


def note_attempt(context: Context) -> None:
    """Note on the lock's file when a sync was tried."""
    now = context.now.timestamp()
    stamp = context.paths.sync_lock
    with suppress(OSError):
        os.close(os.open(stamp, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        os.utime(stamp, (now, now))
