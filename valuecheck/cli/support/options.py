"""Options that several commands have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from valuecheck.render.write import Format

if TYPE_CHECKING:
    from valuecheck.cli.support.output import Target

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do it without being asked.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change.")]
LimitOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="At most N; 20 in a terminal.")
]
LISTED_IN_TERMINAL = 20


def most(limit: int | None, to: Target) -> int | None:
    """Return how many rows of a list to show: `limit`, else 20 on a terminal (None: all)."""
    if limit is None and to.format is Format.TERMINAL and to.file is None:
        return LISTED_IN_TERMINAL
    return limit
