"""Lines on the user's screen: colours by Rich, and the pager where they are too many."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from valuecheck.core.text import columns, for_stream, speaks
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.formats.terminal.lines import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.render.formats.terminal.lines import Line
    from valuecheck.render.page import Page

# less: leave if all fits one screen, keep colours, leave the text on the screen.
LESS = "FRX"
COULD_NOT_START = (126, 127)


def draw(page: Page, *, explained: bool = False, paged: bool = False) -> None:
    """Draw `page` on standard output; `paged` allows the pager, where that is a terminal."""
    lines = terminal.write(page, columns(), unicode=speaks(sys.stdout), explained=explained)
    pager = _pager(len(lines)) if paged else []
    if pager:
        text = _ansi(lines) if _is_less(pager) else for_stream(text_of(lines), sys.stdout)
        if _shown_by(pager, text):
            return
    if not sys.stdout.isatty() and "FORCE_COLOR" not in os.environ:
        sys.stdout.write(for_stream(text_of(lines), sys.stdout) + "\n")
        return
    print_lines(lines)


def print_lines(lines: Sequence[Line]) -> None:
    """Print lines with their colours on standard output."""
    from rich.console import Console

    from valuecheck.render.formats.terminal.colours import as_rich

    console = Console(width=columns(), markup=False, highlight=False, emoji=False)
    drawn = as_rich(lines)
    drawn.plain = for_stream(drawn.plain, sys.stdout)
    # soft_wrap: lines are cut to the width already, and Rich would pad what it wraps.
    console.print(drawn, soft_wrap=True)


def _ansi(lines: Sequence[Line]) -> str:
    """The lines as `print_lines` would write them, colours included."""
    from io import StringIO

    from rich.console import Console

    from valuecheck.render.formats.terminal.colours import as_rich

    # Rich looks at the terminal for its colours, but writes into the buffer.
    system = Console().color_system or None
    file = StringIO()
    console = Console(
        file=file,
        width=columns(),
        markup=False,
        highlight=False,
        emoji=False,
        force_terminal=system is not None,
        color_system=system,  # type: ignore[arg-type]
    )
    console.print(as_rich(lines), soft_wrap=True)
    return file.getvalue()


def _pager(count: int) -> list[str]:
    """The words of the user's pager; empty where none is wanted or `count` lines fit."""
    if not sys.stdout.isatty() or os.environ.get("TERM") in (None, "", "dumb"):
        return []
    try:
        rows = os.get_terminal_size(1).lines
    except OSError:
        return []
    if count < rows or rows <= 1:
        return []
    wanted = os.environ.get("PAGER", "less").strip()
    try:
        words = shlex.split(wanted)
    except ValueError:
        return []
    return [] if not words or os.path.basename(words[0]) == "cat" else words


def _is_less(pager: Sequence[str]) -> bool:
    return os.path.basename(pager[0]) == "less"


def _shown_by(pager: Sequence[str], text: str) -> bool:
    """True if the pager could be started; it has shown the text then."""
    environ = {"LESS": LESS, "LESSCHARSET": "utf-8", **os.environ}
    if not speaks(sys.stdout):
        del environ["LESSCHARSET"]
    try:
        child = subprocess.Popen(  # noqa: S603
            [*pager],
            stdin=subprocess.PIPE,
            env=environ,
            text=True,
            encoding=sys.stdout.encoding,
            errors="replace",
        )
    except OSError:
        return False
    # Ctrl-C belongs to the pager.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        child.communicate(text + "\n")
    except BrokenPipeError:
        child.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return child.returncode not in COULD_NOT_START
