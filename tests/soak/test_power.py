"""A command that was acknowledged survives a power cut."""

from __future__ import annotations

import os

import pytest

from tests.conftest import ELSEWHERE
from tests.soak.power import CARELESS
from tests.soak.tables import can_trace, table

# Thousands by hand: python -m tests.soak.power 3000
CUTS = os.environ.get("VALUECHECK_CUTS", "40")


@pytest.mark.long
def test_no_power_cut_loses_or_damages_what_was_acknowledged() -> None:
    if not can_trace():
        pytest.skip(ELSEWHERE)
    found = table("tests.soak.power", CUTS)
    sound = found["all but controls"]
    assert {name: count for name, count in sound.items() if count} == {"trials": int(CUTS)}
    for name in CARELESS:
        assert found[name]["lost"] > 0
