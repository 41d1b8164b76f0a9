"""Run a sync for a command: one at a time, and afterwards everything that follows from it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from valuecheck.actions import background, stamps, sync_failing
from valuecheck.config.context import current_context
from valuecheck.config.paths import make_private_folder
from valuecheck.core.days import WEEKDAYS
from valuecheck.core.errors import ValuecheckError
from valuecheck.store import connection as store
from valuecheck.sync import exchange, membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths
    from valuecheck.sync.membership import Membership
    from valuecheck.sync.merging import Outcome

QUIET_SECONDS = 20.0


def run(context: Context, joined: Membership, *, quiet: bool = False) -> Outcome:
    """Sync now. Raises SyncError, StoreError and UsageError."""
    box = membership.box_of(context.paths, joined)
    seconds = QUIET_SECONDS if quiet else membership.PATIENT_SECONDS
    remote = membership.remote_of(context.paths, joined.remote, quiet=quiet, seconds=seconds)
    background.note_attempt(context)
    with _only_one(context.paths):
        outcome = exchange.sync(context, remote, box)
    _follow_workdays(context)
    sync_failing.note_success(context.paths)
    return outcome


def run_quietly(context: Context) -> None:
    """Sync by itself: nothing is said, and what fails is remembered for `status`."""
    try:
        run(context, membership.joined(context.paths), quiet=True)
    except ValuecheckError as error:
        sync_failing.note_failure(context, error)


def forget_remote(context: Context) -> None:
    """Remove what this machine keeps of a remote: the repository beside the state."""
    shutil.rmtree(context.paths.sync_cache, ignore_errors=True)
    sync_failing.note_success(context.paths)
    if not os.path.exists(context.paths.store):
        return
    with store.writing(context.paths.store) as opened:
        opened.execute("DELETE FROM facts WHERE name = 'sync'")


@contextmanager
def _only_one(paths: Paths) -> Iterator[None]:
    """Wait for the lock that one sync of this home holds.

    Whoever waited syncs as well: the one before may not have seen its answer.
    """
    make_private_folder(paths.state)
    descriptor = os.open(paths.sync_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
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
        # It brings pydantic, which takes longer to load than a sync takes.
        from valuecheck.config import settings

        names = ",".join(WEEKDAYS[number] for number in wanted)
        settings.change(context.paths, "workdays", names)
        context = current_context(warn=False)
    stamps.update_shells(context)
