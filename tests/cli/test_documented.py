"""The reference, .github/docs/reference.md, has every command and every option, and no other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import typer

from tests.docs import DOCUMENTS, REFERENCE, ROOT, sections
from valuecheck.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = "Options of listings, reports and pages"
FILE = REFERENCE.relative_to(ROOT)
SECTIONS = sections(REFERENCE)
EVERYWHERE = {"--help", "-h", "--version"}


def walk(command: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    """Each visible command below `command` by its full name, with its visible options."""
    parameters = [each for each in command.params if not getattr(each, "hidden", False)]
    options = {
        option
        for each in parameters
        if each.param_type_name == "option"
        for option in (*each.opts, *each.secondary_opts)
    }
    yield path, options - EVERYWHERE
    for name, found in getattr(command, "commands", {}).items():
        if not found.hidden:
            yield from walk(found, f"{path} {name}")


TREE = dict(walk(typer.main.get_command(app), "valuecheck"))


def options_in(text: str) -> set[str]:
    """The options that a Markdown text names in code."""
    code = " ".join(re.findall(r"`([^`]+)`", text))
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", code))


@pytest.mark.parametrize("command", TREE)
def test_a_command_and_its_options_are_documented(command: str) -> None:
    assert command in SECTIONS, f"{FILE} needs a section with the heading '### {command}'"
    documented = options_in(SECTIONS[command]) | options_in(SECTIONS[SHARED])
    missing = sorted(TREE[command] - documented)
    assert not missing, f"{FILE}, section '### {command}', must explain {', '.join(missing)}"


def test_what_is_documented_exists() -> None:
    headings = {title for title in SECTIONS if title.startswith("valuecheck")}
    gone = sorted(headings - {*TREE})
    assert not gone, f"{FILE} has sections on commands that are gone: {', '.join(gone)}"
    for command in headings:
        text = SECTIONS[command]
        # A section may name another command with an option of that one.
        named = [options for name, options in TREE.items() if name in text]
        stale = options_in(text).difference(TREE[command], EVERYWHERE, *named)
        assert not stale, f"{FILE}, section '### {command}', names {', '.join(sorted(stale))}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_document_names_no_command_that_is_gone(document: Any) -> None:
    for words in re.findall(r"`valuecheck ([a-z][a-z -]*)", document.read_text(encoding="utf-8")):
        first = words.split()[0]
        assert f"valuecheck {first}" in TREE, f"{document.name} names 'valuecheck {words}'"
