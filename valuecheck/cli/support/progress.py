"""How far a long command is: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from valuecheck.core.days import seconds_running
from valuecheck.core.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

BAR_FROM = 5000
SECONDS_BETWEEN_LINES = 10


class Shown:
    """A line about a command that goes on."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._said = seconds_running()

    def __call__(self, what: str, rows: int, share: float) -> None:
        if sys.stderr.isatty():
            if rows >= BAR_FROM:
                self._draw(what, rows, share)
        elif seconds_running() - self._said >= SECONDS_BETWEEN_LINES:
            self._said = seconds_running()
            say(f"{what} {rows:,} rows, {share:.0%}", sys.stderr)

    def stop(self) -> None:
        """Remove the bar, so that others may write."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _draw(self, what: str, rows: int, share: float) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

        if self._bar is None:
            columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bar.add_task(f"{what} {rows:,} rows", total=1.0)
            self._bar.start()
        task = self._bar.task_ids[0]
        self._bar.update(task, completed=share, description=f"{what} {rows:,} rows")


@contextmanager
def progress() -> Iterator[Shown]:
    """Show how far a long command is: a bar in a terminal, else a line now and then."""
    progress = Shown()
    try:
        yield progress
    finally:
        progress.stop()
