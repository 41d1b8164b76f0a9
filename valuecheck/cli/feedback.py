"""`feedback`: what customers say."""

from __future__ import annotations

import typer

from valuecheck.cli import importing

PANEL = "Customers"

app = typer.Typer(help="What customers say, in their own words.", no_args_is_help=True)
app.command("import")(importing.import_)
