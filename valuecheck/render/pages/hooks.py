"""The state of each shell's hook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Paragraph, Records, Table, View, simple_page, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from valuecheck.shell.install import Hook, State

COLUMNS = (Column("Shell"), Column("State"), Column("File", wide=True, wrapped=True))
FIELDS = ("shell", "state", "file", "problem")


def view(states: Sequence[tuple[Hook, State]], wrong: Mapping[str, tuple[str, str]]) -> View:
    """For each shell whether its hook is installed, and what keeps it from being reached.

    `wrong` are problem and remedy by shell.
    """
    records = Records(
        FIELDS,
        [
            (str(hook.shell), str(state), hook.file, wrong.get(hook.shell, ("",))[0])
            for hook, state in states
        ],
    )
    cells = [(shell, state, typed(file)) for shell, state, file, _ in records.rows]
    table = Table(COLUMNS, cells, headless=True)
    sentences = [f"{problem}; {remedy}." for problem, remedy in wrong.values()]
    return View(
        page=lambda: simple_page("Hooks", table, Paragraph(sentences)),
        records=lambda: records,
        document=lambda: {"hooks": records.objects()},
    )
