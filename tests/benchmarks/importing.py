"""Measure imports of feedback files: python -m tests.benchmarks.importing [ROWS]

Prints time and largest memory of an import, of the same file again, of its undo and of files of
odd shapes. The floor is what the csv module and plain inserts into SQLite take for the same rows.
"""

from __future__ import annotations

import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = "2026-11-20T17:00:00+01:00"
ROWS = 100_000
HEAD = ("Response ID", "Company", "NPS", "Comment", "Responded at", "Assignee", "Tags")
WORDS = ("the checkout is slow at noon, third week running", "fine", "", "the app logs me out")
MEGABYTE = 1 << 20


class Shape(NamedTuple):
    """A file of an odd shape: its name, what writes it, and the goals in seconds and MB."""

    name: str
    write: Callable[[Path], None]
    seconds: float
    memory: float = 150


def write(path: Path, rows: int) -> None:
    """An export of the last three years."""
    chance = random.Random(1)
    latest = datetime.fromisoformat(NOW)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for number in range(rows):
            moment = latest - timedelta(minutes=chance.randrange(3 * 365 * 24 * 60))
            company = chance.choice(("Acme Corp.", "Nordic Retail", "Müller & Söhne"))
            said = (chance.randint(0, 10), chance.choice(WORDS), moment.isoformat())
            table.writerow([f"r{number}", company, *said, "Sam Reed", "checkout slow"])


def own_keys(path: Path) -> None:
    """20,000 objects, each with a name that no other has."""
    rows = ({"date": "2026-11-02", "customer": "a", "nps": 9, f"k{n}": n} for n in range(20_000))
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def empty_lines(path: Path) -> None:
    """10 million lines without a row."""
    path.write_bytes(b"date,customer,nps\n" + b"\n" * 10_000_000 + b"2026-11-02,a,9\n")


def long_cell(path: Path) -> None:
    """One cell of 200 MB."""
    with path.open("wb") as file:
        file.write(b"date,customer,nps\n2026-11-02,")
        for _ in range(200):
            file.write(b"a" * MEGABYTE)
        file.write(b",9\n")


def open_quote(path: Path) -> None:
    """A quote that opens a cell of 200 MB with many lines."""
    with path.open("wb") as file:
        file.write(b'date,customer,nps\n2026-11-02,"')
        for _ in range(200):
            file.write(b"2026-11-02,a,9\n" * (MEGABYTE // 15))


def many_columns(path: Path) -> None:
    """10 million columns."""
    path.write_bytes(b"," * 10_000_000 + b"\n")


def zeros(path: Path) -> None:
    """A device without an end."""
    path.symlink_to("/dev/zero")


def one_line_of_json(path: Path) -> None:
    """A list of 200 MB on one line."""
    row = json.dumps({"date": "2026-11-02", "customer": "a", "nps": "", "x": "y" * 1000})
    with path.open("w") as file:
        file.write("[" + row)
        for _ in range(190_000):
            file.write("," + row)
        file.write("]")


SHAPES = (
    Shape("20,000 JSON lines, own keys", own_keys, 5),
    Shape("10 million empty lines", empty_lines, 10),
    Shape("a cell of 200 MB", long_cell, 2),
    Shape("a quote of 200 MB", open_quote, 2),
    Shape("10 million columns", many_columns, 2),
    Shape("/dev/zero", zeros, 2),
    Shape("a list of 200 MB on a line", one_line_of_json, 30),
)


def floor(path: Path, folder: str) -> float:
    """The CPU's time in seconds of the csv module and plain inserts of what an import stores."""
    began = time.process_time()
    store = Path(folder) / f"floor-{began}.db"
    with path.open(encoding="utf-8", newline="") as file, closing(sqlite3.connect(store)) as plain:
        plain.execute("CREATE TABLE feedback (id TEXT PRIMARY KEY, a, b, c, d)")
        plain.execute("CREATE TABLE history (id TEXT, before TEXT)")
        rows = csv.reader(file)
        next(rows)
        kept = [row[:5] for row in rows]
        plain.executemany("INSERT INTO feedback VALUES (?, ?, ?, ?, ?)", kept)
        plain.executemany("INSERT INTO history VALUES (?, NULL)", ([row[0]] for row in kept))
        plain.commit()
    return time.process_time() - began


def measured(home: str, *words: str) -> tuple[float, float, float]:
    """The time, the CPU's time, both in seconds, and the largest memory in MB of one command."""
    environ = {**os.environ, "VALUECHECK_HOME": home, "VALUECHECK_NOW": NOW}
    command = [sys.executable, "-m", "valuecheck", *words]
    quiet = subprocess.DEVNULL
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    cpu = usage.ru_utime + usage.ru_stime
    return time.perf_counter() - began, cpu, kilobytes / 1024


def told(name: str, found: tuple[float, float, float], goals: tuple[float, float]) -> str:
    """One line of the table."""
    seconds, cpu, memory = found
    return (
        f"{name:28} {seconds:6.2f} s, {cpu:5.2f} s of CPU (goal {goals[0]:.0f}), "
        f"{memory:4.0f} MB (goal {goals[1]:.0f})"
    )


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        write(path, rows)
        least = min(floor(path, folder) for _ in range(3))
        take = ("feedback", "import", str(path))
        commands: tuple[tuple[str, tuple[str, ...]], ...]
        commands = (("import", take), ("again", take), ("undo", ("undo",)))
        for name, words in commands:
            found = measured(f"{folder}/home", *words)
            print(
                f"{told(name, found, (8, 120))}, {found[1] / least:4.1f} times the CPU of the floor"
            )
        for number, shape in enumerate(SHAPES):
            odd = Path(folder) / f"odd-{number}"
            shape.write(odd)
            line = ("feedback", "import", str(odd), "--skip-bad")
            found = measured(f"{folder}/odd", *line)
            print(told(shape.name, found, (shape.seconds, shape.memory)))
            odd.unlink()


if __name__ == "__main__":
    main()
