"""Where results go: to the terminal, a pipe or a file, in the format that was asked for."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import quote

import typer

from valuecheck.cli.support.files import new_file
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, for_stream, quoted, say, visible
from valuecheck.render.write import ENDINGS, Format, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.render.page import View


FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="terminal, plain, json, csv, markdown or html.",
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
# A terminal's page in a file is as wide as most terminals.
FILE_WIDTH = 80
# Folders of opened pages are named so, and kept for so many seconds.
PAGES, A_DAY = "valuecheck-page-", 86_400


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
        wanted = Format.TERMINAL if sys.stdout.isatty() and not _is_read_aloud() else Format.PLAIN
    return Target(wanted, file, force)


def _is_read_aloud() -> bool:
    """True if a screen reader reads along, for which nothing is drawn."""
    from valuecheck.config.context import current_context

    if os.environ.get("ACCESSIBLE"):
        return True
    try:
        return current_context(warn=False).accessible
    except ValuecheckError:
        # A wrong setting is no reason to refuse a format.
        return False


def emit(
    to: Target,
    view: View,
    *,
    notes: bool = False,
    explained: bool = False,
    paged: bool = False,
) -> None:
    """Write `view` in the chosen format; `notes` and `explained` as in `written`.

    `paged` allows the user's pager where a terminal is too low.
    """
    if to.format is not Format.TERMINAL:
        _write(to, written(view, to.format, notes=notes, explained=explained))
    elif to.file is not None:
        from valuecheck.render.formats.terminal import write as terminal
        from valuecheck.render.formats.terminal.lines import text_of

        lines = terminal.write(view.page(), FILE_WIDTH, unicode=True, explained=explained)
        _write(to, text_of(lines) + "\n")
    else:
        from valuecheck.cli.support.drawing import draw

        draw(view.page(), explained=explained, paged=paged)


def print_lines(lines: Iterable[str]) -> None:
    """Say on standard output what a command did."""
    for line in lines:
        say(line, sys.stdout)


def refuse_no_page(to: Target) -> None:
    """Raise UsageError for a format that no browser shows."""
    if to.format is not Format.HTML:
        problem = f"--open shows a page, and {to.format} is none"
        raise UsageError(problem, "leave the format out, or --open")


def open_page(to: Target, view: View, *, notes: bool = False) -> None:
    """Write `view` and open it in the user's browser; without a file in a private folder.

    A browser may read the file long after the command: such a folder stays for a day.
    """
    made = None
    if to.file is None:
        made = tempfile.mkdtemp(prefix=PAGES)
        _clean_pages(os.stat(made).st_mtime)
        to = to._replace(file=os.path.join(made, "report.html"))
    try:
        emit(to, view, notes=notes)
        typer.launch(f"file://{quote(os.path.realpath(to.file or ''))}")
    except BaseException:
        if made:
            shutil.rmtree(made, ignore_errors=True)
        raise


def _clean_pages(now: float) -> None:
    """Remove the folders of pages that were opened more than a day before `now`."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PAGES) and entry.is_dir(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                if about.st_uid == os.getuid() and now - about.st_mtime > A_DAY:
                    shutil.rmtree(entry.path, ignore_errors=True)


def _write(to: Target, text: str) -> None:
    if to.file is None:
        sys.stdout.write(for_stream(text, sys.stdout))
        return
    with (
        new_file(to.file, force=to.force) as draft,
        open(draft, "w", encoding="utf-8", newline="") as file,
    ):
        file.write(text)
    say(f"✓ Wrote {visible(to.file)}", sys.stderr)
