"""The house is in order: linted, typed, and nothing lies around."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = {"LICENSE", "README.md", "pyproject.toml", "tests", "valuecheck"}


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"], ["mypy"]],
    ids=["ruff", "format", "mypy"],
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


def modules() -> list[Path]:
    """Return every module of the package and of the tests."""
    return [
        path for room in ("valuecheck", "tests") for path in sorted((ROOT / room).rglob("*.py"))
    ]


def docstrings(path: Path) -> list[str]:
    """Return the docstrings of a module and of all in it."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds)]
    return [text for node in nodes if (text := ast.get_docstring(node))]


QUESTION = r"(What|Whom|Which|Whether)\b"


def test_no_docstring_begins_as_a_question() -> None:
    asked = [
        (path.name, text.splitlines()[0])
        for path in modules()
        # Parsing all of them takes seconds.
        if re.search(f'"""{QUESTION}', path.read_text())
        for text in docstrings(path)
        if re.match(QUESTION, text)
    ]
    assert not asked


def test_the_one_at_the_keyboard_is_called_the_user() -> None:
    named = [
        (path.name, line)
        for path in modules()
        for line in path.read_text().splitlines()
        if re.search(r"\b(the|a) person\b", line, re.IGNORECASE)
    ]
    assert not named


def test_the_name_of_a_class_has_one_meaning() -> None:
    classes = Counter(
        name
        for path in (ROOT / "valuecheck").rglob("*.py")
        for name in re.findall(r"^ *class ([A-Za-z]\w*)\b", path.read_text(), re.MULTILINE)
    )
    assert len(classes) > 100
    assert [name for name, count in classes.items() if count > 1] == []


def test_typed_text_is_quoted_by_one_function() -> None:
    """`repr` in an f-string would neither cut it nor be found."""
    represented = [
        (path.name, node.lineno)
        for path in (ROOT / "valuecheck").rglob("*.py")
        if "!r" in path.read_text()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FormattedValue) and node.conversion == ord("r")
    ]
    assert not represented
