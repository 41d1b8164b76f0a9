"""The command line: one module for each group of help, bodies of a few lines, imports inside."""

import os

# Foreign plugins must not read private notes; looking for them takes a tenth of the start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from valuecheck.cli.app import run

__all__ = ["run"]
