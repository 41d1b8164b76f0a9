"""Return what was acknowledged survives a power cut."""

from __future__ import annotations

import os

import pytest

from tests.conftest import ELSEWHERE
from tests.soak import power
from tests.soak.test_inject import can_trace

# Thousands by hand: python -m tests.soak.power 3000
CUTS = int(os.environ.get("VALUECHECK_CUTS", "60"))


@pytest.fixture(autouse=True)
def traced() -> None:
    if not can_trace():
        pytest.skip(ELSEWHERE)


def test_no_power_cut_loses_or_damages_what_was_acknowledged() -> None:
    assert power.cuts(CUTS, 1, is_control=False) == {"cuts": CUTS, "lost": 0, "damaged": 0}


def test_a_store_that_does_not_wait_for_the_disk_would_be_noticed() -> None:
    assert power.cuts(CUTS, 2, is_control=True)["lost"] > 0
