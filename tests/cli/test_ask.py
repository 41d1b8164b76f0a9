from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def test_an_answer_in_words_is_recorded_with_its_tags(run: Run) -> None:
    answered = run("4", "fixed", "checkout", "outage", "+incident", "@retail")
    assert answered.code == 0
    assert answered.out.startswith("✓ Recorded 4 for Fri 20 Nov")
    (row,) = json.loads(run("log", "--json").out)["check_ins"]
    assert row["score"] == 4
    assert row["note"] == "fixed checkout outage +incident @retail"
    assert (row["kinds"], row["customers"]) == (["incident"], ["retail"])
    assert row["at"] == "2026-11-20T09:00:00+01:00"


def test_asking_whether_it_is_due_creates_nothing(run: Run, home: Path) -> None:
    assert run("due").code == 3
    assert not home.exists()
