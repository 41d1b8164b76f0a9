"""Pictures for a page in a browser: inline SVG that fits any width, its numbers in tables beside.

Places along a picture are percentages and heights are pixels, so that text keeps its size on a
narrow screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS
from valuecheck.render.formats.html_elements import Html, element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from valuecheck.render.page import Chart, Dumbbells, Ends, Series

HEIGHT, SMALL_HEIGHT = 220, 90
TOP, AXIS = 14, 22
# Percent of the width left of the first column, for the numbers of the scale.
LEFT = 5.0
# A month's name needs so much of the width; nearer to the right end it ends there.
MONTH_ROOM = 6.0
MARK = 4
# A part of a bar below this percentage has no room for its digit.
LEAST_LABELLED = 7


def chart(block: Chart, number: int) -> list[Html]:
    """One picture for each series; `number` makes the ids of a page's pictures unique."""
    small = block.small or len(block.series) > 1
    height = SMALL_HEIGHT if small else HEIGHT
    return [
        _columns(block, series, height, f"chart-{number}-{i}")
        for i, series in enumerate(block.series)
    ]


def _columns(block: Chart, series: Series, height: int, name: str) -> Html:
    plot = _Plot(series.lowest, series.highest, height, len(block.starts))
    known = [value for value in series.values if value is not None]
    spread = f"{min(known):.1f} to {max(known):.1f}" if known else "none"
    title = series.name or block.title
    description = f"{len(known)} averages by {block.unit}, {spread}. {block.band_name}".strip()
    drawn = [*_band(block, plot), *_grid(plot), *_bars(block, series, plot)]
    drawn += [*_months(block.starts, plot), *_marks(block, plot)]
    return _picture(name, title, description, height, drawn)


class _Plot:
    """Where an average and a stretch of time are drawn."""

    def __init__(self, lowest: float, highest: float, height: int, count: int) -> None:
        self.lowest, self.highest, self.height = lowest, highest, height
        self.bottom = height - AXIS
        self.step = (100 - LEFT) / max(count, 1)

    def up(self, value: float) -> float:
        share = (self.highest - value) / (self.highest - self.lowest)
        return TOP + share * (self.bottom - TOP)

    def along(self, index: int) -> float:
        return LEFT + index * self.step


def _band(block: Chart, plot: _Plot) -> Iterator[Html]:
    if block.band is None:
        return
    low, high = block.band
    top = plot.up(min(high, plot.highest))
    tall = plot.up(max(low, plot.lowest)) - top
    yield element(
        "rect",
        class_="usual",
        x=f"{LEFT}%",
        y=f"{top:.1f}",
        width=f"{100 - LEFT}%",
        height=f"{tall:.1f}",
    )


def _grid(plot: _Plot) -> Iterator[Html]:
    many = plot.highest - plot.lowest > 5
    numbers = (plot.lowest, plot.highest) if many else _whole(plot.lowest, plot.highest)
    for number in numbers:
        y = f"{plot.up(number):.1f}"
        yield element("line", x1=f"{LEFT}%", x2="100%", y1=y, y2=y)
        yield element("text", f"{number:g}", x="0", y=f"{plot.up(number) + 4:.1f}")


def _whole(lowest: float, highest: float) -> Sequence[float]:
    return [lowest + step for step in range(int(highest - lowest) + 1)]


def _bars(block: Chart, series: Series, plot: _Plot) -> Iterator[Html]:
    for i, value in enumerate(series.values):
        if value is None:
            continue
        top = min(plot.up(value), plot.bottom - 2)
        start = block.starts[i]
        words = f"{block.unit} of {start.day} {MONTHS[start.month - 1]} {start.year}: {value:.1f}"
        yield element(
            "rect",
            element("title", words),
            class_=f"s{series.colours[i]}",
            x=f"{plot.along(i) + plot.step * 0.1:.2f}%",
            y=f"{top:.1f}",
            width=f"{plot.step * 0.8:.2f}%",
            height=f"{plot.bottom - top:.1f}",
        )


def _months(starts: Sequence[date], plot: _Plot) -> Iterator[Html]:
    """The names of the months, or of years, each below the first column that begins in it."""
    years = len(starts) > 1 and (starts[-1] - starts[0]).days > 3 * 366
    before, end = None, -100.0
    for i, start in enumerate(starts):
        now = start.year if years else (start.year, start.month)
        at = plot.along(i)
        if now != before and at >= end and (i or start.day <= 14 or years):
            words = str(start.year) if years else MONTHS[start.month - 1]
            last = at + MONTH_ROOM > 100
            place = {"x": "100%", "text_anchor": "end"} if last else {"x": f"{at:.2f}%"}
            yield element("text", words, y=plot.height - 6, **place)
            end = at + MONTH_ROOM
        before = now


def _marks(block: Chart, plot: _Plot) -> Iterator[Html]:
    """A line at the axis below each lasting shift of level."""
    for first, last, above in block.marks:
        x, width = plot.along(first), plot.step * (last - first + 1)
        words = "lasting above the level before" if above else "lasting below the level before"
        yield element(
            "rect",
            element("title", words),
            class_="up" if above else "down",
            x=f"{x:.2f}%",
            y=plot.bottom + 1,
            width=f"{width:.2f}%",
            height=MARK,
        )


def stacked(counts: Sequence[int], most: int) -> Html:
    """One bar of five colours, each part with its score; `most` check-ins fill the width."""
    words = ", ".join(f"{score}: {n:,}" for score, n in enumerate(counts, 1) if n)
    parts = []
    for score, n in enumerate(counts, 1):
        width = 100 * n / most
        if n:
            digit = str(score) if width >= LEAST_LABELLED else ""
            parts.append(element("span", digit, class_=f"s{score}", style=f"width:{width:.2f}%"))
    return element("div", *parts, class_="stack", role="img", aria_label=words or "none")


def share(value: float, class_: str = "share") -> Html:
    """A bar for a part of a whole."""
    rect = element("rect", class_=class_, x=0, y=0, width=f"{100 * value:.1f}%", height="100%")
    return element("svg", rect, class_="bar", aria_hidden="true")


def dumbbell(block: Dumbbells, row: Ends) -> Html:
    """The user's average and a customer's on the scale from 1 to 5, a line between."""
    own, theirs = (f"{_place(value):.1f}%" for value in (row.own, row.theirs))
    drawn = [element("line", class_="scale", x1="0%", x2="100%", y1=14, y2=14)]
    for score in range(1, 6):
        at = f"{_place(score):.1f}%"
        drawn.append(element("line", class_="scale", x1=at, x2=at, y1=10, y2=18))
        drawn.append(element("text", str(score), class_="label", x=at, y=34, text_anchor="middle"))
    drawn.append(element("line", class_="between", x1=own, x2=theirs, y1=14, y2=14))
    drawn.append(element("circle", class_="them", cx=theirs, cy=14, r=7))
    drawn.append(element("circle", class_="you", cx=own, cy=14, r=7))
    label = f"{block.title}: you {row.own:.1f}, they {row.theirs:.1f}"
    return element("svg", *drawn, class_="bell", role="img", aria_label=label)


def _place(value: float) -> float:
    return 3 + (value - 1) / 4 * 94


def _picture(name: str, title: str, description: str, height: int, drawn: Sequence[Html]) -> Html:
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", description, id=f"{name}-description"),
        *drawn,
        role="img",
        class_="chart",
        width="100%",
        height=height,
        aria_labelledby=f"{name}-title {name}-description",
    )
