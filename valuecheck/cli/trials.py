"""`try`: declare a trial, list them, stop one, decide what follows."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    NotesOption,
    OutputOption,
)
from valuecheck.cli.support.output import emit, print_lines, target
from valuecheck.config.context import current_context
from valuecheck.render.write import Format


def try_(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORDS", help="What you will do differently, in a few words."),
    ] = None,
    length: Annotated[
        str, typer.Option("--for", metavar="WEEKS", help="How long: 3w to 26w.")
    ] = "4w",
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="MEASURE",
            help="Judge by score, share (of happy days), +kind (days with it) or @customer (csat).",
        ),
    ] = "score",
    start: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Its first day; by default today.")
    ] = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="Stop the running one, without a verdict.")
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: NotesOption = False,
) -> None:
    """Try something for some weeks; its end says whether your days changed.

    It is declared before it starts and compared once, after its end, with as many weeks before
    it. Without WORDS the trials are listed.
    """
    from valuecheck.cli.support import trying

    context, text = current_context(), " ".join(words or ())
    to = target(format_, json=json, file=output, force=force)
    lines: list[str] = []
    if stop:
        lines = [*trying.stopped(context, text)]
    elif text:
        lines = [*trying.declared(context, text, length, by, start)]
    if lines and format_ is None and not json and output is None:
        print_lines(lines)
    else:
        emit(to, trying.listed(context), notes=notes)
        if not lines and to.format is Format.TERMINAL and to.file is None:
            trying.asked_what_follows(context)
