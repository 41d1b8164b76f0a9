from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome, Run

NOW = "2026-11-20T09:00:00+01:00"


def later(hours: float) -> str:
    """The moment so many hours after NOW."""
    return (datetime.fromisoformat(NOW) + timedelta(hours=hours)).isoformat()


class Machine:
    """A home of its own, as one of a user's machines."""

    def __init__(self, home: Path, run: Run, patch: pytest.MonkeyPatch) -> None:
        self.home = home
        self._run = run
        self._patch = patch

    def __call__(self, *words: str, now: str = NOW, stdin: str = "") -> Outcome:
        """Run a command line on this machine."""
        self._patch.setenv("VALUECHECK_HOME", str(self.home))
        return self._run(*words, now=now, stdin=stdin)

    def ok(self, *words: str, now: str = NOW, stdin: str = "") -> str:
        """Run a command line that works, and return what it says."""
        done = self(*words, now=now, stdin=stdin)
        assert done.code == 0, done
        return done.out

    def check_ins(self) -> list[tuple[object, ...]]:
        """Return what this machine holds: day, score, note."""
        sql = "SELECT day, score, note FROM check_ins WHERE deleted = 0 ORDER BY id"
        return rows(self.home, sql)

    def copied_to(self, home: Path) -> Machine:
        """The same home in another place, as a restored or copied machine."""
        shutil.copytree(self.home, home)
        return Machine(home, self._run, self._patch)


@pytest.fixture
def machine(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Machine]:
    """Make machines by name."""
    return lambda name: Machine(tmp_path / name, run, monkeypatch)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty bare repository."""
    if shutil.which("git") is None:
        pytest.skip("no git here")
    path = tmp_path / "diary.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder that something else carries."""
    path = tmp_path / "carried"
    path.mkdir()
    return path


@pytest.fixture(params=["git", "folder"])
def place(request: pytest.FixtureRequest) -> Path:
    """Where machines meet, in each kind."""
    found: Path = request.getfixturevalue("repository" if request.param == "git" else "folder")
    return found


@pytest.fixture
def two(machine: Callable[[str], Machine], place: Path) -> tuple[Machine, Machine]:
    """Two machines that sync: a was there first."""
    return that_sync(machine("a"), machine("b"), place)


@pytest.fixture
def near(machine: Callable[[str], Machine], folder: Path) -> tuple[Machine, Machine]:
    """The same through a folder, for what does not depend on the place: git takes longer."""
    return that_sync(machine("a"), machine("b"), folder)


def that_sync(a: Machine, b: Machine, place: Path) -> tuple[Machine, Machine]:
    """Let two machines meet at a place."""
    a.ok("4", "first +incident @retail")
    a.ok("sync", "setup", str(place), "--no-auto")
    b.ok("sync", "join", str(place), "--key-file", str(a.home / "sync.key"), "--no-auto")
    return a, b
