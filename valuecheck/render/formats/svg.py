"""Pictures of a report as inline SVG; their numbers stand beside them in tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.render.formats.html_elements import Html, element, join
from valuecheck.render.words import feedback, figures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuecheck.report import Report
    from valuecheck.report.feedback_model import Story

WIDTH, HEIGHT = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 30, 10, 10, 30
BAR_HEIGHT, BAR_STEP = 22, 28
PANEL_HEIGHT, PANEL_STEP = 70, 110
LOWEST, HIGHEST = 1, 5
Point = tuple[float, float]


class Panel(NamedTuple):
    """A part of a picture: where it begins, how high it is, and its scale."""

    top: float
    height: float
    lowest: float
    highest: float

    def up(self, average: float) -> float:
        """Where an average is drawn."""
        return self.top + (self.highest - average) / (self.highest - self.lowest) * self.height


WEEKS = Panel(TOP, HEIGHT - TOP - BOTTOM, LOWEST, HIGHEST)


def weeks(report: Report) -> Html:
    """The weekly averages as a line on the scale from 1 to 5, above the band of nine in ten."""
    drawn = [*_band(report), *_grid(WEEKS, range(LOWEST, HIGHEST + 1))]
    drawn += _ends(report.weeks[0].week, report.weeks[-1].week, HEIGHT - 6)
    drawn += _curve(WEEKS, [week.average for week in report.weeks])
    averages = [week.average for week in report.weeks if week.average is not None]
    told = f"{figures.counted(len(averages), 'weekly average')}, {figures.spread(averages)}."
    return _picture("weeks", "Weekly averages", told, HEIGHT, drawn)


def story(story: Story) -> Html:
    """Both sides' ratings below each other over the same stretches of time."""
    drawn, told = [], []
    for row, line in enumerate(story.lines):
        top = row * PANEL_STEP
        panel = Panel(top + 24, PANEL_HEIGHT, *feedback.extent(line))
        drawn.append(element("text", feedback.line_name(line), x=LEFT, y=top + 14))
        drawn += _grid(panel, feedback.extent(line))
        drawn += _curve(panel, [each.average for each in line.stretches])
        told.append(f"{feedback.line_name(line)} {feedback.spread(line)}")
    height = PANEL_STEP * len(story.lines) + 18
    stretches = story.lines[0].stretches
    drawn += _ends(stretches[0].label, stretches[-1].label, height - 4)
    return _picture("story", feedback.stretches(story), f"{', '.join(told)}.", height, drawn)


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


def _band(report: Report) -> list[Html]:
    figure = report.band
    if figure is None or figure.interval is None:
        return []
    low, high = figure.interval
    top, height = WEEKS.up(high), WEEKS.up(low) - WEEKS.up(high)
    width = WIDTH - LEFT - RIGHT
    return [
        element("rect", class_="usual", x=LEFT, y=f"{top:.1f}", width=width, height=f"{height:.1f}")
    ]


def _grid(panel: Panel, marks: Iterable[float]) -> list[Html]:
    """A line across for each of `marks`, with its number at the left."""
    drawn = []
    for mark in marks:
        y = panel.up(mark)
        drawn += [
            element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}"),
            element("text", f"{mark:g}", x=8, y=f"{y + 5:.1f}"),
        ]
    return drawn


def _ends(first: str, last: str, y: int) -> list[Html]:
    return [
        element("text", first, x=LEFT, y=y),
        element("text", last, x=WIDTH - RIGHT, y=y, text_anchor="end"),
    ]


def _curve(panel: Panel, averages: Sequence[float | None]) -> list[Html]:
    """Side by side the averages that there are, joined where no gap is between them."""
    step = (WIDTH - LEFT - RIGHT) / len(averages)
    placed = [
        None if average is None else (LEFT + step * (position + 0.5), panel.up(average))
        for position, average in enumerate(averages)
    ]
    runs = [[*run] for known, run in groupby(placed, key=lambda point: point is not None) if known]
    points = [point for point in placed if point is not None]
    drawn = [_line([point for point in run if point is not None]) for run in runs]
    return drawn + [element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=3) for x, y in points]


def _line(points: Sequence[Point]) -> Html:
    return element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
