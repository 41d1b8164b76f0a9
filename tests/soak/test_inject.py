"""Killed or failed at its system calls, a command leaves what was before it, or what is after."""

from __future__ import annotations

import os

import pytest

from tests.conftest import ELSEWHERE
from tests.soak.tables import can_trace, table

# Thousands by hand: python -m tests.soak.inject kill 3000
TRIALS = int(os.environ.get("VALUECHECK_INJECT", "24"))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["kill", "error", "random"])
def test_no_command_loses_or_halves_anything(kind: str) -> None:
    if kind != "random" and not can_trace():
        pytest.skip(ELSEWHERE)
    found = table("tests.soak.inject", kind, str(TRIALS), "7")
    sound = found["all but controls"]
    # The controls take their share of the trials.
    assert sound["trials"] >= TRIALS // 3
    faults = {name: count for name, count in sound.items() if name != "trials" and count}
    assert faults == {}
    if kind == "kill":
        assert found["control: early"]["lost"] > 0
        assert found["control: halves"]["half"] > 0
