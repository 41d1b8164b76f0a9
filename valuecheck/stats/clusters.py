"""Answers that share the same own days: they count once, not each for itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from datetime import date


class Clusters(NamedTuple):
    """`n` answers in `groups` clusters that are worth `effective` independent ones."""

    n: int
    groups: int
    effective: float


def window_of(day: date, length: int) -> int:
    """The number of the window of `length` days that holds `day`; no look cuts it differently."""
    return day.toordinal() // length


def clusters(answers: Iterable[tuple[Hashable, float, int]]) -> Clusters:
    """The weight of answers: each has its cluster, its value, and the number of equal answers.

    Effective n = n/deff, deff = 1 + (m̄ − 1)·ICC with m̄ the mean size of a cluster: Kish 1965.
    """
    groups: defaultdict[Hashable, Counter[float]] = defaultdict(Counter)
    for cluster, value, pieces in answers:
        groups[cluster][value] += pieces
    n = sum(group.total() for group in groups.values())
    if not n:
        return Clusters(0, 0, 0.0)
    deff = 1 + (n / len(groups) - 1) * intraclass_correlation([*groups.values()])
    return Clusters(n, len(groups), n / deff)


def intraclass_correlation(groups: Sequence[Counter[float]]) -> float:
    """How much alike the values of one group are, from 0 to 1, by analysis of variance.

    Each group has how often each value is in it. Groups that show nothing (all values equal, or a
    single group) count as wholly alike. Donner 1986, Int. Stat. Rev. 54:67.
    """
    sizes = [group.total() for group in groups]
    n, k = sum(sizes), len(groups)
    if n == k:
        return 0.0
    values = {value for group in groups for value in group}
    if k == 1 or len(values) == 1:
        return 1.0
    means = [_total(group) / size for group, size in zip(groups, sizes, strict=True)]
    centre = sum(map(_total, groups)) / n
    between = sum(size * (mean - centre) ** 2 for mean, size in zip(means, sizes, strict=True))
    within = sum(
        count * (value - mean) ** 2
        for group, mean in zip(groups, means, strict=True)
        for value, count in group.items()
    )
    between, within = between / (k - 1), within / (n - k)
    size = (n - sum(size**2 for size in sizes) / n) / (k - 1)
    spread = between + (size - 1) * within
    return min(max((between - within) / spread, 0.0), 1.0) if spread > 0 else 1.0


def _total(group: Counter[float]) -> float:
    return sum(value * count for value, count in group.items())
