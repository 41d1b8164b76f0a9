"""Each hook is written as its language wants it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine


def check(*command: str) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"no {command[0]} here")
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@pytest.mark.only(Shell.BASH, Shell.ZSH, Shell.FISH)
def test_it_parses(machine: Machine) -> None:
    check(machine.executable, "-n", machine.hook.file)


@pytest.mark.only(Shell.BASH)
def test_shellcheck_has_nothing_to_say(machine: Machine) -> None:
    check("shellcheck", machine.hook.file)


@pytest.mark.only(Shell.BASH)
def test_shfmt_would_change_nothing(machine: Machine) -> None:
    check("shfmt", "-i", "4", "-d", machine.hook.file)


@pytest.mark.only(Shell.FISH)
def test_fish_indent_would_change_nothing(machine: Machine) -> None:
    # The quotes around harmless paths are what it would take away.
    bare = Path(machine.hook.file)
    bare.write_text(re.sub("'/[^']*'", "@P", bare.read_text()))
    check("fish_indent", "--check", machine.hook.file)


@pytest.mark.only(Shell.BASH)
@pytest.mark.parametrize("due", [True, False])
def test_it_runs_where_every_slip_is_an_error(machine: Machine, due: bool) -> None:
    machine.ask_in(-1 if due else 1000)
    source = f". '{machine.hook.file}'; echo whole"
    command = [machine.executable, "--norc", "-euo", "pipefail", "-i", "-c", source]
    ran = subprocess.run(
        command, check=True, capture_output=True, text=True, env=machine.environ, timeout=60
    )
    assert ran.stdout == "whole\n"


@pytest.mark.only(Shell.BASH, Shell.ZSH)
@pytest.mark.parametrize("due", [True, False])
def test_printed_and_evaluated_it_ends_nothing_but_itself(machine: Machine, due: bool) -> None:
    machine.ask_in(-1 if due else 1000)
    text = machine.home / "printed"
    text.write_bytes(machine.shell.facts.printable(machine.hook.text))
    machine.rc.write_text(f'eval "$(cat {text})"\nPS1="after> "\n')
    with machine.start() as terminal:
        terminal.wait_for("QUESTION" if due else "after>")
        if due:
            terminal.type("4")
            terminal.wait_for("after>")
        terminal.type("typeset -f | grep -c __vc_hook\r")
        terminal.wait_for("\n0")
    assert machine.questions == due
