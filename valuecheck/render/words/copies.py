"""Copies of the store, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.text import counted, visible
from valuecheck.render.words.moving import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.actions.copies import RestoreEffect
    from valuecheck.store.copy_files import Copy

WHY = {
    "migration": "before an update changed its tables",
    "weekly": "the week's copy",
    "import": "before an import",
    "restore": "before a restore",
    "forget": "before a forget",
    "manual": "made by hand",
    "broken": "damaged, kept as it was",
}


def made(copy: Copy) -> Iterator[str]:
    """The copy that was made, and how to get it back."""
    yield visible(f"✓ Copied to {copy.file}")
    yield f"  valuecheck backup restore {copy.number} brings it back."


def difference(copy: Copy, found: RestoreEffect, today: date) -> Iterator[str]:
    """Say how many rows the restoring of a copy brings back and removes."""
    yield f"Copy {copy.number}, {WHY.get(copy.kind, copy.kind)}:"
    if not found.readable:
        yield "  your data cannot be read; afterwards there is only the copy's"
    if found.back:
        yield f"  brings back  {_counted(found.back, today)}"
    if found.away:
        yield f"  takes away   {_counted(found.away, today)}"
    if found.changed:
        yield f"  changes      {_counted(found.changed, today)}"
    if found.others:
        yield f"  changes      {', '.join(rows_of(name, n) for name, n in found.others.items())}"
    if found == found._replace(back=(), away=(), changed=(), others={}):
        yield "  the same as your data is now"


def restored(copy: Copy, kept: Copy | None) -> Iterator[str]:
    """That a copy is in place, and the way back."""
    yield f"✓ Restored copy {copy.number}"
    if kept:
        yield f"  valuecheck backup restore {kept.number} brings back what was there before."


def _counted(days: Sequence[date], today: date) -> str:
    first, last = day_name(days[0], today), day_name(days[-1], today)
    span = first if days[0] == days[-1] else f"{first} to {last}"
    return f"{counted(len(days), 'check-in')}, {span}"
