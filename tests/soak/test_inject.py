"""Killed or failed at its system calls, a command leaves what was before it, or what is after."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ELSEWHERE

# Thousands by hand: python -m tests.soak.inject kill 3000
TRIALS = int(os.environ.get("VALUECHECK_INJECT", "40"))


def table(*words: str) -> dict[str, dict[str, int]]:
    """Return what a harness found, by command; in a process of its own, because it forks."""
    finished = subprocess.run(
        [sys.executable, "-m", *words],
        capture_output=True,
        encoding="utf-8",
        timeout=120 + 10 * TRIALS,
        check=False,
        env={**os.environ, "VALUECHECK_FEW": "1"},
    )
    assert finished.returncode == 0, finished.stderr
    print(finished.stdout)
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


@pytest.mark.parametrize("kind", ["kill", "error", "random"])
def test_no_command_loses_or_halves_anything(kind: str) -> None:
    if kind != "random" and not can_trace():
        pytest.skip(ELSEWHERE)
    found = table("tests.soak.inject", kind, str(TRIALS), "7")
    sound = found["all but controls"]
    assert sound["trials"] >= TRIALS // 2
    faults = {name: count for name, count in sound.items() if name != "trials" and count}
    assert faults == {}
    if kind == "kill":
        assert found["control: early"]["lost"] > 0
        assert found["control: halves"]["half"] > 0
