"""`backup`: copies of the store: make one now, list them, put one back."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.cli.support.arguments import confirm
from valuecheck.cli.support.options import (
    ForceOption,
    FormatOption,
    JsonOption,
    OutputOption,
    YesOption,
)
from valuecheck.cli.support.output import emit, print_lines, target
from valuecheck.config.context import current_context

app = typer.Typer(help="Copies of your data, made automatically: list them, or restore one.")


@app.callback(invoke_without_command=True)
def bare(context: typer.Context) -> None:
    """Make a copy now where no command is given."""
    from valuecheck.actions import copies
    from valuecheck.render.words import copies as view

    if context.invoked_subcommand is None:
        print_lines(view.made(copies.make(current_context())))


@app.command("list")
def list_(
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the copies, the newest first, each with its number."""
    from valuecheck.actions import copies
    from valuecheck.render.pages import copies as view

    now = current_context()
    found = copies.listed(now)
    emit(target(format_, json=json, file=output, force=force), view.view(found, now.today))


@app.command()
def restore(
    name: Annotated[str, typer.Argument(metavar="NUMBER", help="The copy's number: see list.")],
    yes: YesOption = False,
) -> None:
    """Put a copy in the place of your data, which becomes a copy first.

    It says what comes back and what goes before it asks.
    """
    from valuecheck.actions import copies
    from valuecheck.render.words import copies as view

    now = current_context()
    copy = copies.named(now, name)
    found = copies.difference(now, copy)
    print_lines(view.difference(copy, found, now.today))
    otherwise = "your data would be replaced by that of the copy"
    if confirm("Restore it?", yes=yes, otherwise=otherwise):
        print_lines(view.restored(copy, copies.restore(now, copy)))
