"""`report`, `calendar` and `log`: their bodies, and their most usual words without a parser."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.cli.support.arguments import say_unknown_tags, sort_words
from valuecheck.cli.support.output import emit, most, target
from valuecheck.config.context import current_context
from valuecheck.core.text import say
from valuecheck.render.write import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.cli.support.output import Target

JSON = "--json"


def usual(words: Sequence[str]) -> bool:
    """Run a command line of periods, tags and --json; return False where it needs a parser.

    Typer and its libraries take longer than the report itself.
    """
    commands = {"report": report, "calendar": calendar, "log": log}
    given = [word for word in words if word != JSON]
    if not given or given[0] not in commands or any(word.startswith("-") for word in given):
        return False
    commands[given[0]](given[1:], target(None, json=JSON in words))
    return True


def report(
    words: list[str],
    to: Target,
    *,
    methods: bool = False,
    notes: bool = False,
    open_: bool = False,
    paged: bool = True,
) -> None:
    """Report on a period and tags among `words`; `open_` shows it in a browser."""
    from valuecheck.actions import reporting
    from valuecheck.render import views
    from valuecheck.report import build

    period, filters = sort_words(words)
    # With --notes a report has all of them, however long its period.
    now = current_context()
    inputs = reporting.read_inputs(now, period, filters)._replace(every_note=notes)
    if unit := inputs.instead_of:
        say(f"Nothing is recorded this {unit} yet: this is last {unit}.", sys.stderr)
    found = views.report(build(inputs))
    if open_:
        from valuecheck.cli.support.opening import open_page

        open_page(to, found, notes=notes)
    else:
        emit(to, found, notes=notes, explained=methods, paged=paged)
    say_unknown_tags(now, filters, aloud=to.format is not Format.JSON)


def calendar(words: list[str], to: Target, *, notes: bool = False, paged: bool = True) -> None:
    """Show the calendar of a period and tags among `words`, of this year without a period."""
    from valuecheck.actions import reporting
    from valuecheck.render import views
    from valuecheck.report import build

    period, filters = sort_words(words)
    now = current_context()
    found = views.calendar(build(reporting.read_inputs(now, period or "year", filters)))
    emit(to, found, notes=notes, paged=paged)
    say_unknown_tags(now, filters, aloud=to.format is not Format.JSON)


def log(
    words: list[str],
    to: Target,
    *,
    search: str = "",
    scores: str = "",
    limit: int | None = None,
    notes: bool = False,
    paged: bool = True,
) -> None:
    """List the check-ins of a period and tags among `words`, newest first."""
    from valuecheck.actions import log as actions_log
    from valuecheck.render.pages import log as view

    period, filters = sort_words(words)
    now = current_context()
    found = actions_log.check_ins(
        now, period, filters, search=search, scores=scores, limit=most(limit, to)
    )
    emit(to, view.view(found), notes=notes, paged=paged)
    say_unknown_tags(now, filters, aloud=to.format is not Format.JSON)
