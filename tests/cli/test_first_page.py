"""Help is read at a glance: one screen for the first page, and no names of Python's types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.commands import TREE
from valuecheck.cli.support.first_page import SUMMARIES, lines

if TYPE_CHECKING:
    from tests.conftest import Run

GROUPS = sorted({path.split()[0] for path in TREE if " " in path})
TOP = {path.split()[0] for path, command in TREE.items() if not command.hidden}


@pytest.mark.parametrize("line", ["-h", "--help"])
def test_the_first_page_fits_a_terminal_of_24_rows(run: Run, line: str) -> None:
    page = run(line).out.splitlines()
    # One row is left for the prompt.
    assert len(page) <= 23
    assert max(map(len, page)) <= 80


@pytest.mark.parametrize("width", ["40", "77", "80", "200"])
def test_the_first_page_has_every_command_and_nothing_is_cut(
    run: Run, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    page = run("-h").out
    for name in TOP:
        assert f"  {name} " in page
        assert SUMMARIES[name] in page
    assert max(map(len, page.splitlines())) <= int(width)


@pytest.mark.parametrize("path", [*TREE, *GROUPS])
def test_every_command_has_help_that_names_no_types(path: str, run: Run) -> None:
    # Both options, each with every other command.
    shown = run(*path.split(), "-h" if len(path) % 2 else "--help")
    assert shown.code == 0
    assert f"Usage: valuecheck {path} " in shown.out
    assert "<" not in shown.out
    assert ">=" not in shown.out
    assert "None" not in shown.out


def test_the_first_page_has_room_for_all_commands_to_come() -> None:
    groups = {
        "a": ["ask"] * 4,
        "b": ["ask"] * 5,
        "c": ["ask"] * 2,
        "d": ["ask"] * 9,
        "e": ["ask"] * 7,
    }
    assert len([*lines(groups, 80)]) <= 23
