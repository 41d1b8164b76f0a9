"""The machine's view: a report or review as it is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.report.figure import Part

SCHEMA_VERSION = 1

# Between a space and the end of a line: no text in JSON contains one.
_LONG_NUMBER = re.compile(r" -?\d+\.\d{8,}(?:e[-+]\d+)?(?=,?\n)")


def write(document: Mapping[str, Any] | Part) -> str:
    """`document` as indented JSON in ASCII, so that no note acts on the terminal it is shown in."""
    if isinstance(document, dict):
        text = json.dumps({"schema_version": SCHEMA_VERSION, **document}, indent=2)
    else:
        # As json.dumps writes it, in a third of the time: a report of decades is long.
        text = cast("Part", document).model_dump_json(indent=2, ensure_ascii=True)
    # The one control character of ASCII that JSON may hold as it is.
    text = text.replace("\x7f", "\\u007f")
    # Summed in another order, or by another Python, figures differ from the 16th digit on.
    return _LONG_NUMBER.sub(_to_12_digits, text + "\n")


def _to_12_digits(number: re.Match[str]) -> str:
    return f" {float(f'{float(number[0]):.12g}')}"
