"""Everything that the README shows is so."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import picture

if TYPE_CHECKING:
    from tests.conftest import Run

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
OUTPUTS = re.findall(r"^```\n((?:[@│├└─ ]|Heard).*?)^```$", README, re.DOTALL | re.MULTILINE)
LINES = [line for block in BLOCKS for line in block.splitlines() if line]
SESSIONS = [block.splitlines() for block in BLOCKS if block.startswith("valuecheck")]
# .ci/run runs the first two as they stand; the others need a program that a machine may not have.
INSTALLS = ("python3 -m venv", "uv tool install", "pipx install")


def test_a_line_is_a_command_or_installs() -> None:
    assert [line for line in LINES if not line.startswith(("valuecheck", *INSTALLS))] == []


@pytest.mark.parametrize("lines", SESSIONS, ids=lambda lines: lines[0].split("  ")[0])
def test_the_commands_work_one_after_the_other(
    lines: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELL", "/bin/bash")
    assert run("4", "fixed", "checkout", "outage", "+incident", "@retail").code == 0
    for line in filter(None, lines):
        words = shlex.split(line, comments=True)[1:]
        if words[:1] in (["forget"], ["hook"]):
            words.append("--yes")
        done = run(*words)
        assert (done.code, "valuecheck:" in done.err) == (0, False), line
        assert done.out or done.err.startswith("✓ Wrote"), line


def test_what_it_shows_of_customers_is_what_is_printed(run: Run) -> None:
    assert run("4", "fixed", "checkout", "outage", "+incident", "@retail").code == 0
    for line in (line for block in SESSIONS for line in block):
        if line.startswith(("valuecheck customer", "valuecheck feedback add")):
            assert run(*shlex.split(line, comments=True)[1:]).code == 0
    printed = run("customer", "list", "--format", "terminal").out
    printed += run("report", "@retail", "--format", "terminal").out
    shown = [line for block in OUTPUTS for line in block.splitlines()]
    assert len(shown) > 10
    for line in shown:
        assert re.search(rf"^{re.escape(line)}( +[-–0-9]|$)", printed, re.MULTILINE), line


def test_the_import_that_it_shows_is_what_is_printed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = ["2026/11/19 2:32:10 PM GMT+1,9,Acme"] * 42
    head = "Timestamp,How likely are you to recommend us?,Company"
    (tmp_path / "responses.csv").write_text("\n".join([head, *rows]))
    block = r"^```console\n\$ ([^\n]*)\n(.*?)^  …\n```$"
    ((line, shown),) = re.findall(block, README, re.DOTALL | re.MULTILINE)
    assert run(*shlex.split(line)[1:]).out.startswith(shown)


def test_it_names_every_setting_with_its_default() -> None:
    from valuecheck.config.settings import KEYS

    assert re.findall(r"^\| `([a-z_]+)` \|.*\|.*\|$", README, re.MULTILINE) == list(KEYS)


def test_its_picture_shows_what_the_program_prints() -> None:
    def words(svg: str) -> list[str]:
        return re.findall(r">([^<>]+)</text>", svg)

    shown = picture.PICTURE.read_text(encoding="utf-8")
    assert words(shown) == words(picture.draw())
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")
