"""Homes and installations whose paths have every character that a shell takes to be its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT, Machine
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    "with space",
    "it's",
    'say "so"',
    "$HOME",
    "`touch PWNED`",
    "back\\slash",
    "Zoë",
    "(a)*?[b]",
    "~",
    "-n;&|<>#!",
    "''",
    "@BIN@",
]


@pytest.mark.parametrize("name", ODD)
def test_a_path_is_only_a_path(machine: Machine, tmp_path: Path, name: str) -> None:
    odd = Machine(tmp_path / name / "x", machine.shell, machine.executable)
    odd.install()
    with odd.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
        assert terminal.text.splitlines() == ["RECORDED 4", PROMPT]
    odd.ask_in(1000)
    with odd.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.05)
    assert odd.questions == 1
    assert not list(tmp_path.rglob("PWNED"))


@pytest.mark.only(Shell.BASH, Shell.ZSH, Shell.FISH)  # nushell itself fails in such a home
def test_a_path_that_is_no_text_is_a_path_too(machine: Machine, tmp_path: Path) -> None:
    odd = Machine(tmp_path / os.fsdecode(b"caf\xe9"), machine.shell, machine.executable)
    odd.install()
    with odd.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
    assert odd.questions == 1
