"""Last week in a few lines, once, after the first answer of a new week.

Drawn without Rich and the command line: the user has answered and wants to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions import reporting, team_note
from valuecheck.ask.screen import Screen
from valuecheck.core.records import Filters
from valuecheck.core.text import fitted, visible
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
    note = team_note.waiting(context)
    # One line, whatever the team wrote.
    team = fitted(visible(f"Team {note.team}: {note.text}"), screen.width) if note else ""
    drawn = lines(report, screen.width, unicode=screen.unicode, trial=trial, team=team)
    screen.write("")
    screen.write(as_ansi(drawn) if screen.styled else text_of(drawn))
    if team and team in text_of(drawn):
        team_note.note_shown(context.paths)


def lines(
    report: Report, width: int, *, unicode: bool, trial: Trial | None = None, team: str = ""
) -> list[Line]:
    """At most five lines; what changed only where there is room for all of it."""
    for changed in (True, False):
        page = digest.page(report, trial, changed=changed, team=team)
        drawn = [line for line in terminal.write(page, width, unicode=unicode) if line]
        if len(drawn) <= MOST_LINES:
            break
    return drawn[:MOST_LINES]
