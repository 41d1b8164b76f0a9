"""The state of each shell's hook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Page, Paragraph, Records, Section, Table, View, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuecheck.shell.install import Hook, State

COLUMNS = (Column("Shell"), Column("State"), Column("File", wide=True, wrapped=True))
FIELDS = ("shell", "state", "file", "problem")


def view(states: Sequence[tuple[Hook, State]], wrong: Mapping[str, tuple[str, str]]) -> View:
    """For each shell whether its hook is installed, and what keeps it from being reached.

    `wrong` are problem and remedy by shell.
    """
    rows = [
        (str(hook.shell), str(state), hook.file, wrong.get(hook.shell, ("",))[0])
        for hook, state in states
    ]
    sentences = [f"{problem}; {remedy}." for problem, remedy in wrong.values()]
    return View(
        page=lambda: Page(
            "",
            [
                Section(
                    "",
                    [
                        Table(COLUMNS, [(*row[:2], typed(row[2])) for row in rows], True),
                        Paragraph(sentences),
                    ],
                )
            ],
            title="Hooks",
        ),
        records=lambda: Records(FIELDS, rows),
        document=lambda: {"hooks": [dict(zip(FIELDS, row, strict=True)) for row in rows]},
    )
