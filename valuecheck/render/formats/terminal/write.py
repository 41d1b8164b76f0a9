"""Whole pages: a report, a calendar, a review, a digest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.formats.terminal import blocks, quotes
from valuecheck.render.formats.terminal.blocks import ASIDE, HEADING
from valuecheck.render.formats.terminal.screen import Page
from valuecheck.render.words import claims, figures, methods, unheard

if TYPE_CHECKING:
    from rich.text import Text

    from valuecheck.report import Report, Review

# A calendar of more than a year and a week is for the command of that name.
CALENDAR_DAYS = 378
DIGEST_LINES = 5


def report(report: Report, width: int, *, unicode: bool, explained: bool = False) -> Text:
    """`report` for a screen of `width` columns, in ASCII unless `unicode`.

    `explained` adds how each figure is counted and from which source.
    """
    page = Page(width, unicode=unicode)
    page.sentences([figures.heading(report)], HEADING)
    _body(page, report)
    _foot(page, report, explained=explained)
    return page.text()


def calendar(report: Report, width: int, *, unicode: bool) -> Text:
    """The calendar of scores of `report`, however long its period is."""
    page = Page(width, unicode=unicode)
    page.sentences([figures.heading(report)], HEADING)
    page.blank()
    if report.days:
        blocks.calendar(page, report)
        page.blank()
    page.sentences(figures.headline(report))
    return page.text()


def review(review: Review, width: int, *, unicode: bool) -> Text:
    """The weekly review: report, worst and best day again, who is unheard, what was intended."""
    page = Page(width, unicode=unicode)
    page.sentences([f"Weekly review · {figures.heading(review.report)}"], HEADING)
    _body(page, review.report)
    page.blank()
    blocks.extremes(page, review.report, ("worst", "best"))
    page.blank()
    page.items(unheard.LABEL, unheard.items(review.unheard))
    page.blank()
    page.sentences([figures.intention(review)])
    _foot(page, review.report, explained=False)
    return page.text()


def digest(report: Report, width: int, *, unicode: bool) -> Text:
    """A week in at most five lines, without notes: somebody may be watching the screen."""
    page = Page(width, unicode=unicode)
    page.sentences([figures.heading(report)], HEADING)
    page.items("", [figures.day_value(day, report) for day, _ in figures.told_days(report)])
    for sentence in (" ".join(figures.headline(report)), *claims.clear(report)):
        page.sentences([sentence], most=DIGEST_LINES)
    return page.text()


def _body(page: Page, report: Report) -> None:
    page.sentences(claims.clear(report), HEADING)
    page.sentences(figures.headline(report))
    page.blank()
    counted = not report.check_ins
    if report.told_day_by_day:
        blocks.days(page, report)
    elif len(report.days) <= CALENDAR_DAYS and (report.check_ins or not report.filters):
        counted = blocks.calendar(page, report) or counted
    page.blank()
    if not report.told_day_by_day:
        blocks.extremes(page, report, ("best", "worst"))
        page.blank()
    if not counted:
        blocks.scores(page, report)
    if not report.story:
        blocks.weeks(page, report)
    blocks.tags(page, report)
    quotes.customers(page, report)
    quotes.mismatches(page, report)
    page.blank()
    for claim in claims.not_clear(report):
        page.sentences([claim])


def _foot(page: Page, report: Report, *, explained: bool) -> None:
    page.sentences(figures.footnotes(report), ASIDE)
    if not explained:
        page.sentences(methods.footnote(report), ASIDE)
        return
    page.blank()
    for method in methods.explained(report):
        page.sentences([method])
