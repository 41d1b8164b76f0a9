"""The calendar of scores as a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Page, Section
from valuecheck.render.pages import pictures, report
from valuecheck.render.words import headline

if TYPE_CHECKING:
    from valuecheck.report import Report


def page(found: Report) -> Page:
    """The days by week, however long the period is, and how often each score was given."""
    drawn = pictures.calendar(found)
    return Page(
        heading=report.heading(found),
        headline=headline.line(found),
        sections=[
            Section("Days", [drawn] if drawn else []),
            Section("Scores", [pictures.scores(found)] if found.check_ins else []),
        ],
        today=found.today,
    )
