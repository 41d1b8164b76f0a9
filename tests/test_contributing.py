"""The map for contributors, .github/CONTRIBUTING.md, shows the house as it is."""

from __future__ import annotations

import re

import pytest

from tests.docs import ROOT

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
