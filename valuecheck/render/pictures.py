"""Pictures of a report as inline SVG; their numbers stand beside them in tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from valuecheck.render import words
from valuecheck.render.markup import Html, element, join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.report import Report

WIDTH, HEIGHT = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 30, 10, 10, 30
BAR_HEIGHT, BAR_STEP = 22, 28
LOWEST, HIGHEST = 1, 5
Point = tuple[float, float]


def weeks(report: Report) -> Html:
    """The weekly averages as a line on the scale from 1 to 5, above the usual range."""
    points = [
        (_across(position, len(report.weeks)), _up(week.average))
        for position, week in enumerate(report.weeks)
        if week.average is not None
    ]
    drawn = [*_usual_range(report), *_scale(), *_ends(report)]
    drawn += [_line(run) for run in _runs(report)]
    drawn += [element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3) for x, y in points]
    averages = [week.average for week in report.weeks if week.average is not None]
    told = f"{words.counted(len(averages), 'weekly average')}, {words.spread(averages)}."
    return _picture("weeks", "Weekly averages", told, HEIGHT, drawn)


def scores(report: Report) -> Html:
    """How many check-ins have each score, as bars."""
    most = max(*report.counts.values(), 1)
    drawn = []
    for row, (score, count) in enumerate(report.counts.items()):
        top = row * BAR_STEP
        length = count / most * (WIDTH - 90)
        drawn += [
            element("text", str(score), x=0, y=top + 16),
            element(
                "rect", class_=f"s{score}", x=20, y=top, width=f"{length:.1f}", height=BAR_HEIGHT
            ),
            element("text", f"{count:,}", x=f"{28 + length:.1f}", y=top + 16),
        ]
    counts = ", ".join(f"{score}: {count:,}" for score, count in report.counts.items())
    height = BAR_STEP * len(report.counts)
    return _picture("scores", "Check-ins by score", f"{counts}.", height, drawn)


def _picture(name: str, title: str, told: str, height: int, drawn: Sequence[str]) -> Html:
    ids = f"{name}-title {name}-told"
    return element(
        "svg",
        element("title", title, id=f"{name}-title"),
        element("desc", told, id=f"{name}-told"),
        join([*drawn]),
        role="img",
        class_=name,
        viewBox=f"0 0 {WIDTH} {height}",
        aria_labelledby=ids,
    )


def _across(position: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (position + 0.5) / count


def _up(average: float) -> float:
    return TOP + (HIGHEST - average) / (HIGHEST - LOWEST) * (HEIGHT - TOP - BOTTOM)


def _usual_range(report: Report) -> list[Html]:
    figure = report.usual_range
    if figure is None or figure.interval is None:
        return []
    low, high = figure.interval
    top, height = _up(high), _up(low) - _up(high)
    width = WIDTH - LEFT - RIGHT
    return [
        element("rect", class_="usual", x=LEFT, y=f"{top:.1f}", width=width, height=f"{height:.1f}")
    ]


def _scale() -> list[Html]:
    drawn = []
    for score in range(LOWEST, HIGHEST + 1):
        y = _up(score)
        drawn += [
            element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}"),
            element("text", str(score), x=8, y=f"{y + 5:.1f}"),
        ]
    return drawn


def _ends(report: Report) -> list[Html]:
    first, last = report.weeks[0].week, report.weeks[-1].week
    y = HEIGHT - 6
    return [
        element("text", first, x=LEFT, y=y),
        element("text", last, x=WIDTH - RIGHT, y=y, text_anchor="end"),
    ]


def _runs(report: Report) -> list[list[Point]]:
    """Stretches of weeks without a gap between them."""
    placed = enumerate(report.weeks)
    by_gap = groupby(placed, key=lambda item: item[1].average is not None)
    count = len(report.weeks)
    return [
        [(_across(i, count), _up(week.average)) for i, week in run if week.average is not None]
        for known, run in by_gap
        if known
    ]


def _line(points: Sequence[Point]) -> Html:
    return element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
