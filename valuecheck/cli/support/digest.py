"""Last week in a few lines, once, after the first answer of a new week."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console

from valuecheck.actions import reporting
from valuecheck.core.records import Filters
from valuecheck.core.text import columns, for_stream, speaks
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.report import build

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context


def show(context: Context) -> None:
    """Draw last week on standard output, a terminal. Raises StoreError."""
    report = build(reporting.evidence(context, "last-week", Filters()))
    width = columns()
    drawn = terminal.digest(report, width, unicode=speaks(sys.stdout))
    console = Console(width=width, markup=False, highlight=False, emoji=False)
    drawn.plain = for_stream(drawn.plain, sys.stdout)
    console.print()
    console.print(drawn, soft_wrap=True)
