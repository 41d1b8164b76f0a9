"""From scores to days: a day's value, and whether it was a happy one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

HAPPY = 3.5


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean of at least one value."""
    return sum(values) / len(values)


def day_values(scores: Iterable[tuple[date, int]]) -> dict[date, float]:
    """Each day's value, the mean of its scores, in order of time."""
    totals: dict[date, int] = {}
    # The number of scores of the days that have several: most have one.
    counts: dict[date, int] = {}
    for day, score in scores:
        if day in totals:
            totals[day] += score
            counts[day] = counts.get(day, 1) + 1
        else:
            totals[day] = score
    return {day: totals[day] / counts.get(day, 1) for day in sorted(totals)}


def is_happy(value: float) -> bool:
    """Return whether a day of this value counts as happy: 4 and 5 for a single check-in."""
    return value >= HAPPY


def longest_run(workdays: Iterable[date], recorded: AbstractSet[date]) -> int:
    """The most recorded workdays in a row among `workdays`, which come in order of time."""
    longest = run = 0
    for day in workdays:
        run = run + 1 if day in recorded else 0
        longest = max(longest, run)
    return longest
