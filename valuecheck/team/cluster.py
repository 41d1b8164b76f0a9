"""A PostgreSQL of one's own in a throw-away folder, for the demo and for tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.team.postgres import TeamError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Debian keeps the server's programs off the PATH, Homebrew below its own prefix.
_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/pgsql-*/bin",
)
_UNPRIVILEGED = ("postgres", "nobody")
_SETTINGS = (
    "listen_addresses = ''",
    "fsync = off",
    "full_page_writes = off",
    "max_connections = 250",
    "shared_buffers = 64MB",
)


class Cluster:
    """A running server: its folder, which holds the socket as well, and its programs."""

    def __init__(self, folder: Path, programs: Path, user: str | None) -> None:
        self.folder = folder
        self._programs = programs
        self._user = user

    def address(self, database: str = "postgres", user: str = "postgres") -> str:
        """Return the address of a database for libpq."""
        return f"host={self.folder} dbname={database} user={user}"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.run(
            "pg_ctl", "start", "-w", "-s", "-D", "data", "-l", "log", "-o", f"-k {self.folder}"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends sessions, `immediate` is a crash."""
        self.run("pg_ctl", "stop", "-w", "-s", "-D", "data", "-m", mode)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs in the folder. Raises TeamError."""
        command = [str(self._programs / program), *arguments]
        finished = subprocess.run(  # noqa: S603
            command,
            cwd=self.folder,
            user=self._user,
            env={"PATH": os.defpath, "LC_ALL": "C", "TMPDIR": str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if finished.returncode:
            reason = (finished.stderr.strip().splitlines() or ["no reason given"])[-1]
            problem = f"{program} failed: {reason}"
            raise TeamError(problem, "see that PostgreSQL is installed whole")


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL server on this machine; None if there is none."""
    found = [path for place in _PLACES for path in Path("/").glob(place[1:])]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).parent)
    usable = [path for path in found if (path / "initdb").exists() and (path / "pg_ctl").exists()]
    return max(usable, key=_version, default=None)


@contextmanager
def running() -> Iterator[Cluster]:
    """A new, empty server on a socket that only this user reaches; gone at the end.

    Raises UsageError where PostgreSQL is not installed.
    """
    place = programs()
    if place is None:
        problem = "there is no PostgreSQL server on this machine"
        remedy = "install one: apt install postgresql, or brew install postgresql@17"
        raise UsageError(problem, remedy)
    # Not below a long TMPDIR: a socket's path has at most 103 characters.
    folder = Path(tempfile.mkdtemp(prefix="valuecheck-", dir="/tmp"))
    cluster = Cluster(folder, place, _unprivileged())
    try:
        if cluster._user:
            shutil.chown(folder, cluster._user)
        cluster.run(
            "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
            "--locale=C", "--no-sync",
        )  # fmt: skip
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join(("", *_SETTINGS, "")))
        cluster.start()
        try:
            yield cluster
        finally:
            with suppress(TeamError):
                cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> str | None:
    """The user to run as: PostgreSQL refuses to run as root."""
    if os.getuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _UNPRIVILEGED if name in known)


def _version(path: Path) -> float:
    digits = "".join(letter for letter in path.parent.name if letter.isdigit() or letter == ".")
    with suppress(ValueError):
        return float(digits)
    return 0.0
