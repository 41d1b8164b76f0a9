"""Broken input of every kind, and command lines made of the program's own options."""

from __future__ import annotations

import os
import random
from functools import partial

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import fuzzing
from tests.soak.tables import table

# Large by hand: VALUECHECK_FUZZ=100000 pytest tests/test_fuzzing.py
INPUTS = int(os.environ.get("VALUECHECK_FUZZ", "150"))
# And by hand: python -m tests.soak.command_lines 20000
LINES = os.environ.get("VALUECHECK_LINES", "60")


@pytest.mark.parametrize("target", fuzzing.TARGETS)
def test_broken_input_ends_in_one_of_our_errors(target: str) -> None:
    chance = random.Random(target)
    for _ in range(INPUTS):
        fuzzing.feed(target, fuzzing.mutated(target, chance))


@settings(deadline=None)
@given(st.sampled_from(sorted({*fuzzing.TARGETS} - {"config"})), st.text())
@example("day", "9999-12-31")
@example("period", "9999-W53")
def test_any_text_ends_in_one_of_our_errors(target: str, text: str) -> None:
    fuzzing.feed(target, text)


def test_a_fault_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fuzzing.TARGETS, "tag", lambda text: text[1])
    chance = random.Random("tag")
    texts = [fuzzing.mutated("tag", chance) for _ in range(500)]
    with pytest.raises(IndexError):
        [*map(partial(fuzzing.feed, "tag"), texts)]


def test_any_command_line_ends_in_an_exit_code_of_ours() -> None:
    found = table("tests.soak.command_lines", LINES)
    sound = found["all but controls"]
    assert {name: count for name, count in sound.items() if count} == {"trials": sound["trials"]}
    assert sound["trials"] >= int(LINES)
    assert found["control: faults"]["traceback"] > 0
