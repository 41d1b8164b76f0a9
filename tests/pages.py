"""A report in each format, as the command writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render import views
from valuecheck.render.formats.terminal import write as screen
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.render.pages import calendar as calendar_page
from valuecheck.render.pages import report as report_page
from valuecheck.render.pages import review as review_page
from valuecheck.render.write import Format, written

if TYPE_CHECKING:
    from valuecheck.render.formats.terminal.lines import Line
    from valuecheck.report import Report, Review


def lines(
    report: Report, width: int = 80, *, unicode: bool = True, explained: bool = False
) -> list[Line]:
    page = report_page.page(report)
    return screen.write(page, width, unicode=unicode, explained=explained)


def terminal(
    report: Report, width: int = 80, *, unicode: bool = True, explained: bool = False
) -> str:
    return text_of(lines(report, width, unicode=unicode, explained=explained)) + "\n"


def calendar(report: Report, width: int = 80) -> str:
    return text_of(screen.write(calendar_page.page(report), width, unicode=True)) + "\n"


def review(found: Review, width: int = 80) -> str:
    return text_of(screen.write(review_page.page(found), width, unicode=True)) + "\n"


def review_in(found: Review, format_: str, *, notes: bool = False) -> str:
    return written(views.review(found), Format(format_), notes=notes)


def plain(report: Report, *, explained: bool = False) -> str:
    return written(views.report(report), Format.PLAIN, explained=explained)


def json(report: Report) -> str:
    return written(views.report(report), Format.JSON)


def csv(report: Report, *, notes: bool = False) -> str:
    return written(views.report(report), Format.CSV, notes=notes)


def markdown(report: Report, *, notes: bool = False, explained: bool = False) -> str:
    return written(views.report(report), Format.MARKDOWN, notes=notes, explained=explained)


def html(report: Report, *, notes: bool = False) -> str:
    return written(views.report(report), Format.HTML, notes=notes)
