"""Reports, calendars and reviews in the shapes that formats are written from.

Each shape is imported when it is written: JSON needs no page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import View

if TYPE_CHECKING:
    from valuecheck.render.page import Page, Records
    from valuecheck.report import Report, Review


def report(found: Report) -> View:
    """A report in every format."""

    def page() -> Page:
        from valuecheck.render.pages import report

        return report.page(found)

    return View(page, lambda: _records(found), lambda: found)


def first_screen(found: Report) -> View:
    """The part of a report that says how it stands and what changed."""

    def page() -> Page:
        from valuecheck.render.pages import report

        return report.first_screen(found)

    return report(found)._replace(page=page)


def calendar(found: Report) -> View:
    """A calendar in every format."""

    def page() -> Page:
        from valuecheck.render.pages import calendar

        return calendar.page(found)

    return View(page, lambda: _records(found), lambda: found)


def review(found: Review) -> View:
    """A weekly review in every format."""

    def page() -> Page:
        from valuecheck.render.pages import review

        return review.page(found)

    return View(page, lambda: _records(found.report), lambda: found)


def _records(found: Report) -> Records:
    from valuecheck.render.pages import records

    return records.records(found)
