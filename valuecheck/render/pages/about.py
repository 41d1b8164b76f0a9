"""The parts of a report's page for readers who do not know the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, SCORES
from valuecheck.render.page import (
    FAINT,
    Dumbbells,
    Ends,
    Hero,
    Paragraph,
    Section,
    scored,
    typed,
)
from valuecheck.render.pages import pictures
from valuecheck.render.words import figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.report import Report

# A week or month is drawn day by day already; more than a year and a week is no calendar to read.
CALENDAR_FROM, CALENDAR_TO = 63, 378


def introduction(report: Report) -> Iterator[Section]:
    """The question, its answers, and what a happy day is; then three large numbers."""
    asked = max(report.wordings, key=lambda wording: wording.check_ins, default=None)
    if asked is None:
        return
    # An answer is not broken where a line ends.
    answers = "  ".join(
        f"{scored(str(score), score)} {words}".replace(" ", "\u00a0")
        for score, words in SCORES.items()
    )
    explained = "Asked once a workday, about the work of that day."
    happy = "A day is happy when the average of its answers is 3.5 or more."
    blocks = [
        Paragraph([f"“{typed(asked.question)}”"]),
        Paragraph([answers]),
        Paragraph([explained, happy], FAINT),
    ]
    yield Section("", blocks, document=True)
    yield Section("", [Hero([*_large(report)])], document=True)


def pictures_more(report: Report) -> Iterator[Section]:
    """How often each score was given, and the calendar of a quarter or a year."""
    if report.check_ins:
        yield Section("Scores", [pictures.scores(report)], document=True)
    if CALENDAR_FROM <= len(report.days) <= CALENDAR_TO:
        drawn = pictures.calendar(report)
        yield Section("Calendar", [drawn] if drawn else [], document=True)


def beside_customers(report: Report) -> Iterator[Section]:
    """The user's average beside that of each customer who answers on the same scale."""
    own = {tag.name: tag.average.value for tag in report.customers}
    rows = []
    for each in report.feedback.customers if report.feedback else ():
        average, gap = own.get(each.name), each.gap.value if each.gap else None
        if average is None or gap is None:
            continue
        theirs = min(max(average - gap, 1.0), 5.0)
        text = f"you {average:.1f}, they {theirs:.1f}"
        rows.append(Ends(typed(CUSTOMER + each.name), average, theirs, text))
    title = "You beside your customers"
    yield Section(title, [Dumbbells(title, rows)] if rows else [], document=True)


def _large(report: Report) -> Iterator[tuple[str, str]]:
    happy, average = report.happy, report.average
    if happy.value is not None:
        yield figures.percent(happy.value), f"of days happy: {happy.count:,} of {happy.n:,}"
    elif happy.n:
        yield f"{happy.count:,} of {happy.n:,}", "days happy"
    if average.value is not None:
        spread = "{:.1f} to {:.1f}".format(*average.interval) if average.interval else ""
        sure = f" (your usual level: {spread}, 95% sure)" if spread else ""
        yield f"{average.value:.1f}", f"average of 1 to 5{sure}"
    if report.reach and report.reach.reaching.n:
        reaching = report.reach.reaching
        yield f"{reaching.count:,} of {reaching.n:,}", "days reach somebody who pays"
    elif report.coverage and report.coverage.expected:
        share = figures.percent(report.coverage.value or 0.0)
        yield share, f"of {report.coverage.expected:,} workdays recorded"
