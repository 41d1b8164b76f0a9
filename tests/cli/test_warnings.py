"""No command of the program, and nothing that it imports, warns: with newer Pythons as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINES = (
    "4 fixed checkout outage +incident @retail",
    "ask 3 --day yesterday",
    "due --verbose",
    "status",
    "status --short",
    "log",
    "report year",
    "report --methods --format terminal",
    "report --format html",
    "report --format csv",
    "report --json",
    "review",
    "calendar",
    "customer chain platform retail shoppers",
    "customer list",
    "feedback add @retail 2 slow --scale csat",
    "feedback log",
    "off tomorrow",
    "edit 5",
    "delete last",
    "undo",
    "forget last --yes",
    "config",
    "config remind_after 30m",
    "doctor",
    "hook status",
    "hook print bash",
    "completion nu",
    "complete -- report +",
    "help --man",
    "help",
    "nonsense",
)
SCRIPT = """
import contextlib, gc, io, json, sys
from valuecheck.__main__ import main
for line in json.loads(sys.argv[1]):
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(line.split())
    gc.collect()
    print(json.dumps([line, int(code), err.buffer.getvalue().decode()]))
"""


def run_all(*options: str, home: Path) -> list[object]:
    """Run all lines in one process with a home of its own: line, exit code and standard error."""
    ran = subprocess.run(
        [sys.executable, *options, "-c", SCRIPT, json.dumps(LINES)],
        env={**os.environ, "VALUECHECK_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return [json.loads(line) for line in ran.stdout.replace(str(home), "HOME").splitlines()]


def test_warnings_are_errors_and_there_are_none(tmp_path: Path) -> None:
    strict = run_all("-W", "error", "-X", "dev", home=tmp_path / "strict")
    assert strict == run_all(home=tmp_path / "usual")
    assert len(strict) == len(LINES)
