"""Measure the import of a large file: python -m tests.benchmarks.importing [ROWS]

Prints the time of an import, of reading the same file again and of its undo, each also as a ratio
to reading the file with the csv module alone, and the largest memory.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

NOW = "2026-11-20T17:00:00+01:00"
ROWS = 100_000
GOALS = {"import": 10.0, "again": 10.0, "undo": 10.0}
MEMORY = 150
HEAD = ("Response ID", "Company", "NPS", "Comment", "Responded at", "Assignee", "Tags")
WORDS = ("the checkout is slow at noon, third week running", "fine", "", "the app logs me out")


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


def floor(path: Path) -> float:
    """The time in seconds that the csv module takes."""
    began = time.perf_counter()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - began


def measured(home: str, *words: str) -> tuple[float, float]:
    """The time in seconds and the largest memory in MB of one command."""
    environ = {**os.environ, "VALUECHECK_HOME": home, "VALUECHECK_NOW": NOW}
    command = [sys.executable, "-m", "valuecheck", *words]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return time.perf_counter() - began, kilobytes / 1024


def main() -> None:
    """Print the table."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "export.csv"
        write(path, rows)
        least = min(floor(path) for _ in range(3))
        take = ("feedback", "import", str(path))
        for name, words in (("import", take), ("again", take), ("undo", ("undo",))):
            seconds, memory = measured(f"{home}/home", *words)
            print(
                f"{name:6} {rows:,} rows: {seconds:5.2f} s (goal {GOALS[name]:.0f}), "
                f"{seconds / least:5.1f} times the csv module, {memory:.0f} MB (goal {MEMORY})"
            )


if __name__ == "__main__":
    main()
