"""Last week in a few lines, without notes: somebody may be watching the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import WEEKDAYS
from valuecheck.core.text import rounded
from valuecheck.render.page import Fact, Facts, Page, Paragraph, Section, scored, typed
from valuecheck.render.pages import changes, report
from valuecheck.render.words import figures, headline
from valuecheck.render.words.trial_progress import progress

if TYPE_CHECKING:
    from valuecheck.core.trial import Trial
    from valuecheck.report import Report
    from valuecheck.report.model import Day


def page(found: Report, trial: Trial | None, *, changed: bool, team: str = "") -> Page:
    """The week's days, how it was, the trial of today; what `changed` only on demand.

    `team` is what the user's team did about its last report, in one line.
    """
    days = [_day(day, found) for day, _ in figures.listed_days(found)]
    return Page(
        heading=report.heading(found),
        headline=headline.line(found),
        sections=[
            Section("", [Facts([Fact("", days)])] if days else []),
            Section("", changes.on_top(found) if changed else []),
            Section("", [Paragraph([progress(trial, found.today, _nothing)])] if trial else []),
            Section("", [Paragraph([typed(team)])] if team else []),
        ],
        today=found.today,
    )


def _nothing(_: str) -> str:
    """No word that a user typed."""
    return ""


def _day(day: Day, found: Report) -> str:
    """Such as `Mon 4`, `Thu not recorded`."""
    name = WEEKDAYS[day.day.weekday()].title()
    if day.value is None:
        return f"{name} {figures.absence(day, found)}"
    return f"{name} {scored(f'{day.value:.3g}', rounded(day.value))}"
