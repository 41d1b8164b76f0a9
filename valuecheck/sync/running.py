"""Run a sync for a command: one at a time, and afterwards everything that follows from it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import background, stamps
from valuecheck.config import settings
from valuecheck.config.context import current_context
from valuecheck.config.paths import make_private_folder, write_private_file
from valuecheck.core.days import ONE_DAY, WEEKDAYS
from valuecheck.core.errors import ValuecheckError
from valuecheck.store import connection as store
from valuecheck.sync import exchange, membership, state
from valuecheck.sync.remote import SyncError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths
    from valuecheck.sync.exchange import Outcome
    from valuecheck.sync.membership import Membership
    from valuecheck.sync.state import SyncState

QUIET_SECONDS = 20.0
SILENT_DAYS = 3


class Failing(NamedTuple):
    """Since when syncing by itself has failed, and the latest reason."""

    since: datetime
    reason: str


def run(context: Context, joined: Membership, *, quiet: bool = False) -> Outcome:
    """Sync now. Raises SyncError, StoreError and UsageError."""
    box = membership.box_of(context.paths, joined)
    seconds = QUIET_SECONDS if quiet else membership.PATIENT_SECONDS
    remote = membership.remote_of(context.paths, joined.remote, quiet=quiet, seconds=seconds)
    background.note_attempt(context)
    with _only_one(context.paths, wait=not quiet):
        outcome = exchange.sync(context, remote, box)
    _follow_workdays(context)
    _note(context.paths, None)
    return outcome


def run_quietly(context: Context) -> None:
    """Sync by itself: nothing is said, and what fails is remembered for `status`."""
    try:
        run(context, membership.joined(context.paths), quiet=True)
    except ValuecheckError as error:
        before = failing(context.paths)
        since = before.since if before else context.now
        _note(context.paths, Failing(since, str(error)))


def failing(paths: Paths) -> Failing | None:
    """Return since when syncing by itself fails; None where the last one worked."""
    try:
        with open(_failing_path(paths), encoding="utf-8") as file:
            found = json.load(file)
        return Failing(datetime.fromisoformat(found["since"]), str(found["reason"]))
    except (OSError, ValueError, TypeError, LookupError):
        return None


def long_failing(context: Context) -> Failing | None:
    """Return what `failing` does, once it has lasted long enough to be worth a line."""
    found = failing(context.paths)
    return found if found and context.now - found.since >= SILENT_DAYS * ONE_DAY else None


def last(context: Context) -> SyncState:
    """Return what the store knows of its last sync. Raises StoreError."""
    with store.reading(context.paths.store) as opened:
        return state.load(opened)


def forget_remote(context: Context) -> None:
    """Remove what this machine keeps of a remote: the repository beside the state."""
    shutil.rmtree(os.path.join(context.paths.state, "sync.git"), ignore_errors=True)
    _note(context.paths, None)
    if not os.path.exists(context.paths.store):
        return
    with store.writing(context.paths.store) as opened:
        opened.execute("DELETE FROM facts WHERE name = 'sync'")


@contextmanager
def _only_one(paths: Paths, *, wait: bool) -> Iterator[None]:
    """Hold the lock that one sync of this home holds; a quiet one gives way at once."""
    make_private_folder(paths.state)
    descriptor = os.open(
        os.path.join(paths.state, "sync.lock"), os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError as error:
        problem = "another sync is running"
        raise SyncError(problem, "it does this one's work as well") from error
    finally:
        os.close(descriptor)


def _follow_workdays(context: Context) -> None:
    """Let this machine's setting follow the store's latest workweek, then tell the shells.

    Otherwise two machines with different settings would overwrite each other without end.
    """
    with store.reading(context.paths.store) as opened:
        row = (
            opened
            and opened.execute(
                "SELECT weekdays FROM workweeks WHERE deleted = 0 ORDER BY day DESC LIMIT 1"
            ).fetchone()
        )
    wanted = tuple(json.loads(row[0])) if row else context.settings.workdays
    if wanted != context.settings.workdays and "VALUECHECK_WORKDAYS" not in os.environ:
        names = ",".join(WEEKDAYS[number] for number in wanted)
        settings.change(context.paths, "workdays", names)
        context = current_context(warn=False)
    stamps.update_shells(context)


def _note(paths: Paths, failed: Failing | None) -> None:
    with suppress(OSError):
        if failed is None:
            os.unlink(_failing_path(paths))
        else:
            found = {"since": failed.since.isoformat(), "reason": failed.reason}
            write_private_file(_failing_path(paths), json.dumps(found))


def _failing_path(paths: Paths) -> str:
    return os.path.join(paths.state, "sync-failing.json")
