"""The state of each shell's hook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Page, Records, Section, Table, View, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.shell.install import Hook, State

COLUMNS = (Column("Shell"), Column("State"), Column("File", wide=True, wrapped=True))
FIELDS = ("shell", "state", "file")


def view(states: Sequence[tuple[Hook, State]]) -> View:
    """For each shell whether its hook is installed, current, stale or edited by hand."""
    rows = [(str(hook.shell), str(state), hook.file) for hook, state in states]
    return View(
        page=lambda: Page(
            "",
            [Section("", [Table(COLUMNS, [(*row[:2], typed(row[2])) for row in rows], True)])],
            title="Hooks",
        ),
        records=lambda: Records(FIELDS, rows),
        document=lambda: {"hooks": [dict(zip(FIELDS, row, strict=True)) for row in rows]},
    )
