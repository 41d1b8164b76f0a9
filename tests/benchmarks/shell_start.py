"""Measure how much the hook and other tools add to a shell's start.

`python -m tests.benchmarks.shell_start` starts each shell on a pseudo-terminal, once per round with
each kind of configuration, in random order, so that a busy machine slows all of them alike. It
prints the median of the differences from the bare shell of the same round, in milliseconds of CPU
time, and the median of the ratios to it. nushell is left out: it reads its configuration only to
prompt.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.shells.machine import Installed, Machine, shells
from valuecheck.shell.shells import Shell

MEASURED = (Shell.BASH, Shell.ZSH, Shell.FISH)
BARE, HOOK = "bare", "this hook, not due"


class Kind(NamedTuple):
    """A configuration: what it is called, and its text in each shell (none: not there)."""

    name: str
    text: dict[Shell, str]


def everywhere(name: str, text: str) -> Kind:
    """A kind that is written alike in bash, zsh and fish."""
    return Kind(name, dict.fromkeys(MEASURED, text))


def evaluated(name: str, command: str) -> Kind:
    """A kind that evaluates what `command` prints; `{}` is the shell's name."""
    text = {shell: f'eval "$({command.format(shell)})"' for shell in (Shell.BASH, Shell.ZSH)}
    return Kind(name, text | {Shell.FISH: f"{command.format('fish')} | source"})


def kinds(stamp: Path) -> list[Kind]:
    """Return the other configurations to compare with the hook."""
    python = Path(sys.executable).resolve()
    found = [
        Kind(BARE, dict.fromkeys(MEASURED, "")),
        everywhere("python -c pass", f"{python} -c pass"),
        Kind(
            "date compared with a file",
            dict.fromkeys((Shell.BASH, Shell.ZSH), f'[ "$(date +%F)" = "$(cat {stamp})" ] && true')
            | {Shell.FISH: f"test (date +%F) = (cat {stamp})"},
        ),
    ]
    if shutil.which("zoxide"):
        found.append(evaluated("zoxide init", "zoxide init {}"))
    if shutil.which("direnv"):
        found.append(evaluated("direnv hook", "direnv hook {}"))
    if own := prints_hook():
        found.append(evaluated("eval of hook print", f"{own} hook print {{}}"))
    return found


def prints_hook() -> str | None:
    """The valuecheck beside this Python, if it can print the hook."""
    own = str(Path(sys.executable).with_name("valuecheck"))
    if not Path(own).exists():
        return None
    ran = subprocess.run([own, "hook", "print", "bash"], check=False, capture_output=True)
    return own if ran.returncode == 0 else None


def machines(installed: Installed, folder: Path) -> dict[str, Machine]:
    """One machine for each kind of configuration of a shell, the hook's among them."""
    made = {}
    for number, kind in enumerate([*kinds(folder / "stamp"), Kind(HOOK, {})]):
        own = not kind.text
        if not own and installed.shell not in kind.text:
            continue
        machine = Machine(folder / str(number), installed.shell, str(installed.executable))
        machine.rc.write_text("" if own else kind.text[installed.shell] + "\n")
        if own:
            machine.install()
            machine.ask_in(3600)
        made[kind.name] = machine
    return made


def seconds_to_start(machine: Machine) -> float:
    """CPU seconds, its children's included, in which the shell reads its configuration and ends."""
    terminal, slave = pty.openpty()
    name = os.ttyname(slave)
    opened = [(os.POSIX_SPAWN_OPEN, fd, name, os.O_RDWR, 0) for fd in range(3)]
    # Not by fork, which takes longer the larger this process is.
    child = os.posix_spawn(
        machine.executable,
        [machine.executable, "-i", "-c", "exit"],
        machine.environ,
        file_actions=opened,
        setsid=True,
    )
    _, _, spent = os.wait4(child, 0)
    os.close(slave)
    os.close(terminal)
    return spent.ru_utime + spent.ru_stime


def measure(installed: Installed, rounds: int, folder: Path, *, others: bool) -> None:
    """Measure one shell and print its table."""
    found = machines(installed, folder)
    if not others:
        found = {name: found[name] for name in (BARE, HOOK)}
    for machine in found.values():
        seconds_to_start(machine)
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(rounds):
        for name in random.sample(list(found), len(found)):
            times[name].append(seconds_to_start(found[name]) * 1000)
    bare = times.pop(BARE)
    print(f"\n{installed.name}, bare {statistics.median(bare):.1f} ms, {rounds} rounds")
    for name, values in times.items():
        added = statistics.median(b - a for a, b in zip(bare, values, strict=True))
        ratio = statistics.median(b / a for a, b in zip(bare, values, strict=True))
        print(f"  {name:28} {added:+8.2f} ms   x {ratio:.2f}")


def main() -> None:
    """Measure the shells that are named, or all there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shells", nargs="*", metavar="SHELL", help="bash, zsh, fish")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--hook-only", action="store_true", help="leave out what others add")
    arguments = parser.parse_args()
    for installed in shells():
        if installed.executable and installed.shell in (arguments.shells or MEASURED):
            with tempfile.TemporaryDirectory() as folder:
                others = not arguments.hook_only
                measure(installed, arguments.rounds, Path(folder), others=others)


if __name__ == "__main__":
    main()
