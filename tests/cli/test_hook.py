from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program where an installation would have put it, and no shell known."""
    file = tmp_path / "bin" / "valuecheck"
    file.parent.mkdir()
    file.touch(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    return file


def states(run: Run) -> dict[str, str]:
    said = json.loads(run("hook", "status", "--json").out)
    assert said["schema_version"] == 1
    return {hook["shell"]: hook["state"] for hook in said["hooks"]}


@pytest.mark.parametrize("shell", list(Shell))
def test_a_hook_is_installed_seen_and_taken_out(shell: Shell, run: Run, tmp_path: Path) -> None:
    assert set(states(run).values()) == {"not installed"}
    installed = run("hook", "install", shell, "--yes")
    assert installed.code == 0
    assert f"exec {shell}" in installed.out
    assert states(run)[shell] == "current"
    assert "installed and current" in run("hook", "install", shell).out
    assert run("hook", "uninstall", shell, "--yes").out.endswith("Uninstalled.\n")
    assert set(states(run).values()) == {"not installed"}
    assert "No hook" in run("hook", "uninstall", shell).out
    assert [path for path in tmp_path.rglob("*") if "hook" in path.name] == []


def test_who_has_answered_already_is_told_when_it_asks(run: Run) -> None:
    waiting = run("hook", "install", "bash", "--yes")
    assert "at a moment" not in waiting.out
    run("hook", "uninstall", "bash", "--yes")
    run("4", "answered before")
    said = " ".join(run("hook", "install", "bash", "--yes").out.split())
    assert "Fri 20 Nov: nothing more is asked." in said
    assert "the question comes at a moment between 10:00 and 16:00." in said


def test_a_dry_run_shows_the_lines_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    rc = tmp_path / ".bashrc"
    rc.write_text("alias ll='ls -l'\n")
    said = run("hook", "install", "bash", "--dry-run")
    assert said.code == 0
    assert f"change {rc}\n" in said.out
    assert "  + # >>> valuecheck hook >>>\n" in said.out
    assert rc.read_text() == "alias ll='ls -l'\n"
    assert states(run)["bash"] == "not installed"


def test_nobody_to_ask_is_an_error_and_changes_nothing(run: Run) -> None:
    said = run("hook", "install", "zsh")
    assert said.code == 2
    assert "--yes" in said.err
    assert states(run)["zsh"] == "not installed"


def test_an_unknown_shell_is_refused(run: Run) -> None:
    said = run("hook", "install", "tcsh")
    assert said.code == 2
    assert "zsh" in said.err


def test_print_shows_the_hook_with_its_paths(run: Run, program: Path, home: Path) -> None:
    said = run("hook", "print", "fish").out
    assert f"'{program}'" in said
    assert f"'{home}/state/next-due'" in said


def test_a_read_only_rc_file_is_left_with_a_remedy(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".zshrc").touch(0o444)
    said = run("hook", "install", "zsh", "--yes")
    assert said.code == 1
    assert said.err.startswith("valuecheck: ")
    assert "valuecheck hook print" in said.err
