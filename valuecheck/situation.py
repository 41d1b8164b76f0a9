"""Where, by which settings and when a command runs."""

from __future__ import annotations

import os
import sys

from valuecheck.days import now
from valuecheck.front import Here, load
from valuecheck.paths import locate
from valuecheck.text import say


def here(*, warn: bool = True) -> Here:
    """The situation of this command, with a warning about unknown settings if `warn`.

    Raises SettingsError and UsageError.
    """
    paths = locate(os.environ)
    settings = load(paths, os.environ)
    if settings is None:
        # Compiling them anew takes pydantic, which takes longer than all the rest.
        from valuecheck.settings import front

        settings = front(paths, os.environ)
    for warning in settings.warnings if warn else ():
        say(f"valuecheck: {warning}", sys.stderr)
    return Here(paths, settings, now(os.environ))
