"""Bars and lines made of block characters."""

from __future__ import annotations

EIGHTHS = "▏▎▍▌▋▊▉"
LEVELS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = ".:-=+*#@"
LOWEST, HIGHEST = 1, 5


def bar(length: float, *, unicode: bool) -> str:
    """A bar of `length` columns, to the eighth of one; whatever is above 0 shows."""
    if not unicode:
        return "#" * (round(length) or (length > 0))
    eighths = round(length * 8) or (length > 0)
    return "█" * (eighths // 8) + EIGHTHS[: eighths % 8][-1:]


def level(
    average: float | None, *, unicode: bool, lowest: float = LOWEST, highest: float = HIGHEST
) -> str:
    """One character for an average on the scale from `lowest` to `highest`, a blank for None."""
    if average is None:
        return " "
    levels = LEVELS if unicode else ASCII_LEVELS
    return levels[round((average - lowest) / (highest - lowest) * (len(levels) - 1))]
