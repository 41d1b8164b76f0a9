"""The commands put together."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from valuecheck import __version__
from valuecheck.cli import (
    backup,
    customer,
    every_day,
    feedback,
    hook,
    look_back,
    moving,
    set_up,
    sync,
    team,
    your_data,
)
from valuecheck.cli.root import app, run
from valuecheck.cli.support.panels import CUSTOMERS, SET_UP, YOUR_DATA
from valuecheck.core.text import say

__all__ = ["app", "run"]

for group in (every_day, look_back, your_data, moving, set_up):
    group.register(app)
app.add_typer(customer.app, name="customer", rich_help_panel=CUSTOMERS)
app.add_typer(feedback.app, name="feedback", rich_help_panel=CUSTOMERS)
app.add_typer(sync.app, name="sync", rich_help_panel=YOUR_DATA)
app.add_typer(team.app, name="team", rich_help_panel=YOUR_DATA)
app.add_typer(backup.app, name="backup", rich_help_panel=YOUR_DATA)
app.add_typer(hook.app, name="hook", rich_help_panel=SET_UP)


def _print_version(wanted: bool) -> None:
    if wanted:
        say(f"valuecheck {__version__}", sys.stdout)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def bare(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Show the status where no command is given."""
    if context.invoked_subcommand is None:
        every_day.status()
