"""Do two or more groups of days differ? By ranks, since scores are steps and not measures."""

from __future__ import annotations

from collections import Counter
from math import copysign, sqrt
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats.distributions import chi_squared_beyond, normal_two_sided

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Difference(NamedTuple):
    """How two groups differ.

    `superiority` is the share of pairs in which the value of the first group is the greater, ties
    counting half; `p` the two-sided chance of at least such a difference where there is none, and
    `z` its normal deviate.
    """

    superiority: float
    p: float
    z: float


def mann_whitney(first: Sequence[float], second: Sequence[float], factor: float) -> Difference:
    """Compare two groups, neither of them empty, whose variance grows by `factor`.

    Mann & Whitney 1947, normal approximation with ties and continuity; superiority after Vargha &
    Delaney 2000.
    """
    counts, others = Counter(first), Counter(second)
    both = counts + others
    if len(both) == 1:
        return Difference(0.5, 1.0, 0.0)
    pairs = len(first) * len(second)
    total = len(first) + len(second)
    u = _wins(counts, others)
    variance = pairs / 12 * ((total + 1) - tied(both) / (total * (total - 1)))
    z = nearer_zero(u - pairs / 2, 0.5) / sqrt(factor * variance)
    return Difference(u / pairs, normal_two_sided(z), z)


def kruskal_wallis(groups: Sequence[Sequence[float]]) -> float:
    """The chance of such differences between at least two groups where there are none.

    Kruskal & Wallis 1952, with ties, by the chi-squared approximation.
    """
    values = [value for group in groups for value in group]
    n = len(values)
    rank = mean_ranks(values)
    if len(rank) == 1:
        return 1.0
    squares = sum(sum(rank[value] for value in group) ** 2 / len(group) for group in groups)
    h = 12 / (n * (n + 1)) * squares - 3 * (n + 1)
    return chi_squared_beyond(h / (1 - tied(Counter(values)) / (n**3 - n)), len(groups) - 1)


def holm(chances: Sequence[float]) -> list[float]:
    """`chances` adjusted for being several, in the same order. Holm 1979."""
    adjusted = [0.0] * len(chances)
    highest = 0.0
    for done, (chance, position) in enumerate(sorted((p, i) for i, p in enumerate(chances))):
        highest = max(highest, min(1.0, (len(chances) - done) * chance))
        adjusted[position] = highest
    return adjusted


def share_of_differing(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Of all pairs that differ the share in which the first group's value is the greater.

    None where no pair differs.
    """
    counts, others = Counter(first), Counter(second)
    ties = sum(count * others[value] for value, count in counts.items())
    differing = len(first) * len(second) - ties
    return (_wins(counts, others) - ties / 2) / differing if differing else None


def mean_ranks(values: Iterable[float]) -> dict[float, float]:
    """The rank of each value, from 1 on; equal values share the mean of their ranks."""
    ranks, below = {}, 0
    for value, count in sorted(Counter(values).items()):
        ranks[value] = below + (count + 1) / 2
        below += count
    return ranks


def tied(counts: Counter[float]) -> int:
    """Σ (t³ − t) over the numbers t of equal values, which are those of `counts`."""
    return sum(count**3 - count for count in counts.values())


def nearer_zero(number: float, step: float) -> float:
    """`number` moved by `step` towards 0, at most up to it: the continuity correction."""
    return copysign(max(abs(number) - step, 0.0), number)


def _wins(first: Counter[float], second: Counter[float]) -> float:
    return sum(
        count * other * (1.0 if value > against else 0.5)
        for value, count in first.items()
        for against, other in second.items()
        if value >= against
    )
