"""The machine's view: a report or review as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.report import Report, Review


def report(report: Report | Review) -> str:
    """`report` as indented JSON in ASCII, so that no note acts on the terminal it is shown in."""
    return report.model_dump_json(indent=2, ensure_ascii=True) + "\n"
