"""Last week in a few lines, once, after the first answer of a new week.

Drawn without Rich and the command line: the user has answered and wants to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions import reporting
from valuecheck.ask.screen import Screen
from valuecheck.core.records import Filters
from valuecheck.core.trial import to_show
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.formats.terminal.colours import as_ansi
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.render.pages import digest
from valuecheck.report import build
from valuecheck.store import connection, trials

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.core.trial import Trial
    from valuecheck.render.formats.terminal.lines import Line
    from valuecheck.report import Report

MOST_LINES = 5


def show(context: Context) -> None:
    """Draw last week on standard output, a terminal. Raises StoreError."""
    report = build(reporting.read_inputs(context, "last-week", Filters()))
    with connection.reading(context.paths.store) as opened:
        trial = to_show(trials.trials(opened), context.today)
    screen = Screen.of(context)
    drawn = lines(report, screen.width, unicode=screen.unicode, trial=trial)
    screen.write("")
    screen.write(as_ansi(drawn) if screen.styled else text_of(drawn))


def lines(report: Report, width: int, *, unicode: bool, trial: Trial | None = None) -> list[Line]:
    """At most five lines; what changed only where there is room for all of it."""
    for changed in (True, False):
        page = digest.page(report, trial, changed=changed)
        drawn = [line for line in terminal.write(page, width, unicode=unicode) if line]
        if len(drawn) <= MOST_LINES:
            break
    return drawn[:MOST_LINES]
