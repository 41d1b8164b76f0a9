"""Find what keeps this machine from syncing, for the doctor; the network is left alone."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from valuecheck.actions.doctor.finding import Finding, guarded
from valuecheck.actions.sync_failing import long_failing
from valuecheck.core.days import now
from valuecheck.core.errors import UsageError
from valuecheck.render.words.sync import in_short
from valuecheck.sync import membership
from valuecheck.sync.box import AgeBox, read_key
from valuecheck.sync.folder import no_folder
from valuecheck.sync.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from valuecheck.config.paths import Paths

_ABOUT = "sync"


def examine(paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at key, programs, place and last tries; yields nothing where sync is off."""
    try:
        today = now(environ).date()
    except UsageError:
        # The clock has a finding of its own.
        return
    # The last try may have failed for what is wrong still.
    yield from dict.fromkeys(guarded(_ABOUT, lambda: _looked_at(paths, today)))


def _looked_at(paths: Paths, today: date) -> Iterator[Finding]:
    if not membership.is_joined(paths):
        return
    found = standing(paths)
    yield Finding(_ABOUT, in_short(found, today))
    if failing := long_failing(paths):
        yield Finding(_ABOUT, "", failing.problem, failing.remedy)
    part = membership.joined(paths)
    place = part.remote
    if os.path.isabs(place) and not os.path.isdir(place):
        error = no_folder(place)
        yield Finding(_ABOUT, "", error.problem, error.remedy)
    elif not membership.is_folder(place) and shutil.which("git") is None:
        yield Finding(_ABOUT, "", "git is not installed", "install it, or sync through a folder")
    if not part.plain:
        # Raises where the key or pyrage is missing.
        AgeBox(read_key(paths))
