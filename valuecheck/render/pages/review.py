"""The weekly review: a week beside what was intended for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Fact, Facts, Page, Paragraph, Section, typed
from valuecheck.render.pages import report
from valuecheck.render.words import figures, headline, unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.render.page import Block
    from valuecheck.report import Review


def page(review: Review) -> Page:
    """The week's report, then what was intended and who was not heard for long."""
    week = review.report
    looked_back = Section("Looking back", [*_intention(review), *_unheard(review)])
    return Page(
        heading=f"Review · {report.heading(week)}",
        headline=headline.line(week),
        sections=[*report.sections(week), looked_back],
        today=week.today,
        withheld=report.NOTES_LEFT_OUT if week.says_something else "",
    )


def _intention(review: Review) -> Iterator[Block]:
    ours, *theirs = figures.intention_parts(review)
    if theirs:
        yield Facts([Fact("You wanted", [typed(text) for text in theirs])])
    else:
        yield Paragraph([ours])


def _unheard(review: Review) -> Iterator[Block]:
    if review.unheard:
        yield Paragraph([*unheard.sentences(review.unheard, typed)])
