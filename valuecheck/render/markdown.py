"""The report for a chat or a wiki: what people typed stands in code spans, where nothing acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from valuecheck.answer import CUSTOMER, KIND
from valuecheck.render import words
from valuecheck.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from valuecheck.report import Report
    from valuecheck.report.tree import Tag

NOTES_LEFT_OUT = "Notes are left out; `--notes` puts them in."


def report(report: Report, *, notes: bool) -> str:
    """`report` in Markdown, ending in a line end; with its notes only if `notes`."""
    heading = [*words.title(report), *map(code, words.filter_words(report.filters))]
    parts = [
        ["# " + " · ".join(heading)],
        [" ".join(words.headline(report))],
        [*_days(report)],
        [*_notes(report)] if notes else [],
        [*_scores(report)],
        [*_tags("Kind", KIND, report.kinds)],
        [*_tags("Customer", CUSTOMER, report.customers)],
        [" ".join(words.footnotes(report))],
        [] if notes or not any(note.note for note in report.notes) else [NOTES_LEFT_OUT],
    ]
    return "\n\n".join("\n".join(part) for part in parts if any(part)) + "\n"


def code(text: str) -> str:
    """`text` as a code span: no markup, no link, no mention of a colleague called @retail."""
    text = visible(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table whose columns after the first hold numbers."""
    yield _row(head)
    yield _row(["---", *["--:"] * (len(head) - 1)])
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    # A bar would end the cell, even within a code span.
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _days(report: Report) -> Iterator[str]:
    if not report.told_day_by_day or not report.check_ins:
        return
    rows = [
        (
            words.day(day.day),
            words.absence(day, report) if day.value is None else f"{day.value:.3g}",
        )
        for day, _ in words.told_days(report)
    ]
    yield from table(("Day", "Value"), rows)


def _notes(report: Report) -> Iterator[str]:
    for note in report.notes:
        if note.note:
            of = "" if note.of == "day" else f", the {note.of} day"
            day = words.day(note.day, year=words.spans_years(report))
            yield f"- {day}{of}: {note.score} {code(note.note)}"


def _scores(report: Report) -> Iterator[str]:
    if report.check_ins:
        counts = [f"{count:,}" for count in report.counts.values()]
        yield from table(("Score", *map(str, report.counts)), [("Check-ins", *counts)])


def _tags(what: str, sigil: str, tags: Sequence[Tag]) -> Iterator[str]:
    if tags:
        rows = [(code(sigil + tag.name), f"{tag.days:,}", words.tag_average(tag)) for tag in tags]
        yield from table((what, "Days", "Average"), rows)
