"""The command line: one module for each group of help, bodies of a few lines, imports inside."""

import os
import sys

# Foreign plugins must not read private notes; looking for them takes a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

# From 3.15 on Python can import a module when it is first used: a fifth to a third of a start. The
# daily path, which has little to import, does not pass here. https://peps.python.org/pep-0810/
if set_lazy_imports := getattr(sys, "set_lazy_imports", None):
    set_lazy_imports("all")

from valuecheck.cli.app import run

__all__ = ["run"]
