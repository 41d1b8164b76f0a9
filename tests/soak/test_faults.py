"""Whatever a machine does, nothing that was acknowledged is lost, and every command goes on."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.conftest import ELSEWHERE
from tests.soak.harm import ANEW, BACK
from tests.soak.tables import table
from tests.soak.together import SWALLOW

# Hundreds by hand: python -m tests.soak.faults at-once 300
TRIALS = os.environ.get("VALUECHECK_FAULTS", "16")


def can_mount() -> bool:
    """Return whether this user may make file systems and be another user, as root may."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


def faults_of(found: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in found.items() if name != "trials" and count}


@pytest.mark.long
def test_damage_clocks_locks_and_many_processes_lose_nothing() -> None:
    found = table("tests.soak.faults", "damage,clocks,at-once,locked", TRIALS)
    assert faults_of(found["all but controls"]) == {}
    assert found[ANEW]["lost"] > 0
    assert found[BACK]["clock went back"] > 0
    assert found[SWALLOW]["lost"] > 0


def test_a_full_disk_and_rights_that_go_lose_nothing() -> None:
    if not can_mount():
        pytest.skip(ELSEWHERE)
    found = table("tests.soak.faults", "full,forbidden", TRIALS)
    assert faults_of(found["all but controls"]) == {}
    assert found[SWALLOW]["lost"] > 0
