"""What the program can do is what the README shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from valuecheck.cli.app import app

README = Path(__file__).parents[2] / "README.md"
COMMANDS = vars(typer.main.get_command(app))["commands"]


@pytest.mark.parametrize("name", [name for name, found in COMMANDS.items() if not found.hidden])
def test_every_command_is_shown(name: str) -> None:
    shown = README.read_text(encoding="utf-8")
    assert re.search(rf"valuecheck {name}\b", shown), f"the README never shows valuecheck {name}"
