"""Measure reports on a million pieces of feedback: python -m tests.benchmarks.feedback

Prints each command's CPU time from a million pieces, spread over four years or all within the
quarter, as a ratio to the same from a thousand, measured in the same run, and its largest memory.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date, timedelta

from valuecheck.actions import demo

NOW = "2026-11-20T17:00:00+01:00"
TODAY = date(2026, 11, 20)
FEW, MANY, ROUNDS = 1_000, 1_000_000, 5
QUARTER, YEARS = 50, 4 * 365
COMMANDS = ("report quarter", "report @retail", "status")
CLOCK = "000001763625600.000.00000000000000d1.0000beef"


def fill(home: str, pieces: int, days: int) -> None:
    """A made-up year, and `pieces` of feedback over the last `days` days."""
    demo.fill(home, {"VALUECHECK_NOW": NOW})
    chance = random.Random(1)
    with closing(sqlite3.connect(f"{home}/valuecheck.db")) as opened:
        opened.execute("DELETE FROM feedback")
        for number in range(pieces):
            day = (TODAY - timedelta(days=chance.randrange(days))).isoformat()
            scale, score = chance.choice([("csat", 1 + number % 5), ("nps", number % 11)])
            customer = chance.choice(["retail", "shoppers", "checkout", "search", "platform"])
            id_ = f"01936e2f-4c00-7000-8000-{number:012x}"
            row = (id_, day, NOW, customer, scale, score, "still slow at noon", "", "d", CLOCK, 0)
            opened.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        opened.commit()


def seconds(home: str, command: str) -> float:
    """The CPU time of one command."""
    environ = {**os.environ, "VALUECHECK_HOME": home, "VALUECHECK_NOW": NOW}
    words = [sys.executable, "-m", "valuecheck", *command.split()]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, env=environ, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as parent:
        homes = {"few": (FEW, YEARS), "spread": (MANY, YEARS), "dense": (MANY, QUARTER)}
        for name, (pieces, days) in homes.items():
            fill(f"{parent}/{name}", pieces, days)
        for command in COMMANDS:
            best = {
                name: min(seconds(f"{parent}/{name}", command) for _ in range(ROUNDS))
                for name in homes
            }
            for name in ("spread", "dense"):
                ratio = best[name] / best["few"]
                print(f"{command:15} {name:6} {best[name]:5.2f} s, {ratio:4.2f} times")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest memory {largest:.0f} MB")


if __name__ == "__main__":
    main()
