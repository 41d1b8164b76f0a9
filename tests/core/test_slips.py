"""One slip of the finger, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.slips import is_slip

WORDS = st.text("abcdeé", min_size=5, max_size=9)


@pytest.mark.parametrize(
    ("typed", "known", "slip"),
    [
        ("incdient", "incident", True),  # swapped
        ("inciden", "incident", True),  # missing
        ("inccident", "incident", True),  # too many
        ("incidemt", "incident", True),  # wrong
        ("incident", "incident", False),
        ("indicent", "incident", False),  # two steps
        ("team1", "team2", False),
        ("team12", "team1", False),
        ("sal", "sale", False),  # too short
        ("ops-1a", "ops-1b", False),
        ("retial", "retail", True),
    ],
)
def test_a_slip_is_one_step_between_long_words(typed: str, known: str, slip: bool) -> None:
    assert is_slip(typed, known) is slip
    assert is_slip(known, typed) is slip


@given(word=WORDS, place=st.integers(0, 8), letter=st.sampled_from("xyz"))
def test_every_single_letter_is_seen(word: str, place: int, letter: str) -> None:
    place = min(place, len(word) - 1)
    assert is_slip(word[:place] + letter + word[place:], word)
    assert is_slip(word[:place] + letter + word[place + 1 :], word)
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    assert is_slip(swapped, word) == (swapped != word)
