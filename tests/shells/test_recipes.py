"""The recipes for today's line in a prompt, .github/docs/shells.md, in the shells that run them."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.docs import ROOT
from tests.shells.machine import PROMPT
from tests.shells.multiplexer import Tmux
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shells.tool import Tool

SHELLS = (ROOT / ".github" / "docs" / "shells.md").read_text(encoding="utf-8")
LINE = "2026-11-20 4, 6 in a row"
SHOWN = "4, 6 in a row"
CASES = pytest.mark.parametrize(
    ("content", "shown"),
    [(f"{{soon}} {LINE}\n", SHOWN), (f"{{past}} {LINE}\n", ""), (None, "")],
    ids=["today", "yesterday", "none"],
)


def recipe(language: str) -> str:
    (text,) = re.findall(rf"^```{language}\n(.*?)^```", SHELLS, re.DOTALL | re.MULTILINE)
    return str(text)


def keep(home: Path, content: str | None) -> None:
    """Let the file be in the home folder as the program keeps it there, or be missing."""
    if content is None:
        return
    file = home / ".local" / "state" / "valuecheck" / "short"
    file.parent.mkdir(parents=True)
    now = int(time.time())
    file.write_text(content.format(soon=now + 3600, past=now))


def said_by(command: list[str], home: Path, stdin: str = "") -> str:
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    ran = subprocess.run(
        command,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
    )
    assert ran.stderr == ""
    return ran.stdout.strip()


@CASES
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_starship_shows_today_while_it_lasts(
    tmp_path: Path, shell: str, content: str | None, shown: str
) -> None:
    keep(tmp_path, content)
    settings = tomllib.loads(recipe("toml"))["custom"]["valuecheck"]
    assert settings["shell"] == ["sh"]
    assert said_by([shell], tmp_path, stdin=settings["command"]) == shown
    assert said_by([shell, "-c", settings["command"]], tmp_path) == shown


@CASES
def test_powerlevel10k_shows_today_while_it_lasts(
    tmp_path: Path, content: str | None, shown: str
) -> None:
    keep(tmp_path, content)
    around = "zmodload zsh/datetime; p10k() { print -r -- $3 }\n"
    script = around + recipe("zsh") + "prompt_valuecheck\ntrue\n"
    assert said_by(["zsh", "-f", "-u", "-c", script], tmp_path) == shown


@CASES
@pytest.mark.only(Shell.BASH)
def test_tmux_shows_today_while_it_lasts(tool: Tool, content: str | None, shown: str) -> None:
    keep(tool.machine.home, content)
    # What stands behind the recipe shows that it has run.
    settings = recipe("tmux").replace(")'", ")[#(echo ran)]'")
    with Tmux(tool, "set -g status on\nset -g status-right-length 200\n" + settings) as tmux:
        tool.machine.environ["VALUECHECK_HOOK"] = "0"
        with tmux.attach() as terminal:
            terminal.wait_for(PROMPT)
            terminal.wait_for(f"{shown}[ran]")
            assert (SHOWN in terminal.text) == bool(shown)
