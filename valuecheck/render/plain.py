"""The report for screen readers, logs and pipes: sentences and lists, nothing drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.answer import CUSTOMER, KIND
from valuecheck.render import words
from valuecheck.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.report import Report


def report(report: Report) -> str:
    """`report` as plain text with every note whole, ending in a line end."""
    parts = [
        [words.heading(report, ", "), *words.headline(report), *words.footnotes(report)],
        [*_days(report)],
        [*_notes(report)],
        [*_scores(report)],
        [*_tags(report)],
    ]
    return "\n\n".join("\n".join(map(visible, part)) for part in parts if part) + "\n"


def _days(report: Report) -> Iterator[str]:
    for day, notes in words.told_days(report):
        name = words.day(day.day, year=words.spans_years(report))
        if day.value is None:
            yield f"{name}: {words.absence(day, report)}"
        elif not notes or not report.told_day_by_day:
            yield f"{name}: {day.value:.3g}"
        for note in notes if report.told_day_by_day else ():
            yield f"{name}: {note.score} {note.note}".rstrip()


def _notes(report: Report) -> Iterator[str]:
    for of in ("best", "worst"):
        for note in report.notes:
            if note.of == of:
                yield f"The {of} day, {words.day(note.day, year=True)}: {note.score} {note.note}"


def _scores(report: Report) -> Iterator[str]:
    if report.check_ins:
        for score, count in report.counts.items():
            yield f"Score {score}: {words.counted(count, 'check-in')}"


def _tags(report: Report) -> Iterator[str]:
    for what, sigil, tags in (
        ("Kind", KIND, report.kinds),
        ("Customer", CUSTOMER, report.customers),
    ):
        for tag in tags:
            average = words.tag_average(tag)
            told = f", average {average}" if average else ""
            yield f"{what} {sigil}{tag.name}: {words.counted(tag.days, 'day')}{told}"
