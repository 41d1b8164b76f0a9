"""Answers that share the same own days: they count once, not each for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats.day_values import mean

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
    by_cluster: dict[Hashable, list[float]] = {}
    for cluster, value, pieces in answers:
        by_cluster.setdefault(cluster, []).extend([value] * pieces)
    groups = [*by_cluster.values()]
    n = sum(map(len, groups))
    if not n:
        return Clusters(0, 0, 0.0)
    deff = 1 + (n / len(groups) - 1) * intraclass_correlation(groups)
    return Clusters(n, len(groups), n / deff)


def intraclass_correlation(groups: Sequence[Sequence[float]]) -> float:
    """How much alike the values of one group are, from 0 to 1, by analysis of variance.

    Groups that show nothing (all values equal, or a single group) count as wholly alike. Donner
    1986, Int. Stat. Rev. 54:67.
    """
    n, k = sum(map(len, groups)), len(groups)
    if n == k:
        return 0.0
    values = [value for group in groups for value in group]
    if k == 1 or min(values) == max(values):
        return 1.0
    centre = mean(values)
    between = sum(len(group) * (mean(group) - centre) ** 2 for group in groups) / (k - 1)
    within = sum((value - mean(group)) ** 2 for group in groups for value in group) / (n - k)
    size = (n - sum(len(group) ** 2 for group in groups) / n) / (k - 1)
    spread = between + (size - 1) * within
    return min(max((between - within) / spread, 0.0), 1.0) if spread > 0 else 1.0
