"""Averages over time as columns of block characters above an axis."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS
from valuecheck.core.text import cells
from valuecheck.render.formats.terminal.bars import LEVELS
from valuecheck.render.formats.terminal.lines import NARROW, SIGNS, Canvas, Line, StyledText
from valuecheck.render.page import DOWN, UP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.render.page import Chart, Series

LABEL = 10
# Columns left of the columns: a label, a number, and the axis.
AXIS = 4
ROWS, SMALL_ROWS = 8, 2
WIDEST_COLUMN = 4
EIGHTHS = len(LEVELS)


def chart(screen: Canvas, block: Chart) -> None:
    """The series above one axis, in several stretches where they do not fit beside each other."""
    named = block.small or len(block.series) > 1
    label = LABEL if named and screen.width >= NARROW else 0
    last = max((cells(f"  {each.last}") if each.last else 0 for each in block.series), default=0)
    beside = last if screen.width - label - AXIS - last >= len(block.starts) else 0
    room = max(screen.width - label - AXIS - beside, 1)
    size = max(min(room // max(len(block.starts), 1), 1 if block.small else WIDEST_COLUMN), 1)
    # Stretches of one length: the last of several is no leftover.
    length = ceil(len(block.starts) / ceil(len(block.starts) / room)) if block.starts else room
    for first in range(0, len(block.starts), length):
        if first:
            screen.blank()
        _stretch(screen, block, slice(first, first + length), label, size, beside=bool(beside))
    below = [f"{each.name}: {each.last}." for each in block.series if each.last and not beside]
    screen.sentences(below, "dim")
    if block.small:
        screen.sentences([block.band_name], "dim")
    elif block.band_name:
        screen.behind(StyledText(screen.safe("░"), "dim"), [block.band_name], "dim")


def _stretch(
    screen: Canvas, block: Chart, part: slice, label: int, size: int, *, beside: bool
) -> None:
    for number, series in enumerate(block.series):
        if number:
            screen.add([StyledText(" " * (label + AXIS - 2) + screen.safe("│"), "dim")])
        lines = [*_columns(screen, block, series, part, size)]
        for row, line in enumerate(lines):
            name = f"{series.name:<{label}}"[:label] if not row else " " * label
            end = []
            if beside and series.last and row == len(lines) // 2:
                end = [StyledText("  "), *screen.parts(series.last)]
            screen.add([StyledText(screen.safe(name)), *line, *end])
    months = _axis(block.starts[part], size)
    corner = "└" if screen.unicode else "+"
    lowest = "" if len(block.series) > 1 else f"{block.series[0].lowest:g}"
    start = f"{'':{label}}{lowest:>{AXIS - 2}}{corner}"
    screen.add([StyledText(start + screen.safe(months), "dim")])
    if not block.small and any(
        first < part.stop and last >= part.start for first, last, _ in block.marks
    ):
        screen.add([StyledText(" " * (label + AXIS)), *_marks(screen, block, part, size)])


def _columns(
    screen: Canvas, block: Chart, series: Series, part: slice, size: int
) -> Iterator[Line]:
    """The rows of one series from top to bottom, each with its part of the scale."""
    rows = SMALL_ROWS if block.small or len(block.series) > 1 else ROWS
    values = series.values[part]
    colours = series.colours[part]
    low, high = series.lowest, series.highest
    heights = [
        None if value is None else max(round((value - low) / (high - low) * rows * EIGHTHS), 1)
        for value in values
    ]
    marks = {round((number - low) / (high - low) * rows): number for number in _marked(low, high)}
    band = [(edge - low) / (high - low) * rows for edge in block.band or ()]
    for row in range(rows - 1, -1, -1):
        mark = marks.get(row + 1)
        number = f"{mark:g}" if mark is not None else ""
        tick = ("┤" if number else "│") if screen.unicode else "|"
        inside = bool(band) and band[0] <= row + 0.5 <= band[1]
        line = [StyledText(f"{number:>{AXIS - 2}}"[: AXIS - 2] + tick, "dim")]
        drawn = [
            _cell(screen, height, row, colour, size, inside=inside)
            for height, colour in zip(heights, colours, strict=True)
        ]
        yield [*line, StyledText(" "), *drawn]


def _cell(
    screen: Canvas, height: int | None, row: int, colour: int, size: int, *, inside: bool
) -> StyledText:
    """One row of one column: a part of its bar, or of the usual band behind it."""
    filled = 0 if height is None else min(max(height - row * EIGHTHS, 0), EIGHTHS)
    # Of wide columns the last character is a gap, to separate neighbours.
    bar, gap = (size - 1, " ") if size > 2 else (size, "")
    if not filled:
        sign = ("░" if screen.unicode else ".") if inside else " "
        return StyledText(sign * size, "band" if inside else "")
    if not screen.unicode:
        return StyledText(
            "#" * bar + gap if filled * 2 >= EIGHTHS else "." * bar + gap, f"bar-{colour}"
        )
    return StyledText(LEVELS[filled - 1] * bar + gap, f"bar-{colour}")


def _marked(low: float, high: float) -> Sequence[float]:
    """The numbers at the scale: whole ones, or both ends where there are many."""
    if high - low > 5:
        return low, high
    return [low + step for step in range(1, int(high - low) + 1)]


def _axis(starts: Sequence[date], size: int) -> str:
    """The months' names, or the years', below the columns in which they begin."""
    years = len(starts) > 1 and (starts[-1] - starts[0]).days > 3 * 366
    line = ""
    before: int | None = None
    for position, start in enumerate(starts):
        now = start.year if years else start.month
        at = position * size + 1
        # The first column of a stretch names its month or year only if most of it is drawn.
        is_whole = start.month <= 6 if years else start.day <= 14
        name = str(start.year) if years else MONTHS[start.month - 1]
        fits = len(line) <= at and at + len(name) <= len(starts) * size + 1
        if now != before and fits and (position or is_whole):
            line = f"{line:─<{at}}{name}─" if line else f"{'':─<{at}}{name}─"
        before = now
    return f"{line:─<{len(starts) * size + 1}}"[: max(len(starts) * size + 1, 4)]


def _marks(screen: Canvas, block: Chart, part: slice, size: int) -> Line:
    """Below the axis the stretches that lie above or below what is usual."""
    signs = [" "] * len(block.starts)
    for first, last, above in block.marks:
        for i in range(first, min(last + 1, len(signs))):
            signs[i] = UP if above else DOWN
    return [StyledText(screen.safe(sign) * size, SIGNS.get(sign, "")) for sign in signs[part]]
