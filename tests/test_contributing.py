"""The map for contributors, .github/CONTRIBUTING.md, shows the house as it is, and its style."""

from __future__ import annotations

import ast
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.docs import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILE = ROOT / ".github" / "CONTRIBUTING.md"
TEXT = FILE.read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"(?<![\w/.])(?:valuecheck|tests|\.github|\.ci)/[\w./-]*", TEXT)))
NAMES = re.findall(r"`([A-Z][A-Za-z_]+)` (?:in|from) `([^`]+)`", TEXT)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path: str) -> None:
    assert (ROOT / path).exists(), f"{FILE.name} names {path}, which is gone: name what replaced it"


@pytest.mark.parametrize(
    "folder", sorted(p.parent.name for p in ROOT.glob("valuecheck/*/__init__.py"))
)
def test_every_folder_is_on_the_map(folder: str) -> None:
    assert f"valuecheck/{folder}/" in PATHS, f"{FILE.name} does not say what {folder} holds"


def test_a_name_is_where_the_map_says() -> None:
    assert NAMES
    for name, path in NAMES:
        assert re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")), (name, path)


def test_a_module_that_is_run_exists() -> None:
    for module in re.findall(r"python -m (tests[\w.]*)", TEXT):
        assert (ROOT / (module.replace(".", "/") + ".py")).exists(), module


def test_the_changelog_has_a_section_for_each_version() -> None:
    from valuecheck import RELEASED, __version__

    text = (ROOT / ".github" / "CHANGELOG.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## \[(.+?)\](.*)$", text, re.MULTILINE)
    assert titles[0] == ("Unreleased", "")
    assert titles[1] == (__version__, f" - {RELEASED}")
    assert all(re.fullmatch(r" - \d{4}-\d\d-\d\d", date) for _, date in titles[1:])
    groups = set(re.findall(r"^### (.*)$", text, re.MULTILINE))
    assert groups <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


# Style


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
