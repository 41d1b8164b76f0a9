"""The fall that a comparison would have found, so that "no clear change" is no all-clear."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise
from math import inf, sqrt
from typing import TYPE_CHECKING

from valuecheck.stats.distributions import normal_below, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

SCORES = (1.0, 2.0, 3.0, 4.0, 5.0)
YES_OR_NO = (0.0, 1.0)
# Normal quantiles for p < .002 and p < .03, and what a power of 80% needs on top: by simulation a
# little more than 0.84, because the factor is estimated.
Z_CHANGE, Z_TRIAL, Z_POWER = 3.09, 2.17, 1.04
# Steps of the scale that nobody used yet are rare, not impossible.
UNSEEN = 0.2
FURTHEST = 8.0


def smallest_fall(
    first: Sequence[float],
    second: Sequence[float],
    factor: float,
    z: float = Z_CHANGE,
    steps: Sequence[float] = SCORES,
) -> float | None:
    """The fall of the average that a Mann–Whitney test would have found in four cases of five.

    `factor` widens the variance as in the test, which calls |z| beyond `z` clear. The values of
    both groups together are the steps of a hidden normal value that moves down: where most days
    are a 4, a fall widens their spread, which no standard error of theirs could know. None where
    no fall within the scale would have shown. After Whitehead 1993, Statist. Med. 12:2257.
    """
    counts = Counter(dict.fromkeys(steps, UNSEEN))
    counts.update(first)
    counts.update(second)
    values = sorted(counts)
    shares = [counts[value] / counts.total() for value in values]
    cuts = [-inf, *(normal_quantile(share) for share in [*accumulate(shares)][:-1]), inf]
    sizes = len(first), len(second)

    def moved(shift: float) -> list[float]:
        edges = [normal_below(cut + shift) for cut in cuts]
        return [high - low for low, high in pairwise(edges)]

    wanted = (z + Z_POWER) * sqrt(factor)
    low, high = 0.0, FURTHEST
    if _z(shares, moved(high), *sizes) < wanted:
        return None
    while high - low > 1e-6:
        middle = (low + high) / 2
        below = _z(shares, moved(middle), *sizes) < wanted
        low, high = (middle, high) if below else (low, middle)
    return sum(v * (a - b) for v, a, b in zip(values, shares, moved(high), strict=True))


def _z(shares: Sequence[float], moved: Sequence[float], first: int, second: int) -> float:
    """The z that Mann–Whitney has on average between both distributions over the same steps."""
    superiority = below = 0.0
    for share, other in zip(shares, moved, strict=True):
        superiority += share * (below + other / 2)
        below += other
    n = first + second
    mixed = [(first * a + second * b) / n for a, b in zip(shares, moved, strict=True)]
    variance = first * second / 12 * (n + 1) * (1 - sum(share**3 for share in mixed))
    return (first * second * (superiority - 0.5) - 0.5) / sqrt(variance)
