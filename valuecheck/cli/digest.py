"""Last week in a few lines, once, after the first answer of a new week."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console

from valuecheck import past
from valuecheck.models import Filters
from valuecheck.render.terminal import views as terminal
from valuecheck.report import build
from valuecheck.text import columns, speaks

if TYPE_CHECKING:
    from valuecheck.front import Here


def show(here: Here) -> None:
    """Draw last week on standard output, a terminal. Raises StoreError."""
    report = build(past.evidence(here, "last-week", Filters()))
    width = columns()
    drawn = terminal.digest(report, width, unicode=speaks(sys.stdout))
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    console.print()
    console.print(drawn, soft_wrap=True)
