"""Each result's views by format, so that a command only chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.cli.support.output import Display, Format, Views

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.text import Text

    from valuecheck.report import Report, Review


class AllViews(NamedTuple):
    """The views of one result: those written as text by format, and the one drawn on a terminal."""

    written: Views
    drawn: Callable[[Display], Text]


def report_views(report: Report, *, notes: bool, explained: bool) -> AllViews:
    """Every format of a report."""
    from valuecheck.render.formats import csv, json, markdown, plain
    from valuecheck.render.formats.terminal import write as terminal

    return AllViews(
        {
            Format.PLAIN: lambda: plain.report(report, explained=explained),
            Format.JSON: lambda: json.report(report),
            Format.CSV: lambda: csv.report(report, notes=notes),
            Format.MARKDOWN: lambda: markdown.report(report, notes=notes, explained=explained),
            Format.HTML: lambda: _page(report, notes=notes),
        },
        lambda screen: terminal.report(
            report, screen.width, unicode=screen.unicode, explained=explained
        ),
    )


def calendar_views(report: Report) -> AllViews:
    """Every format of a calendar."""
    from valuecheck.render.formats import csv, json, plain
    from valuecheck.render.formats.terminal import write as terminal

    return AllViews(
        {
            Format.PLAIN: lambda: plain.calendar(report),
            Format.JSON: lambda: json.report(report),
            Format.CSV: lambda: csv.report(report, notes=False),
        },
        lambda screen: terminal.calendar(report, screen.width, unicode=screen.unicode),
    )


def review_views(review: Review, *, notes: bool) -> AllViews:
    """Every format of a weekly review."""
    from valuecheck.render.formats import json, markdown, plain
    from valuecheck.render.formats.terminal import write as terminal

    return AllViews(
        {
            Format.PLAIN: lambda: plain.review(review),
            Format.JSON: lambda: json.report(review),
            Format.MARKDOWN: lambda: markdown.review(review, notes=notes),
        },
        lambda screen: terminal.review(review, screen.width, unicode=screen.unicode),
    )


def _page(report: Report, *, notes: bool) -> str:
    # Its pictures take longer to import than any other format.
    from valuecheck.render.formats import html

    return html.report(report, notes=notes)
