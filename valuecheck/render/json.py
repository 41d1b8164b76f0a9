"""The machine's view: the Report as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.report import Report


def report(report: Report) -> str:
    """`report` as indented JSON in ASCII, so that no note acts on the terminal it is shown in."""
    return json.dumps(report.model_dump(mode="json"), indent=2) + "\n"
