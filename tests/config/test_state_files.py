"""The files of the program are private; a pipe or a folder in the place of one is no file."""

from __future__ import annotations

import os
import signal
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import pytest

from valuecheck.config.paths import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run

LINES = ("due", "5", "status", "log", "config", "config ask_after 10:00", "backup", "undo --yes")


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what waits longer."""

    def end(*_: object) -> NoReturn:
        pytest.fail(f"it waited for {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
@pytest.mark.usefixtures("home")
def test_a_folder_or_a_pipe_in_the_place_of_a_state_file_is_no_file(
    run: Run, make: Callable[[str], None]
) -> None:
    paths = locate(os.environ)
    files = (paths.compiled, paths.next_due, paths.short, paths.lock, paths.ask)
    sync = (paths.sync_lock, paths.sync_failing, paths.background)
    run("config", "workdays", "mon,tue,wed,thu,fri")
    run("4")
    for line in LINES:
        for path in (*files, *sync):
            if os.path.isdir(path):
                os.rmdir(path)
            elif os.path.exists(path):
                os.unlink(path)
            make(path)
        with at_most(120):
            assert run(*line.split()).code in {0, 3}, line
    with at_most(120):
        found = run("doctor")
    assert f"{paths.lock} is no file; rm -r {paths.lock}." in found.out
    assert "chmod" not in found.out


@pytest.mark.parametrize("umask", [0o000, 0o777])
def test_all_that_commands_make_is_private_whatever_the_umask(
    run: Run, home: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        for line in ("4", "config workdays mon", "backup", f"export {home}/out.jsonl"):
            assert run(*line.split()).code == 0
    finally:
        os.umask(before)
    made = [home, *home.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}
    assert {"config.toml", "out.jsonl", "valuecheck.db"} <= {path.name for path in made}
