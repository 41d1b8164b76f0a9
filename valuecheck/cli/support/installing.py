"""Show what would change in a shell's files, ask, and change it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.cli.support.arguments import confirm
from valuecheck.core.text import say, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.shell.install import FileChange


def carried_out(plan: Sequence[FileChange], own: str, *, yes: bool, dry_run: bool) -> bool:
    """Show `plan`, ask unless `yes`, and carry it out; False where nothing was changed.

    Of the file `own`, which is ours alone, only its size is shown. Raises UsageError where nobody
    can be asked, and ValuecheckError.
    """
    from valuecheck.shell.install import apply

    for change in plan:
        for line in lines_of(change, own):
            say(visible(line), sys.stdout)
    otherwise = f"{len(plan)} files would change"
    if dry_run or not confirm("Do this?", yes=yes, otherwise=otherwise):
        return False
    apply([*plan])
    return True


def lines_of(change: FileChange, own: str) -> Iterator[str]:
    """Yield the lines that describe a change; of the file `own` only its size."""
    lines = [*change.lines]
    if change.path == own and change.verb != "change":
        yield f"{change.verb} {change.path} ({len(lines)} lines)"
        return
    yield f"{change.verb} {change.path}"
    yield from (f"  {line}" for line in lines)
