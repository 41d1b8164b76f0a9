"""Measure a sync: python -m tests.benchmarks.syncing [--ssh] [PIECES_OF_FEEDBACK]

Prints what a sync takes with ten years of workdays that five machines answered in turn, and as much
feedback as is given, through a bare repository on this machine: CPU time with git's own, and wall
time. With --ssh it is reached through an sshd on the loopback. Without feedback also how large a
fresh clone is after a year of daily syncs of two machines.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.made_up import NOTES
from tests.sync import sshd
from valuecheck.actions.record import check_in_row
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.answer import Answer
from valuecheck.store.changes import CHECK_INS, FEEDBACK
from valuecheck.store.connection import changing
from valuecheck.sync import membership, running

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from valuecheck.store.changes import Value

END = datetime.fromisoformat("2026-11-20T17:00:00+01:00")
YEARS, DEVICES = 10, 5
DAYS_OF_A_YEAR = 250
CHANCE = random.Random(1)


class Clock(NamedTuple):
    """Seconds of CPU time, children included, and of wall time."""

    cpu: float
    wall: float

    @classmethod
    def now(cls) -> Clock:
        """The time until now."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(sum(each.ru_utime + each.ru_stime for each in used), time.monotonic())

    def since(self, began: Clock) -> tuple[float, float]:
        """The CPU and wall seconds since then."""
        return self.cpu - began.cpu, self.wall - began.wall


class Home(NamedTuple):
    """A machine."""

    path: Path

    def context(self, now: datetime) -> Context:
        """A command on it."""
        paths = locate({"VALUECHECK_HOME": str(self.path)})
        return Context(paths, CompiledSettings(), now)

    def answer(self, now: datetime) -> None:
        """A check-in of a day."""
        context = self.context(now)
        answer = Answer(CHANCE.randint(1, 5), CHANCE.choice(NOTES))
        row = check_in_row(context, answer, context.today, late=False)
        with changing(context.paths.store, "ask", now) as change:
            change.hold_workweek(context.today, [0, 1, 2, 3, 4])
            change.put(CHECK_INS, row | {"id": change.new_id(), "at": change.at}, undoable=False)

    def hear(self, pieces: int) -> None:
        """Feedback, all imported at once."""
        with changing(self.context(END).paths.store, "feedback import", END) as change:
            rows: Iterable[dict[str, Value]] = (
                {
                    "id": change.new_id(),
                    "day": (END.date() - timedelta(days=number % 3650)).isoformat(),
                    "at": change.at,
                    "customer": "retail",
                    "scale": "csat",
                    "score": 1 + number % 5,
                    "words": f"{CHANCE.choice(NOTES)} {number}",
                    "source": "",
                }
                for number in range(pieces)
            )
            change.put_all(FEEDBACK, rows, undoable=False)

    def run(self, *words: str, now: datetime = END) -> tuple[float, float]:
        """Run a command line; returns its CPU seconds, children included, and its wall seconds."""
        began = Clock.now()
        subprocess.run(
            [sys.executable, "-m", "valuecheck", *words],
            env={
                **os.environ,
                "VALUECHECK_HOME": str(self.path),
                "VALUECHECK_NOW": now.isoformat(),
            },
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return Clock.now().since(began)


def repository(path: Path) -> Path:
    """Return a new bare repository."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    return path


@contextmanager
def reached(folder: Path, *, by_ssh: bool) -> Iterator[str]:
    """The beginning of addresses of this machine's folders."""
    if not by_ssh:
        yield ""
        return
    with sshd.running(folder / "ssh") as server:
        os.environ["GIT_SSH_COMMAND"] = server.command
        yield server.address


def size_of(folder: Path) -> int:
    """Return the size of all files below a folder, in bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def say(what: str, spent: tuple[float, float]) -> None:
    """Print a line."""
    print(f"{what:44} {spent[0]:6.2f} s CPU {spent[1]:6.2f} s wall", flush=True)


def ten_years(folder: Path, prefix: str, pieces: int) -> None:
    """Five machines with ten years of answers."""
    bare = repository(folder / "ten.git")
    place = f"{prefix}{bare}"
    homes = [Home(folder / f"m{number}") for number in range(DEVICES)]
    for age in range(YEARS * DAYS_OF_A_YEAR, 0, -1):
        now = END - timedelta(days=age * 365 / DAYS_OF_A_YEAR)
        homes[age % DEVICES].answer(now)
    if pieces:
        homes[0].hear(pieces)
    say("setup: the first machine sends its part", homes[0].run("sync", "setup", place))
    key = str(homes[0].path / "sync.key")
    for home in homes[1:]:
        spent = home.run("sync", "join", place, "--key-file", key)
    say("join of the last machine, with its part", spent)
    new = Home(folder / "new")
    say("join of a new machine, with everything", new.run("sync", "join", place, "--key-file", key))
    for home in homes:
        home.run("sync")
    say("sync with nothing new", homes[0].run("sync"))
    homes[1].answer(END)
    say("sync with one answer to send", homes[1].run("sync"))
    say("sync with one answer to fetch", homes[0].run("sync"))
    print(f"{'the repository':44} {size_of(bare) / 1e6:6.2f} MB")


def a_year(folder: Path, prefix: str) -> None:
    """Two machines that answer in turn and sync each day."""
    bare = repository(folder / "year.git")
    place = f"{prefix}{bare}"
    homes = [Home(folder / name) for name in ("a", "b")]
    homes[0].answer(END - timedelta(days=366))
    homes[0].run("sync", "setup", place)
    homes[1].run("sync", "join", place, "--key-file", str(homes[0].path / "sync.key"))
    # Within this process: the program's own start is in the figures above.
    spent = []
    for day in range(DAYS_OF_A_YEAR):
        now = END - timedelta(days=365 - day * 365 / DAYS_OF_A_YEAR)
        homes[day % 2].answer(now)
        for home in homes:
            began = Clock.now()
            running.run(home.context(now), membership.joined(home.context(now).paths))
            spent.append(Clock.now().since(began))
    cpu, wall = (sorted(each)[len(spent) // 2] for each in zip(*spent, strict=True))
    say(f"median of {len(spent)} syncs of a year", (cpu, wall))
    clone = folder / "clone"
    subprocess.run(["git", "clone", "--quiet", "--bare", f"file://{bare}", str(clone)], check=True)
    print(f"{'a fresh clone after a year':44} {size_of(clone) / 1e6:6.2f} MB")
    print(f"{'what a machine keeps of it':44} {kept(homes[0]) / 1e6:6.2f} MB")


def kept(home: Home) -> int:
    """Return the size of a machine's own repository on the disk, in bytes."""
    folder = home.path / "state" / "sync.git"
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--ssh", action="store_true")
    parser.add_argument("pieces", nargs="?", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with reached(folder, by_ssh=asked.ssh) as prefix:
            ten_years(folder, prefix, asked.pieces)
            if not asked.pieces:
                a_year(folder, prefix)


if __name__ == "__main__":
    main()
