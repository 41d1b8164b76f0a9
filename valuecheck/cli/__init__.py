"""The command line: one module for each group of help, bodies of a few lines, imports inside."""

from __future__ import annotations

import os
import sys

# Foreign plugins must not read private notes; looking for them takes a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# From 3.15 on Python can import a module when it is first used: a fifth to a third of a start. The
# daily path, which has little to import, does not pass here. https://peps.python.org/pep-0810/
if set_lazy_imports := getattr(sys, "set_lazy_imports", None):
    set_lazy_imports("all")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code; ValuecheckError passes through."""
    from valuecheck.cli.support import looking_back

    try:
        if looking_back.usual(words):
            return 0
        from valuecheck.cli import app

        return app.run(words)
    except SystemExit as stop:
        # Rich ends the process with 1 where a pipe closes early; a signal has another number.
        if stop.code != 1:
            raise
    return 0
