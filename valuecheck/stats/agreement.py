"""How far two people's ratings of the same thing agree."""

from __future__ import annotations

from collections import defaultdict
from math import exp, lgamma, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Rated = tuple[float, int, int]


def sign_test(higher: int, lower: int) -> float:
    """The two-sided chance of so uneven a split where neither side is the higher: exact.

    Dixon & Mood 1946. Ties are left out beforehand; at least one pair differs.
    """
    n, fewer = higher + lower, min(higher, lower)
    # From the likeliest term of the tail outward, until what is left no longer counts.
    term = exp(lgamma(n + 1) - lgamma(fewer + 1) - lgamma(n - fewer + 1) - n * log(2))
    tail = 0.0
    for k in range(fewer, -1, -1):
        tail += term
        if term < tail * 1e-17:
            break
        term *= k / (n - k + 1)
    return min(1.0, 2 * tail)


def concordance(rated: Iterable[Rated]) -> tuple[int, int]:
    """Of any two items that differ on both sides: in how many both differ the same way, and not.

    An item is the first rating, the second (one of a few whole numbers), and how many are alike.
    Goodman & Kruskal 1954: γ = (C − D) / (C + D).
    """
    rows: dict[float, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for first, second, pieces in rated:
        rows[first][second] += pieces
    below: dict[int, int] = defaultdict(int)
    same = opposite = 0
    for first in sorted(rows):
        for second, pieces in rows[first].items():
            same += pieces * sum(count for other, count in below.items() if other < second)
            opposite += pieces * sum(count for other, count in below.items() if other > second)
        for second, pieces in rows[first].items():
            below[second] += pieces
    return same, opposite
