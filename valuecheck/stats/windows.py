"""Two sides' ratings in the same stretches of time, of which no two share a day."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING

from valuecheck.stats.clusters import window_of
from valuecheck.stats.day_values import mean
from valuecheck.stats.distributions import student_t_within
from valuecheck.stats.intervals import standard_deviation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date


def differences(
    own: Mapping[date, float],
    theirs: Iterable[tuple[date, float, int]],
    length: int,
    first: date,
    last: date,
) -> list[float]:
    """Mean own value minus mean of theirs in each window of `length` days, in order of time.

    Only windows count that lie wholly between `first` and `last` and hold both sides. `theirs`
    are day, score, and how many answers are alike.
    """
    scores = _by_window(theirs, length)
    values: dict[int, list[float]] = {}
    for day, value in own.items():
        if (window := window_of(day, length)) in scores:
            values.setdefault(window, []).append(value)
    begin, end = first.toordinal(), last.toordinal()
    return [
        mean(values[window]) - _mean(scores[window])
        for window in sorted(values)
        if begin <= window * length and (window + 1) * length - 1 <= end
    ]


def student_t_test(values: Sequence[float]) -> float:
    """The two-sided chance of so large a mean of at least two values where it is 0: Student 1908.

    Values that are all equal and not 0 leave no room for chance.
    """
    deviation, centre = standard_deviation(values), mean(values)
    if deviation == 0:
        return 0.0 if centre else 1.0
    t = abs(centre) / (deviation / sqrt(len(values)))
    return max(0.0, 1 - student_t_within(t, len(values) - 1))


def _by_window(theirs: Iterable[tuple[date, float, int]], length: int) -> dict[int, Counter[float]]:
    scores: dict[int, Counter[float]] = {}
    for day, score, pieces in theirs:
        scores.setdefault(window_of(day, length), Counter())[score] += pieces
    return scores


def _mean(scores: Counter[float]) -> float:
    return sum(score * pieces for score, pieces in scores.items()) / scores.total()
