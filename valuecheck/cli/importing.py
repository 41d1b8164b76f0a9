"""The command `feedback import`: take over what a survey or help desk has collected."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from valuecheck.cli.support.output import FormatOption, JsonOption, emit, target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.exchange.reading import Given, Watch

BAR_FROM = 5000
NAMED_IN_TERMINAL = 20
FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV or JSON Lines; - is standard input.")
]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,...",
        help="Columns by name: score=Rating,day='Responded at'. "
        "Fields: day, score, scale, customer, words, source, id.",
    ),
]
CustomerOption = Annotated[
    str, typer.Option(metavar="@NAME", help="Whose feedback all of it is.", show_default=False)
]
ScaleOption = Annotated[
    str, typer.Option(metavar="SCALE", help="csat, nps or good-bad.", show_default=False)
]
SourceOption = Annotated[
    str, typer.Option(metavar="TEXT", help="Where all of it is from.", show_default=False)
]
OrderOption = Annotated[
    str | None,
    typer.Option(
        metavar="ORDER", help="How 03/04/2026 is meant: dmy, mdy, ymd, excel or excel-1904."
    ),
]
SkipOption = Annotated[bool, typer.Option("--skip-bad", help="Take the rows that are not bad.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would be stored.")]
UpdateOption = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Take the file's where a known id reads differently, over edits by hand too.",
    ),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Bring back what was deleted or undone before.")
]


def import_(
    file: FileArgument,
    map_: MapOption = None,
    customer: CustomerOption = "",
    scale: ScaleOption = "",
    source: SourceOption = "",
    date_order: OrderOption = None,
    skip_bad: SkipOption = False,
    dry_run: DryRunOption = False,
    update: UpdateOption = False,
    again: AgainOption = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Put their words into markdown, html and csv as well.")
    ] = False,
) -> None:
    """Take over what a survey or a help desk has collected: the whole file or nothing.

    Columns are found by their common names. Reading a file again adds only what is new, and undo
    takes one import back. With a column of ids, an answer that has changed is the same piece.
    """
    from valuecheck.config.context import current_context
    from valuecheck.core.text import say
    from valuecheck.exchange import feedback_import
    from valuecheck.render.pages import import_preview as view

    now = current_context()
    wanted = feedback_import.ImportOptions(again=again, update=update)
    given = _given(customer, scale, source, date_order)
    with progress() as watch:
        found = feedback_import.read(now, file, given, map_ or [], watch)
    for note in view.notes(found):
        say(f"valuecheck: {note}", sys.stderr)
    if dry_run:
        told = feedback_import.sort(now, found.read)
        emit(target(format_, json=json), view.view(found, told, wanted), notes=notes)
        sys.stdout.flush()
    for line in view.bad(found, NAMED_IN_TERMINAL if sys.stderr.isatty() else None):
        say(line, sys.stderr)
    if not skip_bad:
        found.read.refuse_bad()
    if not dry_run:
        with progress() as watch:
            stored = feedback_import.keep(now, found.read, watch, wanted)
        say(view.summary(found, stored), sys.stdout)


def _given(customer: str, scale: str, source: str, order: str | None) -> Given:
    """Parse the options that hold for all rows. Raises UsageError."""
    from valuecheck.actions.feedback import parse_source
    from valuecheck.core.answer import CUSTOMER, parse_tag
    from valuecheck.core.scales import known_scale
    from valuecheck.exchange.dates import parse_order
    from valuecheck.exchange.reading import Given

    return Given(
        customer=parse_tag(customer, CUSTOMER) if customer else "",
        scale=known_scale(scale) if scale else "",
        source=parse_source(source),
        order=parse_order(order) if order else None,
    )


@contextmanager
def progress() -> Iterator[Watch]:
    """A bar on standard error once there is much to do, where that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _what, _rows, _share: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=1.0)

    def watch(what: str, rows: int, share: float) -> None:
        if rows >= BAR_FROM:
            bar.update(task, completed=share, description=f"{what} {rows:,} rows")
            bar.start()

    try:
        yield watch
    finally:
        bar.stop()
