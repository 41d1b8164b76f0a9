"""Bars made of block characters."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EIGHTHS = "▏▎▍▌▋▊▉"
LEVELS = "▁▂▃▄▅▆▇█"


def bar(length: float, *, unicode: bool) -> str:
    """A bar of `length` columns, to the eighth of one; whatever is above 0 shows."""
    if not unicode:
        return "#" * (round(length) or (length > 0))
    eighths = round(length * 8) or (length > 0)
    return "█" * (eighths // 8) + EIGHTHS[: eighths % 8][-1:]


def stacked(counts: Sequence[int], most: int, room: int) -> Iterator[tuple[int, str]]:
    """Scores of 1 to 5, each with its part of one bar, made of its digit.

    `most` counts fill `room` columns.
    """
    total = sum(counts)
    if not total:
        return
    length = max(round(total / most * room), 1)
    ends = [round(end / total * length) for end in accumulate(counts)]
    for score, (begin, end) in enumerate(zip([0, *ends], ends, strict=False), 1):
        if end > begin:
            yield score, str(score) * (end - begin)
