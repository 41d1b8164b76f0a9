"""Installed means reached: the shell is started once, and says whether it came to the hook."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests.terminal import PATIENCE
from valuecheck.shell.probe import Reached, found_wrong, probe
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shells.machine import Machine


@pytest.fixture
def as_in_use(patient: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    """No more patience than a user has: what does not come takes all of it."""
    monkeypatch.setattr("valuecheck.shell.probe._PATIENCE", 3.0)
    monkeypatch.setattr("valuecheck.shell.probe._QUIET", 0.5)


def reached(machine: Machine) -> list[Reached]:
    """How far the shell comes: as a terminal opens it, and as a login shell."""
    return [one.reached for one in probe(machine.shell, machine.environ)]


def running() -> list[str]:
    """The command lines of all processes."""
    listed = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


@pytest.mark.only(Shell.ZSH, Shell.FISH, Shell.NU)
def test_a_shell_that_reads_the_hook_is_reached_in_both_ways(machine: Machine) -> None:
    assert reached(machine) == [Reached.YES, Reached.YES]
    assert machine.calls == []
    assert not machine.stamp.exists()


@pytest.mark.only(Shell.BASH)
@pytest.mark.usefixtures("as_in_use")
def test_a_login_file_that_does_not_read_bashrc_is_found(machine: Machine) -> None:
    profile = machine.home / ".bash_profile"
    profile.write_text("PS1='P> '\n")
    assert reached(machine) == [Reached.YES, Reached.PROMPT_ONLY]
    problem, remedy = found_wrong(machine.shell, probe(machine.shell, machine.environ)) or ("", "")
    assert problem.startswith("bash as a login shell (in tmux, over ssh, on macOS) does not run")
    assert ".bash_profile" in remedy
    profile.write_text(". ~/.bashrc\n")
    assert reached(machine) == [Reached.YES, Reached.YES]


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        ("return 0\n", "", Reached.PROMPT_ONLY),
        ("readonly PROMPT_COMMAND=:\n", "", Reached.PROMPT_ONLY),
        ("", "unset PROMPT_COMMAND; PROMPT_COMMAND=:\n", Reached.PROMPT_ONLY),
        ("read -r -p 'name? ' name\n", "", Reached.NO_PROMPT),
    ],
    ids=["returns early", "read-only", "overwritten", "waits"],
)
@pytest.mark.only(Shell.BASH)
@pytest.mark.usefixtures("as_in_use")
def test_what_hides_the_hook_is_told_from_what_keeps_the_prompt_away(
    machine: Machine, above: str, below: str, found: Reached
) -> None:
    machine.rc.write_text(above + machine.rc.read_text() + below)
    first, _ = reached(machine)
    assert first is found


@pytest.mark.only(Shell.BASH)
@pytest.mark.usefixtures("as_in_use")
def test_nothing_that_an_rc_file_starts_outlives_the_probe(machine: Machine) -> None:
    # No other test has a program of this name.
    sleep = machine.bin / "sleep"
    sleep.symlink_to(shutil.which("sleep") or pytest.skip("no sleep here"))
    started = f"(setsid {sleep} 600 &)\nnohup {sleep} 600 >/dev/null 2>&1 &\n"
    machine.rc.write_text(started + machine.rc.read_text())
    assert reached(machine)[0] is Reached.YES
    latest = time.monotonic() + PATIENCE
    # A process that was killed may be listed for a moment.
    while f"{sleep} 600" in running():
        assert time.monotonic() < latest


@pytest.mark.only(Shell.BASH)
@pytest.mark.usefixtures("as_in_use")
def test_another_shell_that_answers_is_named(machine: Machine, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text('#!/bin/sh\necho zsh >"$VALUECHECK_PROBE"\nexec sleep 5\n')
    other.chmod(0o755)
    machine.rc.write_text(f"exec {other}\n")
    assert reached(machine)[0] is Reached.OTHER_SHELL


def test_a_shell_that_is_not_here_is_no_problem(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "PATH": str(tmp_path)}
    probes = probe(Shell.NU, environ)
    assert {one.reached for one in probes} == {Reached.NOT_STARTED}
    assert found_wrong(Shell.NU, probes) is None
    assert os.listdir(tmp_path) == []
