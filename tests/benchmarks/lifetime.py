"""Measure reports on a century of check-ins: python -m tests.benchmarks.lifetime

Prints each report's CPU time from 36,500 check-ins as a ratio to the same from 10, measured in the
same run, and its largest memory.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta

from valuecheck.actions.record import check_in_row
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.answer import Answer
from valuecheck.store.changes import CHECK_INS
from valuecheck.store.connection import changing

NOW = "2026-11-20T17:00:00+01:00"
FEW, MANY, ROUNDS = 10, 36_500, 7
# A report of ten check-ins is hardly more than its start, so a century of days weighs much.
GOALS = {"week": 1.3, "year": 1.5, "all": 6.5}
NOTES = ("fixed checkout outage +incident @retail", "a meeting +meeting", "upgrade @platform", "")


def fill(home: str, check_ins: int) -> None:
    """A check-in on each of the last days."""
    context = Context(
        locate({"VALUECHECK_HOME": home}), CompiledSettings(), datetime.fromisoformat(NOW)
    )
    chance = random.Random(1)
    with changing(context.paths.store, "benchmark", context.now) as change:
        change.hold_workweek(context.today, list(context.settings.workdays))
        for age in range(check_ins):
            answer = Answer(chance.randint(1, 5), chance.choice(NOTES))
            row = check_in_row(context, answer, context.today - timedelta(days=age), late=False)
            row |= {"id": change.new_id(), "at": change.at}
            change.put(CHECK_INS, row, undoable=False)


def seconds(home: str, period: str) -> float:
    """The CPU time of one report."""
    environ = {**os.environ, "VALUECHECK_HOME": home, "VALUECHECK_NOW": NOW}
    # Compiling the program at every start would make the shorter report the dearer one.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "valuecheck", "report", period]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        fill(few, FEW)
        fill(many, MANY)
        for period, goal in GOALS.items():
            pairs = [(seconds(few, period), seconds(many, period)) for _ in range(ROUNDS)]
            few_best, many_best = (min(pair[side] for pair in pairs) for side in (0, 1))
            ratio = many_best / few_best
            print(f"report {period:5} {ratio:5.2f} times (goal {goal}), {many_best:.2f} s")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest memory {largest:.0f} MB (goal 120)")


if __name__ == "__main__":
    main()
