"""Where, by which settings and when a command runs."""

from __future__ import annotations

import os
import sys

from valuecheck.config.compiled import Context, load
from valuecheck.config.paths import locate
from valuecheck.core.days import now
from valuecheck.core.text import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.config.paths import Paths


def current_context(*, warn: bool = True, paths: Paths | None = None) -> Context:
    """The situation of this command, with a warning about unknown settings if `warn`.

    `paths` are the folders, those of the environment where none are given.

    Raises SettingsError and UsageError.
    """
    paths = paths or locate(os.environ)
    settings = load(paths, os.environ)
    if settings is None:
        # Compiling them anew takes pydantic, which takes longer than all the rest.
        from valuecheck.config.settings import compiled_settings

        settings = compiled_settings(paths, os.environ)
    for warning in settings.warnings if warn else ():
        say(f"valuecheck: {warning}", sys.stderr)
    return Context(paths, settings, now(os.environ))
