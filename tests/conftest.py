from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, settings

from tests import new_store
from valuecheck.__main__ import main
from valuecheck.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

# A Friday, in the ISO week 2026-W47.
NOW = "2026-11-20T09:00:00+01:00"
# A few examples, the same ones in every run; many new ones by hand:
# VALUECHECK_EXAMPLES=1000 pytest tests/stats
# No deadline: on a busy machine an example takes longer, but what is tested does not change.
settings.register_profile(
    "sized",
    max_examples=int(os.environ.get("VALUECHECK_EXAMPLES", "50")),
    derandomize="VALUECHECK_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("sized")
# Every commit waits for the disk: on a disk in memory the suite takes half the time. Where that is
# small, as in some containers, or no program may run there, pytest's own choice stays.
if "TMPDIR" not in os.environ and os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK):
    _memory = os.statvfs("/dev/shm")
    _runs_programs = not _memory.f_flag & getattr(os, "ST_NOEXEC", 0)
    if _runs_programs and _memory.f_bavail * _memory.f_frsize > 1 << 30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", "/dev/shm")
# Variables of the machine that change what is printed, or where a shell's files are.
_LOUD = (
    "XDG_CONFIG_HOME",
    "ZDOTDIR",
    "NO_COLOR",
    "FORCE_COLOR",
    "GITHUB_ACTIONS",
    "TERMINAL_WIDTH",
    "PYTHONIOENCODING",
    "CLICOLOR",
)
# A test that no machine of this kind could run says so with these words.
ELSEWHERE = "not on this platform"


class Outcome(NamedTuple):
    """The result of a run of the program."""

    code: int
    out: str
    err: str


class Fill(Protocol):
    """Fill the home: by commands where nobody has, else with a copy of what they made."""

    def __call__(self, by_commands: Callable[[], object]) -> None: ...


class Run(Protocol):
    """Run one command line."""

    def __call__(self, *words: str, now: str = NOW, stdin: str = "") -> Outcome: ...


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: begins before all others, or it would end after them")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: as the last ones each would run alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores: many tests wait for a shell or a browser."""
    return (os.cpu_count() or 2) * 3 // 2


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI is set a skipped test is a failed one: nothing is left out unseen."""
    report = yield
    excused = hasattr(report, "wasxfail") or ELSEWHERE in str(report.longrepr)
    if report.skipped and os.environ.get("CI") and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped although CI is set: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def without_numpy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder on whose path there is no numpy, which the tests bring and a user has not.

    sqlite-utils imports it where it finds it, and a start takes a fifth longer.
    """
    folder = tmp_path_factory.mktemp("without-numpy")
    (folder / "numpy.py").write_text("raise ImportError('not a dependency')")
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, without_numpy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home of the program at a fixed time; nothing of the machine shines through."""
    for name in [*os.environ]:
        if name.startswith("VALUECHECK_") or name in _LOUD:
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("VALUECHECK_HOME", str(folder))
    monkeypatch.setenv("VALUECHECK_NOW", NOW)
    monkeypatch.setenv("PYTHONPATH", str(without_numpy))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return folder


@pytest.fixture(autouse=True)
def new_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new store is made at once: its migrations would take longer than most commands.

    They are what the tests of the store are about, and every process of its own runs them.
    """
    if "tests/store/" not in request.node.nodeid:
        monkeypatch.setattr(schema, "migrate", new_store.migrate)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor gives the shells of a busy machine more than the three seconds of a user's."""
    monkeypatch.setattr("valuecheck.shell.probe._PATIENCE", 30.0)
    monkeypatch.setattr("valuecheck.shell.probe._QUIET", 5.0)


@pytest.fixture
def at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """The question comes due at the start of the day, so that NOW is after its moment."""
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "04:00")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command line within this process: fast, for all that needs no terminal."""

    def run_here(*words: str, now: str = NOW, stdin: str = "") -> Outcome:
        typed = tmp_path / "stdin"
        typed.write_text(stdin, encoding="utf-8")
        kept = os.dup(0)
        with typed.open() as file, monkeypatch.context() as patch:
            os.dup2(file.fileno(), 0)
            patch.setenv("VALUECHECK_NOW", now)
            patch.setattr(sys, "stdin", os.fdopen(os.dup(0)))
            try:
                code = main(words)
            finally:
                sys.stdin.close()
                os.dup2(kept, 0)
                os.close(kept)
        written = capfd.readouterr()
        return Outcome(code, written.out, written.err)

    return run_here


@pytest.fixture(scope="session")
def kept_homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Homes as fixtures have filled them, by the names of their functions."""
    return tmp_path_factory.mktemp("kept-homes")


@pytest.fixture
def fill(home: Path, kept_homes: Path) -> Fill:
    """Many tests begin with the same commands: one of this process runs them."""

    def fill_home(by_commands: Callable[[], object]) -> None:
        kept = kept_homes / f"{by_commands.__module__}.{by_commands.__qualname__}"
        if kept.exists():
            shutil.copytree(kept, home)
        else:
            by_commands()
            shutil.copytree(home, kept)

    return fill_home


@pytest.fixture
def process() -> Run:
    """Run a command line in a process of its own, as a user's shell does."""

    def run_there(*words: str, now: str = NOW, stdin: str = "") -> Outcome:
        finished = subprocess.run(
            [sys.executable, "-m", "valuecheck", *words],
            input=stdin,
            env={**os.environ, "VALUECHECK_NOW": now},
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Outcome(finished.returncode, finished.stdout, finished.stderr)

    return run_there
