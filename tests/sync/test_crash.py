"""A sync that is killed anywhere loses nothing, and the next one works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.sync.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.conftest import Machine

KILLS = int(os.environ.get("VALUECHECK_SYNC_KILLS", "6"))


def test_a_killed_sync_loses_nothing(two: tuple[Machine, Machine]) -> None:
    """300 by hand; a few in CI."""
    a, b = two
    chance = random.Random(1)
    for number in range(KILLS):
        a.ok("ask", "--day", "2026-11-02", "3", f"number {number}")
        running = subprocess.Popen(
            [sys.executable, "-m", "valuecheck", "sync"],
            env={**os.environ, "VALUECHECK_HOME": str(a.home), "VALUECHECK_NOW": NOW},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(chance.uniform(0.05, 0.6))
        # git's own processes go with it, as in a power cut.
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        if number % 3 == 0:
            b.ok("sync")
    a.ok("sync")
    b.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == KILLS + 1


def test_the_standard_age_program_opens_every_file(
    two: tuple[Machine, Machine], place: Path, tmp_path: Path
) -> None:
    """No lock-in: with the key any age opens what is there, and gzip unpacks it."""
    import gzip
    import shutil

    import pytest

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
