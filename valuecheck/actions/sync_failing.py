"""The memory of a sync that runs by itself: since when it fails, and why."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import datetime, timedelta

from valuecheck.config.paths import read_own_file, write_private_file
from valuecheck.core import quick_json
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths
    from valuecheck.core.errors import ValuecheckError

# Offline is normal: only what lasts is worth a word.
_SILENT_FOR = timedelta(days=3)


class Failing(NamedTuple):
    """The first failure since the last sync that worked, and the latest one with its reason.

    `lasted` is from the first to the latest: days without a try tell nothing.
    """

    since: datetime
    lasted: timedelta
    problem: str
    remedy: str


def failing(paths: Paths) -> Failing | None:
    """Return what failed; None where the last sync worked."""
    try:
        text = read_own_file(paths.sync_failing)
        if not text:
            return None
        found = quick_json.loads(text)
        since, latest = map(datetime.fromisoformat, (found["since"], found["latest"]))
        return Failing(since, latest - since, str(found["problem"]), str(found["remedy"]))
    except (OSError, ValueError, TypeError, LookupError):
        return None


def long_failing(paths: Paths) -> Failing | None:
    """Return what `failing` does, once it has lasted long enough to be worth a line."""
    found = failing(paths)
    return found if found and found.lasted >= _SILENT_FOR else None


def note_failure(context: Context, error: ValuecheckError) -> None:
    """Remember that a sync failed at this moment."""
    import json

    before = failing(context.paths)
    since = before.since if before else context.now
    found = {
        "since": since.isoformat(timespec="seconds"),
        "latest": context.now.isoformat(timespec="seconds"),
        "problem": error.problem,
        "remedy": error.remedy,
    }
    with suppress(OSError):
        write_private_file(context.paths.sync_failing, json.dumps(found))


def note_success(paths: Paths) -> None:
    """Forget what failed before."""
    with suppress(OSError):
        os.unlink(paths.sync_failing)
