"""The report for a chat or a wiki: what people typed stands in code spans, where nothing acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.text import visible
from valuecheck.render.words import claims, feedback, figures, methods, unheard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuecheck.report import Report, Review
    from valuecheck.report.model import Tag

NOTES_LEFT_OUT = "Notes are left out; `--notes` puts them in."


def report(report: Report, *, notes: bool, explained: bool = False) -> str:
    """`report` in Markdown, ending in a line end; with its notes only if `notes`.

    `explained` adds how each figure is counted and from which source.
    """
    return _page(
        [
            ["# " + _heading(report)],
            *_body(report, notes=notes),
            *_foot(report, notes=notes, explained=explained),
        ]
    )


def review(review: Review, *, notes: bool) -> str:
    """The weekly review, for a one-to-one or a retrospective; with its notes only if `notes`.

    The intention is shown: it is what such a meeting is about.
    """
    intention = figures.intention_parts(review)
    return _page(
        [
            ["# Weekly review · " + _heading(review.report)],
            *_body(review.report, notes=notes),
            [f"- {sentence}" for sentence in unheard.sentences(review.unheard, code)],
            [" ".join([intention[0], *map(code, intention[1:])])],
            *_foot(review.report, notes=notes, explained=False),
        ]
    )


def _page(parts: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"


def _heading(report: Report) -> str:
    return " · ".join([*figures.title(report), *map(code, figures.filter_words(report.filters))])


def _body(report: Report, *, notes: bool) -> Iterator[Sequence[str]]:
    yield [f"- **{claim}**" for claim in claims.clear(report, code)]
    yield [" ".join(figures.headline(report))]
    yield [*_days(report)]
    if notes:
        yield [*_notes(report)]
    yield [*_scores(report)]
    yield [*_tags("Kind", KIND, report.kinds)]
    yield [*_tags("Customer", CUSTOMER, report.customers)]
    yield [*_reach(report)]
    yield [*_voices(report)]
    yield [*_story(report)]
    yield from _quotes(report, notes=notes)
    yield [f"- {claim}" for claim in claims.not_clear(report, code)]


def _foot(report: Report, *, notes: bool, explained: bool) -> Iterator[Sequence[str]]:
    yield [" ".join(figures.footnotes(report))]
    if explained:
        yield [f"- {method}" for method in methods.explained(report, code)]
    else:
        yield [" ".join(methods.footnote(report, code))]
    if not notes and report.says_something:
        yield [NOTES_LEFT_OUT]


def code(text: str) -> str:
    """`text` as a code span: no markup, no link, no mention of a colleague called @retail."""
    text = visible(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = True
) -> Iterator[str]:
    """The lines of a table whose columns after the first hold `numbers`, or else words."""
    yield _row(head)
    yield _row(["---", *["--:" if numbers else "---"] * (len(head) - 1)])
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    # A bar would end the cell, even within a code span.
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _days(report: Report) -> Iterator[str]:
    if not report.told_day_by_day or not report.check_ins:
        return
    rows = [
        (
            figures.day(day.day),
            figures.absence(day, report) if day.value is None else f"{day.value:.3g}",
        )
        for day, _ in figures.told_days(report)
    ]
    yield from table(("Day", "Value"), rows)


def _notes(report: Report) -> Iterator[str]:
    for note in report.notes:
        if note.note:
            of = "" if note.of == "day" or report.told_day_by_day else f", the {note.of} day"
            day = figures.day(note.day, year=figures.spans_years(report))
            yield f"- {day}{of}: {note.score} {code(note.note)}"


def _scores(report: Report) -> Iterator[str]:
    if report.check_ins:
        counts = [f"{count:,}" for count in report.counts.values()]
        yield from table(("Score", *map(str, report.counts)), [("Check-ins", *counts)])


def _tags(what: str, sigil: str, tags: Sequence[Tag]) -> Iterator[str]:
    if tags:
        head = figures.tag_columns(what, tags)
        rows = [[code(sigil + tag.name), *figures.tag_cells(tag)][: len(head)] for tag in tags]
        yield from table(head, rows)


def _reach(report: Report) -> Iterator[str]:
    if reached := [*feedback.reach(report)]:
        payers = feedback.payers(report, code)
        yield "; ".join(reached) + "." + (f" Days: {', '.join(payers)}." if payers else "")
    if nothing := feedback.nothing_heard(report, code):
        yield nothing


def _voices(report: Report) -> Iterator[str]:
    if report.voices:
        rows = [
            (code(CUSTOMER + voice.name), "; ".join(feedback.heard(voice)), feedback.gap(voice))
            for voice in report.voices.customers
        ]
        yield from table(("Customer", "Heard", "You minus them"), rows)


def _story(report: Report) -> Iterator[str]:
    if story := report.story:
        head = (story.unit.title(), *map(feedback.line_name, story.lines))
        yield from table(head, feedback.story_rows(story))


def _quotes(report: Report, *, notes: bool) -> Iterator[Sequence[str]]:
    """A list for each way to part; the words only if `notes`."""
    for heading, quotes in feedback.lists(report):
        yield [
            f"{heading}:",
            "",
            *(
                f"- {figures.day(quote.day, year=figures.spans_years(report))} "
                f"{code(CUSTOMER + quote.customer)}: "
                f"you {feedback.own(quote)}, {feedback.said(quote)}"
                + (f" {code(quote.words)}" if notes and quote.words else "")
                for quote in quotes
            ),
        ]
