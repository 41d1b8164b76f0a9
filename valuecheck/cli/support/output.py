"""Where results go: to the terminal, a pipe or a file, in the format that was asked for."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.cli.support.files import new_file
from valuecheck.config.context import current_context
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, for_stream, quoted, say, visible
from valuecheck.render.write import ENDINGS, Format, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.render.page import View

# A terminal's page in a file is as wide as most terminals.
FILE_WIDTH = 80
LISTED_IN_TERMINAL = 20


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


def most(limit: int | None, to: Target) -> int | None:
    """Return how many rows of a list to show: `limit`, else 20 on a terminal (None: all)."""
    if limit is None and to.format is Format.TERMINAL and to.file is None:
        return LISTED_IN_TERMINAL
    return limit


def _is_read_aloud() -> bool:
    """True if a screen reader reads along, for which nothing is drawn."""
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


class ToCopy(str):
    """A line that a user copies: it is not broken where a terminal is narrow."""

    __slots__ = ()


def print_lines(lines: Iterable[str]) -> None:
    """Say on standard output what a command did."""
    for line in lines:
        say(line, sys.stdout, breaks=not isinstance(line, ToCopy))


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
