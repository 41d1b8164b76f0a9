"""Last week in a few lines, once, after the first answer of a new week."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.actions import reporting
from valuecheck.cli.support.drawing import print_lines
from valuecheck.core.records import Filters
from valuecheck.core.text import columns, say, speaks
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.pages import digest
from valuecheck.report import build

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.render.formats.terminal.lines import Line
    from valuecheck.report import Report

MOST_LINES = 5


def show(context: Context) -> None:
    """Draw last week on standard output, a terminal. Raises StoreError."""
    report = build(reporting.evidence(context, "last-week", Filters()))
    say("", sys.stdout)
    print_lines(lines(report, columns(), unicode=speaks(sys.stdout)))


def lines(report: Report, width: int, *, unicode: bool) -> list[Line]:
    """At most five lines; what changed only where there is room for all of it."""
    for changed in (True, False):
        page = digest.page(report, changed=changed)
        drawn = [line for line in terminal.write(page, width, unicode=unicode) if line]
        if len(drawn) <= MOST_LINES:
            break
    return drawn[:MOST_LINES]
