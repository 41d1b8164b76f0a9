"""A sync that is killed anywhere loses nothing, and the next one works."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.disks import fill, small_disk
from tests.sync.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sync.conftest import Machine

KILLS = int(os.environ.get("VALUECHECK_SYNC_KILLS", "6"))


def test_a_killed_sync_loses_nothing(two: tuple[Machine, Machine]) -> None:
    """300 by hand; a few in CI."""
    a, b = two
    chance = random.Random(KILLS)
    lasts, killed, number = 0.0, 0, 0
    # As many as wanted, and then until something was shown: some end before they are killed.
    while number < KILLS or killed < KILLS / 4:
        assert number < 10 * KILLS, "hardly any sync is killed before its end"
        a.ok("ask", "--day", "2026-11-02", "3", f"number {number}")
        began = time.monotonic()
        running = subprocess.Popen(
            [sys.executable, "-m", "valuecheck", "sync"],
            env={**os.environ, "VALUECHECK_HOME": str(a.home), "VALUECHECK_NOW": NOW},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # The first one shows how long it takes here.
        with suppress(subprocess.TimeoutExpired):
            running.wait(chance.uniform(0.1, 0.95) * lasts if lasts else None)
        if running.poll() is None:
            killed += 1
            # With its own children as in a power cut, or without: then git goes on alone.
            children = descendants(running.pid) if number % 2 else []
            for pid in (running.pid, *children):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        else:
            lasts = time.monotonic() - began
        running.wait()
        if number % 3 == 0:
            b.ok("sync")
        number += 1
    a.ok("sync")
    b.ok("sync")
    a.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == number + 1
    print(f"{killed} of {number} syncs were killed before their end")


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    listed = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    children = [int(line) for line in listed.stdout.split()]
    return [each for child in children for each in (child, *descendants(child))]


def test_the_standard_age_program_opens_every_file(
    two: tuple[Machine, Machine], place: Path, tmp_path: Path
) -> None:
    """No lock-in: with the key any age opens what is there, and gzip unpacks it."""
    import gzip
    import shutil

    program = shutil.which("age")
    if program is None:
        pytest.skip("no age here")
    a, _ = two
    if (place / "objects").exists():
        listed = subprocess.run(
            ["git", "-C", str(place), "ls-tree", "-r", "--name-only", "valuecheck"],
            capture_output=True, text=True, check=True,
        ).stdout.split()  # fmt: skip
        contents = {
            path: subprocess.run(
                ["git", "-C", str(place), "show", f"valuecheck:{path}"],
                capture_output=True, check=True,
            ).stdout
            for path in listed
        }  # fmt: skip
    else:
        contents = {
            str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*.age")
        }
    opened = b""
    for name, content in contents.items():
        if name.endswith(".age"):
            file = tmp_path / "file.age"
            file.write_bytes(content)
            done = subprocess.run(
                [program, "-d", "-i", str(a.home / "sync.key"), str(file)],
                capture_output=True, check=True,
            )  # fmt: skip
            opened += gzip.decompress(done.stdout)
    assert b"first +incident @retail" in opened


@pytest.mark.parametrize("full", ["state", "place"])
def test_a_disk_that_is_full_loses_nothing(
    machine: Callable[[str], Machine],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    full: str,
) -> None:
    """A small disk with the machine's own repository, and one with the remote."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, 1500):
        a, b = machine("disk/a" if full == "state" else "a"), machine("b")
        place = request.getfixturevalue("repository")
        if full == "place":
            place = Path(shutil.move(place, disk))
        a.ok("4", "first")
        a.ok("sync", "setup", str(place), "--no-auto")
        a.ok("ask", "--day", "yesterday", "3", "second")
        filler = disk / "filler"
        failures = 0
        # Room for nothing, for the store's journal, and for more.
        for leave in range(0, 60_000, 8_000):
            fill(filler, leave)
            if (failed := a("sync")).code == 0:
                break
            assert "the disk is full; free some space and try again" in failed.err
            assert len(a.check_ins()) == 2
            failures += 1
        assert failures
        filler.unlink()
        a.ok("sync")
        b.ok("sync", "join", str(place), "--no-auto", "--key-file", str(a.home / "sync.key"))
        assert a.check_ins() == b.check_ins()
