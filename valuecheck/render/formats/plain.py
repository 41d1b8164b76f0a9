"""The report for screen readers, logs and pipes: sentences and lists, nothing drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.text import visible
from valuecheck.render.words import claims, feedback, figures, methods, unheard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from valuecheck.report import Report, Review
    from valuecheck.report.model import Day


def report(report: Report, *, explained: bool = False) -> str:
    """`report` as plain text with every note whole, ending in a line end.

    `explained` adds how each figure is counted and from which source.
    """
    return _page([[figures.heading(report, ", ")], *_body(report), _foot(report, explained)])


def calendar(report: Report) -> str:
    """A line for each day of `report` that was expected or has a value."""
    days = [_day(day, report) for day, _ in figures.told_days(report)]
    return _page([[figures.heading(report, ", ")], days, figures.headline(report)])


def review(review: Review) -> str:
    """The weekly review: report, worst and best day again, who is unheard, what was intended."""
    heading = f"Weekly review, {figures.heading(review.report, ', ')}"
    again = [*_notes(review.report, ("worst", "best"))]
    silent = [*unheard.sentences(review.unheard, str)]
    told = [again, silent, [figures.intention(review)], _foot(review.report, explained=False)]
    return _page([[heading], *_body(review.report), *told])


def _page(parts: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(map(visible, part)) for part in parts if part) + "\n"


def _body(report: Report) -> Iterator[Sequence[str]]:
    yield [*claims.clear(report), *figures.headline(report)]
    if report.told_day_by_day:
        yield [*_days(report)]
    else:
        yield [*_weeks(report)]
        yield [*_notes(report, ("best", "worst"))]
    yield [*_scores(report)]
    yield [*_tags(report)]
    yield [*_customers(report)]
    yield [*_quotes(report)]
    yield claims.not_clear(report)


def _foot(report: Report, explained: bool) -> list[str]:
    if explained:
        return [*figures.footnotes(report), *methods.explained(report)]
    return [*figures.footnotes(report), *methods.footnote(report)]


def _days(report: Report) -> Iterator[str]:
    for day, notes in figures.told_days(report):
        if not notes:
            yield _day(day, report)
        for note in notes:
            yield f"{_name(day.day, report)}: {note.score} {note.note}".rstrip()


def _day(day: Day, report: Report) -> str:
    value = figures.absence(day, report) if day.value is None else f"{day.value:.3g}"
    return f"{_name(day.day, report)}: {value}"


def _name(day: date, report: Report) -> str:
    return figures.day(day, year=figures.spans_years(report))


def _weeks(report: Report) -> Iterator[str]:
    for week in report.weeks:
        average = "" if week.average is None else f", average {week.average:.1f}"
        yield f"Week {week.week}: {figures.counted(week.days, 'day')}{average}"


def _notes(report: Report, order: Sequence[str]) -> Iterator[str]:
    for of in order:
        for note in report.notes:
            if note.of == of and note.note:
                yield f"The {of} day, {_name(note.day, report)}: {note.score} {note.note}"


def _scores(report: Report) -> Iterator[str]:
    if report.check_ins:
        for score, count in report.counts.items():
            yield f"Score {score}: {figures.counted(count, 'check-in')}"


def _customers(report: Report) -> Iterator[str]:
    """How far the work gets along the value chain, and what customers said in short."""
    if reached := [*feedback.reach(report)]:
        yield "; ".join(reached) + "."
    for payer in report.reach.payers if report.reach else ():
        yield f"Days that reach {CUSTOMER}{payer.name}: {payer.days:,}"
    if nothing := feedback.nothing_heard(report):
        yield nothing
    for voice in report.voices.customers if report.voices else ():
        yield f"Heard from {CUSTOMER}{voice.name}: {feedback.heard_beside(voice)}"
    if report.story:
        yield f"{feedback.stretches(report.story)}:"
        for line in report.story.lines:
            yield f"{feedback.line_name(line)}: {feedback.spread(line)}"


def _quotes(report: Report) -> Iterator[str]:
    """Every quote with the person's own average beside it; first how many part ways."""
    if not report.voices:
        return
    for kind, quotes in report.voices.mismatches.items():
        if quotes:
            yield feedback.heading(report.voices, kind)
    for quote in report.voices.quotes:
        yield f"{_name(quote.day, report)}, {CUSTOMER}{quote.customer}: {feedback.told(quote)}"


def _tags(report: Report) -> Iterator[str]:
    for what, sigil, tags in (
        ("Kind", KIND, report.kinds),
        ("Customer", CUSTOMER, report.customers),
    ):
        for tag in tags:
            average = figures.tag_average(tag)
            told = f", average {average}" if average else ""
            yield f"{what} {sigil}{tag.name}: {figures.counted(tag.days, 'day')}{told}"
