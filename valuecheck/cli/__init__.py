"""The command line: one module for each group of help, bodies of a few lines, imports inside."""

from valuecheck.cli.app import run

__all__ = ["run"]
