"""Examine this machine, and mend what is safe to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions.doctor import data, files, shells
from valuecheck.actions.doctor.finding import Finding, guarded
from valuecheck.config import settings
from valuecheck.core.days import now
from valuecheck.core.errors import UsageError, ValuecheckError, reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from valuecheck.config.paths import Paths


def examine(paths: Paths, environ: Mapping[str, str], argv0: str) -> list[Finding]:
    """Look at folders, files, settings, store, hooks and stamp. Changes and raises nothing."""
    found = [*files.examine(paths)]
    found += guarded("settings", lambda: _settings(paths, environ))
    hooks = guarded("hook", lambda: shells.hooks(paths, environ, argv0))
    try:
        moment = now(environ)
    except UsageError as error:
        # Store and stamp are compared with the clock.
        return [*found, Finding("clock", "", error.problem, error.remedy), *hooks]
    return [
        *found,
        *guarded("store", lambda: data.examine(paths, environ, moment)),
        *hooks,
        *guarded("next due", lambda: shells.next_due(paths, environ, moment)),
    ]


def mend(findings: Sequence[Finding]) -> Iterator[str]:
    """Mend what is safe to mend, one after the other; yields what was done, and what failed."""
    for finding in findings:
        if finding.fix is None:
            continue
        try:
            yield finding.fix()
        except ValuecheckError as error:
            yield f"not mended: {error}"
        except OSError as error:
            yield f"not mended: {finding.problem}: {reason(error)}"


def _settings(paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    loaded = settings.load(paths, environ)
    for warning in loaded.warnings:
        yield Finding("settings", paths.settings, warning, "correct or remove it")
    if not loaded.warnings:
        yield Finding(
            "settings", f"{paths.settings}, set: {', '.join(loaded.origins) or 'nothing'}"
        )
