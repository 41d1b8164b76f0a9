"""The house is in order: linted, typed, and nothing lies around."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = {"LICENSE", "README.md", "pyproject.toml", "tests", "valuecheck"}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-cache"], id="ruff"),
        pytest.param(["ruff", "format", "--check", "--no-cache"], id="format"),
        pytest.param(["mypy"], id="mypy", marks=pytest.mark.long),
    ],
)
def test_a_checker_has_nothing_to_say(command: list[str]) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "command", [["shellcheck"], ["shfmt", "-i", "4", "-d"]], ids=lambda c: c[0]
)
def test_a_checker_of_shell_scripts_has_nothing_to_say(command: list[str]) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    packaging = ROOT / ".github" / "packaging"
    scripts = [*ROOT.glob(".ci/*"), *packaging.glob("*/build"), *packaging.glob("*/install")]
    assert len(scripts) > 4
    checked = subprocess.run([*command, *scripts], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_top_shows_the_layout_and_nothing_else() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not in a git checkout")
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == TOP
