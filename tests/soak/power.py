"""Simulated power cuts: what an answer has written, cut at any system call, with any part of what
was not yet synchronised lost.

`python -m tests.soak.power 3000` runs by hand what the test runs in small. Needs strace, which
records the writes of a run; the states of the disk are then made up from that record.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.soak.commands import NOW
from tests.stored import notes
from valuecheck.__main__ import main
from valuecheck.store import sqlite

ANSWERS = 12
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename"
_FILE = re.compile(r'(pwrite64|write|ftruncate|fsync|fdatasync)\(\d+<([^>]*)>(?:, "([^"]*)")?(.*)')
_NAMES = re.compile(r'(unlink|rename|openat)\((?:AT_FDCWD[^,]*, )?"([^"]*)"(?:, "([^"]*)")?(.*)')


class Step(NamedTuple):
    """One thing that a program did to a file; `said` are the notes acknowledged with it."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


def record(folder: Path, *, is_control: bool) -> list[Step]:
    """Answer many times under strace; the steps in their order."""
    trace = folder / "trace"
    subprocess.run(
        ["strace", "-f", "-y", "-xx", "-s", "100000", "-o", str(trace), "-e", f"trace={CALLS}",
         sys.executable, "-m", "tests.soak.power", "answer", str(folder / "home"),
         "control" if is_control else "sound"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    found = [_step(line) for line in trace.read_text().splitlines()]
    return [step for step in found if step and (_is_ours(step, folder) or step.kind == "said")]


def _is_ours(step: Step, folder: Path) -> bool:
    return step.path.startswith(str(folder / "home"))


def _step(line: str) -> Step | None:
    if " = -1 " in line:
        return None
    if match := _FILE.search(line):
        call, path, data, rest = match.groups()
        path = _unescaped(path).decode()
        if call in ("fsync", "fdatasync"):
            return Step("sync", path)
        if call == "ftruncate":
            return Step("truncate", path, int(rest.split(",")[1].split(")")[0]))
        if path.endswith("/said"):
            return Step("said", path, data=_unescaped(data or ""))
        at = int(rest.rstrip().split(",")[-1].split(")")[0]) if call == "pwrite64" else -1
        return Step("write", path, at, _unescaped(data or ""))
    if match := _NAMES.search(line):
        call, path, to, rest = match.groups()
        name = _unescaped(path).decode(errors="replace")
        if call == "openat":
            return Step("create", name) if "O_CREAT" in rest else None
        return Step(call, name, to=_unescaped(to or "").decode(errors="replace"))
    return None


def _unescaped(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))


class Disk:
    """Files by path, as they are after some steps; names and contents may lag behind."""

    def __init__(self) -> None:
        self.files: dict[str, bytearray] = {}

    def take(self, step: Step) -> None:
        """Do a step."""
        if step.kind == "create":
            self.files.setdefault(step.path, bytearray())
        elif step.kind == "unlink":
            self.files.pop(step.path, None)
        elif step.kind == "rename":
            if step.path in self.files:
                self.files[step.to] = self.files.pop(step.path)
        elif step.kind in ("write", "truncate"):
            self._change(self.files.setdefault(step.path, bytearray()), step)

    def _change(self, file: bytearray, step: Step) -> None:
        if step.kind == "truncate":
            del file[step.at :]
            file.extend(bytes(step.at - len(file)))
            return
        at = len(file) if step.at < 0 else step.at
        file.extend(bytes(max(0, at - len(file))))
        file[at : at + len(step.data)] = step.data


def cut(steps: list[Step], chance: random.Random) -> tuple[Disk, list[str]]:
    """Return what is on the disk after a cut at any step, and the notes acknowledged before it."""
    end = chance.randrange(1, len(steps))
    done = steps[:end]
    said = b"".join(step.data for step in done if step.kind == "said").decode().split()
    synced: dict[str, int] = {}
    for number, step in enumerate(done):
        if step.kind == "sync":
            synced[step.path] = number
    # Names that no synchronised folder holds yet come in their order, up to any of them.
    names = [n for n, step in enumerate(done) if step.kind in ("create", "unlink", "rename")]
    loose = [n for n in names if n > synced.get(os.path.dirname(done[n].path), -1)]
    lost_names = {*loose[chance.randrange(len(loose) + 1) :]}
    disk = Disk()
    for number, step in enumerate(done):
        is_safe = number <= synced.get(step.path, -1)
        if number in lost_names:
            # A file is never empty of its name once its own content was synchronised.
            if step.kind == "create" and step.path in synced:
                disk.take(step)
            continue
        if step.kind in ("write", "truncate") and not is_safe and chance.random() < 0.5:
            continue
        disk.take(step)
    return disk, said


def judge(disk: Disk, said: list[str], folder: Path) -> str:
    """Return what is wrong with a disk: empty where nothing is."""
    home = folder / "home"
    for path, content in disk.files.items():
        file = folder / os.path.relpath(path, Path(path.split("/home")[0]))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    store = home / "valuecheck.db"
    if not store.exists() or not store.stat().st_size:
        return "lost" if said else ""
    try:
        with closing(sqlite.connect(str(store))) as opened:
            found = opened.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                return "damaged"
            if not opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return "lost" if said else ""
        kept = notes(home)
    except sqlite3.Error:
        return "damaged"
    return "lost" if {*said} - {*kept} else ""


def cuts(wanted: int, seed: int, *, is_control: bool) -> dict[str, int]:
    """How many of so many power cuts have lost or damaged something."""
    chance = random.Random(seed)
    tally = {"cuts": 0, "lost": 0, "damaged": 0}
    with tempfile.TemporaryDirectory(prefix="valuecheck-power-") as folder:
        steps = record(Path(folder), is_control=is_control)
        for number in range(wanted):
            disk, said = cut(steps, chance)
            place = Path(folder) / f"cut{number}"
            if fault := judge(disk, said, place):
                tally[fault] += 1
            tally["cuts"] += 1
            subprocess.run(["rm", "-rf", str(place)], check=True)
    return tally


def answer(home: str, mode: str) -> None:
    """Be the program that is recorded: answer, and say each note that was acknowledged."""
    os.environ["VALUECHECK_HOME"], os.environ["VALUECHECK_NOW"] = home, NOW
    if mode == "control":
        connect = sqlite.connect

        def careless(path: str, timeout: float = 1) -> sqlite3.Connection:
            opened = connect(path, timeout)
            # As Python does by default: the name of the journal may come back after a cut.
            opened.execute("PRAGMA synchronous = FULL")
            return opened

        from valuecheck.store import connection

        vars(connection)["connect"] = careless
    os.makedirs(home, exist_ok=True)
    said = os.open(os.path.join(home, "said"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number in range(ANSWERS):
        if main(["4", f"note{number}"]) == 0:
            os.write(said, f"note{number} ".encode())


if __name__ == "__main__":
    if sys.argv[1] == "answer":
        answer(*sys.argv[2:4])
    else:
        count = int(sys.argv[1])
        print("sound  ", cuts(count, 1, is_control=False))
        print("control", cuts(max(100, count // 10), 2, is_control=True))
