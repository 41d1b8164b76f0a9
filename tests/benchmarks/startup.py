"""Measure starts, as ratios within one run: `python -m tests.benchmarks.startup [N]`.

Every round runs each command once, so that a machine that is busy for a while is so for all. The
figures are medians of CPU time (user and system), which other programs disturb least.
"""

from __future__ import annotations

import compileall
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

import valuecheck
from tests.terminal import Terminal

PYTHON = sys.executable
BARE = "bare Python, sqlite3 and json"
LIBRARIES = "typer, pydantic, sqlite_utils, rich"
BASELINES = {
    BARE: "import sqlite3, json",
    LIBRARIES: (
        # pydantic and Rich load nothing before a name is used; these Typer or we use every time.
        "import typer, sqlite_utils; from pydantic import BaseModel, Field, TypeAdapter; "
        "from rich.console import Console; from rich.text import Text"
    ),
}
# sqlite-utils imports numpy where the tests brought it; nobody who uses the program has it.
WITHOUT_NUMPY = "import sys; sys.modules['numpy'] = None; "
EVERY_DAY = """ask_after = "04:00"
workdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
PROGRAM = WITHOUT_NUMPY + "from valuecheck.__main__ import main; sys.exit(main())"


class Goal(NamedTuple):
    """A command line that may cost at most `limit` times what `baseline` costs."""

    words: tuple[str, ...]
    baseline: str
    limit: float


GOALS = {
    "due": Goal(("due",), BARE, 1.3),
    "4 fixed outage": Goal(("4", "fixed", "outage"), BARE, 1.6),
    "ask, up to the question": Goal(("ask",), BARE, 1.3),
    "ask --hook, up to the question": Goal(("ask", "--hook", "bash"), BARE, 1.3),
    "complete": Goal(("complete", "--", "log", "+"), BARE, 1.5),
    "status": Goal(("status",), BARE, 2.5),
    "log": Goal(("log",), BARE, 2.5),
    "report": Goal(("report",), BARE, 3.3),
    "report --json": Goal(("report", "--json"), BARE, 3.3),
    "customer list": Goal(("customer", "list"), LIBRARIES, 1.25),
}


def spent_on(run: object, *command: str) -> float:
    """CPU seconds that the processes started by `run` took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*command)  # type: ignore[operator]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def to_the_end(*command: str) -> None:
    """Run `command` until it ends by itself."""
    subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)


def to_the_question(*command: str) -> None:
    """Run `command` on a terminal until the question is up, and not a moment longer."""
    with Terminal(*command) as terminal:
        terminal.wait_for("›")
        terminal.send_signal(signal.SIGKILL)


def make_home(home: Path, *answer: str) -> None:
    """A young store with `answer`, where every day is a workday and asked for from its start."""
    home.mkdir()
    (home / "config.toml").write_text(EVERY_DAY)
    os.environ["VALUECHECK_HOME"] = str(home)
    to_the_end(PYTHON, "-c", PROGRAM, "ask", *answer, "made the store")


def measure(rounds: int, folder: Path) -> dict[str, list[float]]:
    """CPU seconds of each baseline and each command, one for each round."""
    make_home(folder / "answered", "4")
    make_home(folder / "due", "--day", "yesterday", "4")
    spent: dict[str, list[float]] = {name: [] for name in (*BASELINES, *GOALS)}
    for _ in range(rounds):
        for name, code in BASELINES.items():
            spent[name].append(spent_on(to_the_end, PYTHON, "-c", WITHOUT_NUMPY + code))
        for name, goal in GOALS.items():
            asks = goal.words[0] == "ask"
            os.environ["VALUECHECK_HOME"] = str(folder / ("due" if asks else "answered"))
            run = to_the_question if asks else to_the_end
            spent[name].append(spent_on(run, PYTHON, "-c", PROGRAM, *goal.words))
    return spent


def main(rounds: int) -> int:
    """Measure, print the table, and return 1 if a goal is missed."""
    compileall.compile_dir(str(Path(valuecheck.__file__).parent), quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        spent = measure(rounds, Path(folder))
    missed = 0
    for name in BASELINES:
        print(f"{name:<40} {median(spent[name]) * 1000:6.1f} ms")
    for name, goal in GOALS.items():
        pairs = zip(spent[name], spent[goal.baseline], strict=True)
        ratio = median(mine / base for mine, base in pairs)
        missed += ratio > goal.limit
        print(
            f"valuecheck {name:<29} {median(spent[name]) * 1000:6.1f} ms"
            f"   {ratio:4.2f} times (goal {goal.limit:.2f}){'  MISSED' * (ratio > goal.limit)}"
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
