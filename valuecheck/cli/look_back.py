"""Look back: log, report."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.output import (
    ForceOption,
    Format,
    FormatOption,
    JsonOption,
    NotesOption,
    OutputOption,
    emit,
    target,
)

PANEL = "Look back"
LISTED_IN_TERMINAL = 20
WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS",
        help="At most one period, and any tags: last-month +incident @retail.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (log, report):
        app.command(rich_help_panel=PANEL)(command)


def log(
    words: WordsArgument = None,
    search: Annotated[str, typer.Option(metavar="TEXT", help="Only notes with TEXT.")] = "",
    score: Annotated[str, typer.Option(metavar="LOW-HIGH", help="Only scores, as 2 or 1-2.")] = "",
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="At most N; 20 in a terminal.")
    ] = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
) -> None:
    """List check-ins, newest first, each with the end of its id."""
    from valuecheck import listing
    from valuecheck.cli.context import here, sort_words
    from valuecheck.render import log as view

    period, filters = sort_words(words or [])
    to = target(format_, json=json, file=output, force=force)
    if limit is None and to.format is Format.TERMINAL and to.file is None:
        limit = LISTED_IN_TERMINAL
    found = listing.check_ins(here(), period, filters, search=search, scores=score, limit=limit)
    views = {
        Format.JSON: lambda: view.json(found),
        Format.CSV: lambda: view.csv(found, notes=notes),
        Format.MARKDOWN: lambda: view.markdown(found, notes=notes),
        Format.PLAIN: lambda: view.plain(found),
    }
    emit(to, views, lambda screen: view.terminal(found, *screen))


def report(
    words: WordsArgument = None,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
) -> None:
    """Report on this week, or on any period and tags."""
    from valuecheck import listing
    from valuecheck.cli.context import here, sort_words
    from valuecheck.render import json as as_json
    from valuecheck.render import markdown, plain, terminal
    from valuecheck.report import build

    period, filters = sort_words(words or [])
    to = target(format_, json=json, file=output, force=force)
    built = build(listing.evidence(here(), period, filters))
    views = {
        Format.JSON: lambda: as_json.report(built),
        Format.MARKDOWN: lambda: markdown.report(built, notes=notes),
        Format.PLAIN: lambda: plain.report(built),
    }
    emit(to, views, lambda screen: terminal.report(built, screen.width, unicode=screen.unicode))
