"""The weekly review: a week beside what was intended for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.render.page import (
    NOTES_LEFT_OUT,
    Fact,
    Facts,
    Page,
    Paragraph,
    Section,
    command,
    own,
    typed,
)
from valuecheck.render.pages import changes, report
from valuecheck.render.pages.report_feedback import feedback_in_short
from valuecheck.render.words import figures, headline, trials, unheard
from valuecheck.render.words.trial_progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.core.trial import Trial
    from valuecheck.render.page import Block
    from valuecheck.report import Review

# Lines of feedback, so that all of it and the question after it fit a screen of 24 rows.
FEEDBACK = 3


def page(review: Review) -> Page:
    """The week's report, then the intention and customers without recent feedback."""
    week = review.report
    own_words = review.intention or review.trial
    on_top, said = changes.on_top(week), feedback_in_short(week, FEEDBACK)
    return Page(
        heading=f"Review · {report.heading(week)}",
        headline=headline.line(week),
        sections=[
            Section("Days", [*report.days(week)]),
            # A shift has named the level before it: that is better news than where most weeks lie.
            Section("What changed", [*on_top, *changes.below(week, drawn=bool(on_top))]),
            Section("What customers said", [*said]),
            Section("Looking back", [*_intention(review), *_trial(review), *_unheard(review)]),
        ],
        today=week.today,
        withheld=NOTES_LEFT_OUT if week.has_data or own_words else "",
    )


def _intention(review: Review) -> Iterator[Block]:
    if review.intention is None:
        yield Paragraph([figures.no_intention(review.report)])
    else:
        yield Facts([Fact("You wanted", [own(review.intention)])])


def _trial(review: Review) -> Iterator[Block]:
    trial: Trial | None = review.trial
    if trial is not None:
        today = review.report.today
        sentence = trials.ended(trial, own, typed) if trial.verdict else progress(trial, today, own)
        yield Paragraph([sentence])


def _unheard(review: Review) -> Iterator[Block]:
    if review.wants_unknown and not review.unheard:
        name = review.wants_unknown
        edit = command(f"valuecheck customer edit {name} --wants TEXT")
        yield Paragraph([f"Ask {typed(CUSTOMER + name)} what they want to reach: {edit}"])
    if review.unheard:
        yield Paragraph([*unheard.sentences(review.unheard, typed, command)])
