"""Slips of the finger: a word that is one step away from another."""

from __future__ import annotations

_FEWEST_LETTERS = 5


def is_slip(typed: str, known: str) -> bool:
    """Return whether `typed` is probably `known` with one slip of the finger.

    One letter is wrong, missing, too many, or two neighbours are swapped (one step of Damerau
    1964); both words have at least five letters, and no digit differs: team1 is not team2.
    """
    if min(_letters(typed), _letters(known)) < _FEWEST_LETTERS:
        return False
    start = 0
    while typed[start : start + 1] == known[start : start + 1] != "":
        start += 1
    one, other = typed[start:], known[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    swapped = len(one) == 2 and one == other[::-1]
    single = max(len(one), len(other)) == 1
    return (swapped or single) and not any(map(str.isdigit, one + other))


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))
