"""Look back: report, review, calendar, log."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from valuecheck.cli.support import looking_back
from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    LimitOption,
    NoPagerOption,
    NotesOption,
    OpenOption,
    OutputOption,
)
from valuecheck.cli.support.output import emit, target
from valuecheck.cli.support.panels import LOOK_BACK
from valuecheck.cli.trials import try_
from valuecheck.config.context import current_context
from valuecheck.core.errors import StoreError, UsageError
from valuecheck.render.write import Format

WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS",
        help="At most one period, and any tags: last-month +incident @retail.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (report, review, calendar, log):
        app.command(rich_help_panel=LOOK_BACK)(command)
    # `try` is a word of Python.
    app.command("try", rich_help_panel=LOOK_BACK)(try_)


def log(
    words: WordsArgument = None,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Only notes with TEXT.")] = "",
    score: Annotated[
        str, typer.Option(metavar="LOW-HIGH", help="Only these scores: 2, or 1-2.")
    ] = "",
    limit: LimitOption = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """List check-ins, newest first, each with the end of its id."""
    to = target(format_, json=json, file=output, force=force)
    looking_back.log(
        words or [],
        to,
        search=search,
        scores=score,
        limit=limit,
        notes=notes,
        paged=not no_pager,
    )


def report(
    words: WordsArgument = None,
    methods: Annotated[
        bool, typer.Option("--methods", help="Say how each figure is counted, with its source.")
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
    open_: OpenOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Report on this week, or on any period and tags; on one customer alone: the whole story."""
    if open_ and not json and output is None:
        format_ = format_ or Format.HTML
    to = target(format_, json=json, file=output, force=force)
    if open_:
        from valuecheck.cli.support.opening import refuse_no_page

        refuse_no_page(to)
    looking_back.report(
        words or [], to, methods=methods, notes=notes, open_=open_, paged=not no_pager
    )


def calendar(
    words: WordsArgument = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="One line a day, for a screen reader.")
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
    no_pager: NoPagerOption = False,
) -> None:
    """Show the calendar of scores, of this year or any period."""
    if plain and (json or format_ not in (None, Format.PLAIN)):
        problem = "--plain is a format of its own"
        raise UsageError(problem, "leave out --json and --format")
    wanted = Format.PLAIN if plain else format_
    to = target(wanted, json=json, file=output, force=force)
    looking_back.calendar(words or [], to, notes=notes, paged=not no_pager)


def review(
    week: Annotated[
        str | None,
        typer.Argument(
            metavar="WEEK", help="last-week (default; at first this one), week, 2026-W47."
        ),
    ] = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
) -> None:
    """Look back on a week, beside what you intended, and say what you will change.

    In a terminal it ends in one question; elsewhere it is printed.
    """
    from valuecheck.actions import reporting, trials
    from valuecheck.cli.support.reviewing import asked_for_intention
    from valuecheck.cli.support.trying import asked_what_follows
    from valuecheck.render import views

    now = current_context()
    to = target(format_, json=json, file=output, force=force)
    # A store that cannot be written can be looked at; the verdict waits.
    with suppress(StoreError):
        trials.judge_ended(now)
    found = reporting.review(now, week)
    emit(to, views.review(found), notes=notes)
    # A page in a format that was asked for is for others; read aloud, it is for the user.
    is_for_user = to.format is Format.TERMINAL or (format_ is None and not json)
    if is_for_user and to.file is None and not asked_what_follows(now):
        asked_for_intention(now, found.next_week)
