"""Where results go: to the terminal, a pipe or a file, in the format that was asked for."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import quote

import typer

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, columns, for_stream, quoted, say, speaks, visible

if TYPE_CHECKING:
    from rich.text import Text


class Format(StrEnum):
    """The formats of results."""

    TERMINAL = "terminal"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


ENDINGS = {
    ".txt": Format.PLAIN,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
}
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="terminal, plain, json, csv, markdown or html, where it makes sense.",
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


class Display(NamedTuple):
    """The terminal that a view is drawn for: its width in columns, and whether it has our signs."""

    width: int
    unicode: bool


class Target(NamedTuple):
    """The chosen format, and the file if it is one."""

    format: Format
    file: str | None = None
    force: bool = False


def target(
    format_: Format | None, *, json: bool = False, file: str | None = None, force: bool = False
) -> Target:
    """Where to write and how. Raises UsageError for options that contradict each other."""
    if json and format_ not in (None, Format.JSON):
        problem = f"--json and --format {format_} contradict each other"
        raise UsageError(problem, "give one of them")
    wanted = Format.JSON if json else format_
    if file is not None:
        ending = os.path.splitext(file)[1].lower()
        wanted = wanted or ENDINGS.get(ending)
        if wanted is None:
            problem = f"{quoted(file, PATH_SHOWN)} has no ending that says its format"
            raise UsageError(problem, f"end it in {', '.join(ENDINGS)}, or add --format")
    elif force:
        problem = "--force without --output does nothing"
        raise UsageError(problem, "leave it out or name a file")
    if wanted is None:
        wanted = Format.TERMINAL if sys.stdout.isatty() else Format.PLAIN
    return Target(wanted, file, force)


Views = Mapping[Format, Callable[[], str]]


def emit(to: Target, views: Views, draw: Callable[[Display], Text] | None = None) -> None:
    """Write the view of the chosen format. Raises UsageError if there is none."""
    if to.format is Format.TERMINAL and draw:
        _draw(to, draw)
    elif to.format in views:
        _write(to, views[to.format]())
    else:
        problem = f"this has no format {to.format}"
        offered = [*([Format.TERMINAL] if draw else []), *views]
        raise UsageError(problem, f"there are {', '.join(offered)}")


def tell(lines: Iterable[str]) -> None:
    """Say on standard output what a command did."""
    for line in lines:
        say(line, sys.stdout)


def page(to: Target) -> Target:
    """`to`, which is to be opened, with a private file if none was named. Raises UsageError."""
    if to.format is not Format.HTML:
        problem = f"--open shows a page, and {to.format} is none"
        raise UsageError(problem, "leave the format out, or --open")
    if to.file is not None:
        return to
    return to._replace(file=os.path.join(tempfile.mkdtemp(prefix="valuecheck-"), "report.html"))


def show(to: Target) -> None:
    """Open the written file in the user's browser."""
    typer.launch(f"file://{quote(os.path.realpath(to.file or ''))}")


def _draw(to: Target, draw: Callable[[Display], Text]) -> None:
    from rich.console import Console

    if to.file is not None:
        _write(to, draw(Display(80, unicode=True)).plain + "\n")
        return
    screen = Display(columns(), speaks(sys.stdout))
    console = Console(width=screen.width, markup=False, highlight=False, emoji=False)
    drawn = draw(screen)
    # Sign by sign, so that every style stays where it is.
    drawn.plain = for_stream(drawn.plain, sys.stdout)
    # soft_wrap: lines are cut to the width already, and Rich would pad what it wraps.
    console.print(drawn, soft_wrap=True)


def _write(to: Target, text: str) -> None:
    if to.file is None:
        sys.stdout.write(for_stream(text, sys.stdout))
        return
    try:
        _write_file(to.file, text, force=to.force)
    except FileExistsError as error:
        problem = f"{quoted(to.file, PATH_SHOWN)} exists already"
        raise UsageError(problem, "add --force to replace it") from error
    except OSError as error:
        problem = f"cannot write {quoted(to.file, PATH_SHOWN)}: {error.strerror}"
        raise ValuecheckError(problem, "choose another file or folder") from error
    say(f"✓ Wrote {visible(to.file)}", sys.stderr)


def _write_file(path: str, text: str, *, force: bool) -> None:
    """Write `path` whole or not at all; a device or pipe is written to as it is."""
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "w", encoding="utf-8") as device:
            device.write(text)
        return
    path = os.path.realpath(path)
    draft = f"{path}.{os.getpid()}.tmp"
    try:
        with open(draft, "x", encoding="utf-8", newline="") as file:
            file.write(text)
        if force:
            os.replace(draft, path)
        else:
            # Unlike a rename, a link never replaces what another program made meanwhile.
            os.link(draft, path)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)
