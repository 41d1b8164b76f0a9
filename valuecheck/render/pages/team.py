"""The page of a team's report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name, week_of
from valuecheck.render.page import (
    Bullets,
    Chart,
    Column,
    Page,
    Paragraph,
    Records,
    Section,
    Series,
    Share,
    Table,
    View,
    typed,
)
from valuecheck.render.words import team as words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from valuecheck.report.figure import Figure
    from valuecheck.report.team import TeamReport

_COLUMNS = ("week", "people", "happy", "low", "high")


def view(report: TeamReport) -> View:
    """Return the report in all formats."""
    return View(
        page=lambda: page(report),
        records=lambda: Records(_COLUMNS, [*_rows(report)]),
        document=report._asdict,
    )


def page(report: TeamReport) -> Page:
    """Return the report as a page: actions, level, changes, people."""
    who = f"Team {typed(report.team)}" if report.team else "All teams"
    return Page(
        heading=f"{who} · {report.label}" + ("" if report.over else " so far"),
        headline=[words.happy_sentence(report)] if report.happy else [],
        sections=[*_sections(report)],
        today=report.today,
    )


def _sections(report: TeamReport) -> Iterator[Section]:
    if report.notes:
        items = [
            f"Done by {typed(note.team)}, {day_name(note.day, report.today)}: {typed(note.text)}"
            for note in report.notes
        ]
        yield Section("What was done since", [Bullets(items)])
    if report.happy is None:
        yield Section("", [Paragraph([words.happy_sentence(report)])])
        return
    yield Section("Weeks", [_chart(report), _weeks(report)])
    sentences = (
        words.change_sentence(report),
        words.carries_sentence(report),
        words.paid_sentence(report),
    )
    if shown := [sentence for sentence in sentences if sentence]:
        yield Section("What changed", [Bullets(shown)])
    if report.teams:
        yield Section("Teams", [_teams(report)])
    yield Section("How this is counted", [Paragraph([*_methods(report)])], methods=True)


def _chart(report: TeamReport) -> Chart:
    values = [week.happy.value if week.happy else None for week in report.weeks]
    return Chart(
        title="Happy days",
        unit="week",
        starts=[week.week for week in report.weeks],
        series=[
            Series(
                name="happy",
                values=values,
                colours=[_colour(value) for value in values],
                lowest=0,
                highest=1,
                last=words.percent(report.happy.value or 0) if report.happy else "",
            )
        ],
        band=report.band.interval if report.band else None,
        band_name="nine weeks in ten",
    )


def _weeks(report: TeamReport) -> Table:
    return Table(
        [
            Column("week"),
            Column("people", number=True),
            Column("happy"),
            Column("95%", number=True),
        ],
        [
            [
                week_of(week.week),
                str(week.happy.n) if week.happy else f"under {report.min_people}",
                Share(week.happy.value or 0) if week.happy else "",
                _range(week.happy),
            ]
            for week in report.weeks
        ],
        fold="Week by week",
    )


def _teams(report: TeamReport) -> Table:
    return Table(
        [
            Column("team", wide=True),
            Column("answers", number=True),
            Column("happy"),
            Column("95%", number=True),
            Column("ends at"),
        ],
        [
            [
                typed(row.team),
                f"{row.happy.n:,}" if row.happy else f"under {report.min_people}",
                Share(row.happy.value or 0) if row.happy else "",
                _range(row.happy),
                "somebody who pays" if row.pays else "",
            ]
            for row in report.teams
        ],
    )


def _methods(report: TeamReport) -> Iterator[str]:
    yield (
        "Each person sends one bit a week: whether one recorded day, drawn by chance, was happy "
        "(3.5 or more)."
    )
    if report.epsilon is None:
        yield "Bits arrive as they are; counts are rounded to five."
    else:
        yield (
            f"Bits are randomised on each machine (epsilon {report.epsilon:g}; Warner 1965); the "
            "share is corrected for it, and its interval (Wilson 1927) allows for it."
        )
    yield (
        f"A group under {report.min_people} people shows no number, nor does the smallest beside "
        "it. A week is shown from the second Monday after its end on, and never changes then."
    )
    yield "Closed quarters and years are compared with the one before (two proportions, p < .003)."


def _rows(report: TeamReport) -> Iterator[list[Any]]:
    for week in report.weeks:
        figure = week.happy
        low, high = figure.interval if figure and figure.interval else (None, None)
        yield [
            week_of(week.week),
            figure.n if figure else None,
            figure.value if figure else None,
            low,
            high,
        ]


def _range(figure: Figure | None) -> str:
    if figure is None or figure.interval is None:
        return ""
    low, high = figure.interval
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def _colour(value: float | None) -> int:
    """The score in whose colour a share is drawn: thirds are bad, middling, good."""
    if value is None or value < 1 / 3:
        return 1
    return 3 if value < 2 / 3 else 5
