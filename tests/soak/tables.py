"""Run a harness in a process of its own, and read the table that it prints."""

from __future__ import annotations

import os
import subprocess
import sys


def table(*words: str) -> dict[str, dict[str, int]]:
    """Return what a harness found, by command; in a process of its own, because it forks."""
    finished = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        encoding="utf-8",
        timeout=3600,
        check=False,
        env={**os.environ, "VALUECHECK_FEW": "1", "SOAK_SHOW": "1"},
    )
    assert finished.returncode == 0, finished.stderr
    print(finished.stdout, finished.stderr)
    header, _, *lines = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in finished.stdout.splitlines()
    )
    return {name: dict(zip(header[1:], map(int, counts), strict=True)) for name, *counts in lines}


def can_trace() -> bool:
    """Return whether strace is here and may look at a process."""
    try:
        traced = subprocess.run(
            ["strace", "-o", os.devnull, "-e", "inject=fsync:error=EIO", "true"],
            check=False,
            capture_output=True,
        )
    except OSError:
        return False
    return traced.returncode == 0
