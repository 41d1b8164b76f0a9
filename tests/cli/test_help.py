"""`help`, and the manual page of all commands."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_documented import TREE
from tests.terminal import PROGRAM, Terminal
from valuecheck.core.errors import EXIT_CODES, ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


@pytest.mark.parametrize("command", ["", "report", "hook install", "feedback import"])
def test_help_says_what_the_option_says(run: Run, command: str) -> None:
    words = command.split()
    helped = run("help", *words)
    assert helped.code == 0
    assert helped.out == run(*words, "--help").out


def test_help_on_no_command_is_wrong_usage(run: Run) -> None:
    failed = run("help", "nothing")
    assert (failed.code, failed.out) == (ExitCode.USAGE, "")
    assert "nothing" in failed.err
    assert run("help", "report", "--man").code == ExitCode.USAGE


VENDORS = (
    "Delighted", "SurveyMonkey", "Typeform", "Google Forms", "Microsoft Forms", "Qualtrics",
    "HubSpot", "Zendesk", "Freshdesk", "Intercom", "Trustpilot", "App Store", "Google Play",
    "Any CSV",
)  # fmt: skip


@pytest.mark.parametrize("width", [80, 40])
def test_an_import_has_a_line_for_each_tool(width: int) -> None:
    environ = {**os.environ, "COLUMNS": str(width)}
    command = [*PROGRAM, "feedback", "import", "--help"]
    helped = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    lines = helped.stdout.splitlines()
    recipes = [line.strip(" *•") for line in lines if line.lstrip().startswith(("•", "*"))]
    assert tuple(line.split(":")[0] for line in recipes if ":" in line) == VENDORS
    # None goes on in a second line where there is room for the longest.
    assert width < 80 or all(line.endswith(".") for line in recipes)


def test_the_manual_has_every_command_and_option(run: Run) -> None:
    page = run("help", "--man").out.replace("\\-", "-")
    sections = dict(
        re.findall(r"^\.SS ([^\n]*)\n(.*?)(?=^\.S[SH])", page, re.DOTALL | re.MULTILINE)
    )
    assert {*sections} == TREE.keys() - {"valuecheck"}
    for command, options in TREE.items():
        missing = [each for each in options if f"\\fB{each}\\fR" not in sections.get(command, "")]
        assert command == "valuecheck" or not missing, command


def test_the_manual_has_every_exit_code_and_setting(run: Run) -> None:
    from valuecheck.config.settings import KEYS

    page = run("help", "--man").out
    for term in (*(str(int(code)) for code in EXIT_CODES), *KEYS):
        assert f".TP\n\\fB{term}\\fR\n" in page


def test_a_terminal_shows_the_manual_with_man(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    man = tmp_path / "bin" / "man"
    man.parent.mkdir()
    man.write_text('#!/bin/sh\necho "man reads $(head -c 14 "$1")"\n')
    man.chmod(0o755)
    monkeypatch.setenv("PATH", f"{man.parent}:{os.environ['PATH']}")
    with Terminal(*PROGRAM, "help", "--man") as terminal:
        terminal.wait_for("man reads .TH VALUECHECK")
    monkeypatch.setenv("PATH", "")
    with Terminal(*PROGRAM, "help", "--man") as terminal:
        terminal.wait_for("Take back the last command.")
