"""README and .github/docs agree with the program."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests import picture
from tests.docs import DOCUMENTS, REFERENCE, ROOT, Block, blocks, sections

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

README = ROOT / "README.md"
COMMANDS = [block for block in blocks("sh") if block.text.startswith("valuecheck")]
SESSIONS = blocks("console")
OUTPUTS = [block for block in blocks("") if block.document == README]
# .ci/run runs the first two as they stand; the others need a program that a machine may not have.
INSTALLS = (
    "python3 -m venv",
    "uv tool install",
    "pipx install",
    ".github/packaging/homebrew/install",
)
ASKS_FIRST = (
    ["forget"],
    ["uninstall"],
    ["hook", "install"],
    ["hook", "uninstall"],
    ["completion", "--install"],
    ["completion", "--uninstall"],
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """A folder with the files that the documents name, and a store with one answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELL", "/bin/bash")
    rows = ["2026/11/19 2:32:10 PM GMT+1,9,Acme"] * 42
    head = "Timestamp,How likely are you to recommend us?,Company"
    (tmp_path / "responses.csv").write_text("\n".join([head, *rows]))
    assert run("4", "fixed", "checkout", "outage", "+incident", "@retail").code == 0


def words_of(line: str) -> list[str]:
    """The arguments of a command line that begins with the program's name."""
    words = shlex.split(line, comments=True)[1:]
    return [*words, "--yes"] if words[:1] in ASKS_FIRST or words[:2] in ASKS_FIRST else words


def test_the_readme_is_read_in_a_minute() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 150


def test_a_line_is_a_command_or_installs() -> None:
    lines = [line for block in blocks("sh") for line in block.text.splitlines() if line]
    assert [line for line in lines if not line.startswith(("valuecheck", *INSTALLS))] == []


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.name)
def test_the_commands_work_one_after_the_other(block: Block, run: Run) -> None:
    for line in filter(None, block.text.splitlines()):
        done = run(*words_of(line))
        assert (done.code, "valuecheck:" in done.err) == (0, False), (line, done)
        assert done.out or done.err.startswith("✓ Wrote"), line


@pytest.mark.parametrize("block", SESSIONS, ids=lambda block: block.name)
def test_a_session_prints_what_it_shows(block: Block, run: Run) -> None:
    for turn in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        line, _, shown = turn.partition("\n")
        printed = run(*words_of(line)).out
        beginning, cut, _ = shown.partition("  …\n")
        assert printed.startswith(beginning) if cut else printed == shown, line


def test_what_it_shows_of_customers_is_what_is_printed(run: Run) -> None:
    commands = "".join(block.text for block in COMMANDS if block.document == README)
    for line in commands.splitlines():
        if line.startswith(("valuecheck customer", "valuecheck feedback add")):
            assert run(*words_of(line)).code == 0
    printed = run("customer", "list", "--format", "terminal").out
    printed += run("report", "@retail", "--format", "terminal").out
    shown = [line for block in OUTPUTS for line in block.text.splitlines()]
    assert len(shown) > 5
    for line in shown:
        assert re.search(rf"^{re.escape(line)}( +[-–0-9]|$)", printed, re.MULTILINE), line


def test_every_setting_is_documented() -> None:
    from valuecheck.config.settings import KEYS

    table = sections(REFERENCE)["Settings"]
    assert re.findall(r"^\| `([a-z_]+)` \|.*\|.*\|$", table, re.MULTILINE) == list(KEYS)


def test_every_exit_code_is_documented() -> None:
    from valuecheck.core.errors import EXIT_CODES

    table = sections(REFERENCE)["Exit codes"]
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert documented == {*EXIT_CODES}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_link_within_the_repository_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
        file = document.parent / target if target else document
        assert file.exists(), f"{document.name} links to {target}"
        assert not anchor or anchor in _anchors(file), f"{document.name}: {target}#{anchor}"


def _anchors(file: Path) -> set[str]:
    """The names that GitHub gives to the headings of a Markdown file."""
    titles = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", picture.PICTURES)
def test_a_picture_shows_what_the_program_prints(name: str) -> None:
    def words(svg: str) -> list[str]:
        return re.findall(r">([^<>]+)</text>", svg)

    shown = (picture.FOLDER / name).read_text(encoding="utf-8")
    assert f"](.github/{name})" in README.read_text(encoding="utf-8")
    assert words(shown) == words(picture.draw(*picture.PICTURES[name]))
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")


def test_every_table_and_its_key_is_documented(home: Path) -> None:
    with closing(sqlite3.connect(home / "valuecheck.db")) as store:
        found = store.execute(
            "SELECT t.name, group_concat(c.name) FROM sqlite_schema t, pragma_table_info(t.name) c "
            "WHERE t.type = 'table' AND c.pk AND t.name NOT LIKE '\\_%' ESCAPE '\\' GROUP BY t.name"
        )
        keys = {name: key for name, key in found if not name.startswith("sqlite_")}
    text = (ROOT / ".github" / "docs" / "file-formats.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `([a-z_]+)` \|[^|]*\| (`[a-z_`, ]+`) \|$", text, re.MULTILINE)
    assert {name: re.sub("[` ]", "", key) for name, key in lines} == keys, (
        "file-formats.md must list each table with its key"
    )
