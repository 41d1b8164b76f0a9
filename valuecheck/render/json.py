"""The machine's view: a report or review as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.report import Report, Review


def report(report: Report | Review) -> str:
    """`report` as indented JSON in ASCII, so that no note acts on the terminal it is shown in."""
    return json.dumps(report.model_dump(mode="json"), indent=2) + "\n"
