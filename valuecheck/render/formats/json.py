"""The machine's view: a report or review as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.report import Report, Review


def report(report: Report | Review) -> str:
    """`report` as a JSON document."""
    # As `document` writes it, in a third of the time: a report of decades is long.
    return _without_delete(report.model_dump_json(indent=2, ensure_ascii=True)) + "\n"


def document(whole: Mapping[str, Any]) -> str:
    """`whole` as indented JSON in ASCII, so that no note acts on the terminal it is shown in."""
    return _without_delete(json.dumps(whole, indent=2)) + "\n"


def _without_delete(text: str) -> str:
    # The one control character of ASCII that JSON may hold as it is.
    return text.replace("\x7f", "\\u007f")
