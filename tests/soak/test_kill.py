"""An acknowledged answer survives kill -9; one that was not is wholly absent."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

# Thousands by hand: VALUECHECK_SOAK=4000 pytest tests/soak
KILLS = int(os.environ.get("VALUECHECK_SOAK", "100"))


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, int]]:
    """Run the kills in a process of its own, because it forks; return the results by scenario."""
    finished = subprocess.run(
        [sys.executable, "-m", "tests.soak.kill", str(KILLS)],
        capture_output=True,
        encoding="utf-8",
        timeout=3600,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    print(finished.stdout)
    header, _, *lines = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in finished.stdout.splitlines()
    )
    return {name: dict(zip(header[1:], map(int, counts), strict=True)) for name, *counts in lines}


@pytest.mark.parametrize("scenario", ["answers", "first answer", "key, then words", "migration"])
def test_no_kill_loses_or_halves_what_was_acknowledged(
    table: dict[str, dict[str, int]], scenario: str
) -> None:
    found = table[scenario]
    assert found["kills"] >= KILLS // 4
    assert found["acknowledged"] > 0
    assert (found["lost"], found["halves"], found["damaged"]) == (0, 0, 0)


def test_an_answer_acknowledged_before_it_is_safe_would_be_noticed(
    table: dict[str, dict[str, int]],
) -> None:
    assert table["control: ✓ before commit"]["lost"] > 0


def test_half_a_command_would_be_noticed(table: dict[str, dict[str, int]]) -> None:
    assert table["control: two transactions"]["halves"] > 0
