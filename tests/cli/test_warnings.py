"""No command of the program, and nothing that it imports, warns: with newer Pythons as well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

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
    "feedback ask @retail",
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
    "try tidy_desk --for 3w",
    "try",
    "try tidy_desk --stop",
    "customer add search --serves retail --wants speed",
    "customer edit search --paying",
    "customer rename search find",
    "customer merge find retail",
    "customer delete platform",
    "export HOME/all.jsonl",
    "export HOME/all.csv",
    "export HOME/all.db",
    "import HOME/all.jsonl",
    "import HOME/all.csv --dry-run",
    "import HOME/all.db --again",
    "backup list",
    "backup restore 1 --yes",
    "sync setup HOME/carried",
    "sync",
    "sync status",
    "sync key --yes",
    "5 after the sync",
    "sync off",
    "sync join HOME/carried --plain",
    "team status",
    "team join postgresql://127.0.0.1:1/teams --team platform --yes",
    "team publish",
    "team report",
    "team leave",
    "hook install bash --yes",
    "completion bash --install --yes",
    "completion nu --install --dry-run",
    "completion bash --uninstall --yes",
    "hook uninstall bash --yes",
    "uninstall --yes",
    "uninstall --data --yes --export HOME/last.jsonl",
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
    (home / "carried").mkdir(parents=True)
    lines = [line.replace("HOME", str(home)) for line in LINES]
    environ = {"HOME": str(home), "VALUECHECK_HOME": str(home / "data")}
    ran = subprocess.run(
        [sys.executable, *options, "-c", SCRIPT, json.dumps(lines)],
        env={**os.environ, **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return [json.loads(line) for line in ran.stdout.replace(str(home), "HOME").splitlines()]


@pytest.mark.long
def test_warnings_are_errors_and_there_are_none(tmp_path: Path) -> None:
    strict = run_all("-W", "error", "-X", "dev", home=tmp_path / "strict")
    assert strict == run_all(home=tmp_path / "usual")
    assert len(strict) == len(LINES)
