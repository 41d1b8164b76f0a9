"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from valuecheck.render.write import Format

FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"{', '.join([*Format][:-1])} or {[*Format][-1]}.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", metavar="FILE", help="Write to FILE; its ending gives the format."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")]
NotesOption = Annotated[
    bool, typer.Option("--notes", help="Put notes into markdown, html and csv as well.")
]
OpenOption = Annotated[
    bool, typer.Option("--open", help="Show the report as a page in the browser.")
]
NoPagerOption = Annotated[
    bool, typer.Option("--no-pager", help="Print all at once, however long it is.")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do it without being asked.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change.")]
LimitOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="At most N; 20 in a terminal.")
]
