"""Faults of the machine: a full disk, rights that go, locks, clocks that jump, damage.

`python -m tests.soak.faults KIND N` runs by hand what the tests run in small, and prints a table.
Each kind has a control, a program with a fault that must be found.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak import homes, judging
from tests.soak.commands import WRITING
from tests.soak.harm import clocks, damage
from tests.soak.judging import Homes, Result
from tests.soak.together import SWALLOW, at_once
from valuecheck.store import connection, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.soak.judging import Expected, Tally

NOBODY = 65534
DISK = 4 << 20
SHORT = 0.02  # seconds
OF_A_CONTROL = 10
# Made by git or shells, which have promises of their own.
OTHERS = {"sync git", "hook install", "hook uninstall", "completion", "uninstall", "demo"}
NAMES = [name for name in judging.names() if name not in OTHERS]


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A file system of a few MB at `folder`."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    subprocess.run(mount, check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def full(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Run commands on a disk with little room left, then again with room."""
    room = [0, 4096, 8192, 20_000, 50_000, 100_000, 200_000]
    with small_disk(work / "disk"):
        ballast = work / "disk" / "ballast"

        def fill() -> None:
            left = os.statvfs(ballast.parent)
            size = left.f_bavail * left.f_frsize - chance.choice(room)
            ballast.write_bytes(bytes(max(size, 0)))

        return _each(wanted, work, work / "disk" / "0", fill, ballast.unlink)


def locked(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Run commands while another program holds the store's lock for longer than they wait."""
    connect = sqlite.connect
    for module in (sqlite, connection):
        vars(module)["connect"] = lambda path, timeout=SHORT: connect(path, min(timeout, SHORT))
    held: list[sqlite3.Connection] = []

    def hold() -> None:
        store = work / "0" / "home" / "valuecheck.db"
        if store.exists():
            held.append(sqlite3.connect(store, isolation_level=None))
            with suppress(sqlite3.DatabaseError):
                held[0].execute(f"BEGIN {chance.choice(('IMMEDIATE', 'EXCLUSIVE'))}")

    def release() -> None:
        while held:
            held.pop().close()

    return _each(wanted, work, work / "0", hold, release)


def _each(
    wanted: int, work: Path, folder: Path, begin: Callable[[], None], end: Callable[[], None]
) -> Tally:
    """Run every command in `folder`, in turn, between `begin` and `end`."""
    names = [*NAMES, SWALLOW]
    templates, expected = _made(work, names)
    tally: Tally = Counter()
    for name in _turns(wanted):
        home = templates.copy(name, folder)
        begin()
        status = judging.forked(home, name)
        end()
        _judged(tally, Result(name, status, folder), expected[name])
    return tally


def _turns(wanted: int) -> list[str]:
    """All commands in turn, and some runs of the control."""
    return [*(NAMES[turn % len(NAMES)] for turn in range(wanted)), *[SWALLOW] * OF_A_CONTROL]


def _made(work: Path, names: Sequence[str]) -> tuple[Homes, dict[str, Expected]]:
    judging.load_everything()
    templates = Homes(work, names)
    return templates, judging.expectations(templates, names, work)


def _judged(tally: Tally, result: Result, expected: Expected) -> None:
    tally[result.name, "trials"] += 1
    judging.count(tally, result, expected, "")
    shutil.rmtree(result.folder)


def forbidden(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Take the rights to files and folders away at a random moment, as an ordinary user.

    Afterwards they are given back.
    """
    names = [*NAMES, SWALLOW]
    templates, expected = _made(work, names)
    for name in NAMES:
        # An ordinary user may be kept from modules that are not loaded yet.
        homes.run(templates.copy(name, work / "0"), WRITING[name].words)
        shutil.rmtree(work / "0")
    work.chmod(0o755)
    tally: Tally = Counter()
    for name in _turns(wanted):
        folder = work / "0"
        home = templates.copy(name, folder)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            judging.become(home, name)
        time.sleep(chance.random() * 0.06)
        modes = _taken(home, chance)
        status = os.waitpid(child, 0)[1]
        for path, mode in modes.items():
            with suppress(FileNotFoundError):
                path.chmod(mode)
        _judged(tally, Result(name, status, folder), expected[name])
    return tally


def _taken(home: Path, chance: random.Random) -> dict[Path, int]:
    """Take rights away; returns what they were."""
    every = [home, *(path for path in home.rglob("*") if not path.name.endswith("-journal"))]
    modes = {}
    for path in chance.sample(every, chance.randrange(1, len(every))):
        with suppress(FileNotFoundError):
            modes[path] = path.stat().st_mode & 0o7777
            path.chmod(chance.choice((0o000, 0o400, 0o500)) if path.is_dir() else 0o400)
    return modes


KINDS: dict[str, Callable[[int, Path, random.Random], Tally]] = {
    "full": full,
    "locked": locked,
    "forbidden": forbidden,
    "at-once": at_once,
    "clocks": clocks,
    "damage": damage,
}


def main(arguments: Sequence[str]) -> None:
    """KIND (several with commas between), how many, and a seed."""
    wanted, chance = int(arguments[1]), random.Random(arguments[2] if arguments[2:] else "1")
    tally: Tally = Counter()
    for kind in arguments[0].split(","):
        with tempfile.TemporaryDirectory(prefix="valuecheck-faults-") as folder:
            tally.update(KINDS[kind](wanted, Path(folder), chance))
    for line in judging.table(tally):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
