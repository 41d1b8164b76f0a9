"""Read JSON on the daily path without `json`, which takes a fifth of an answer's time to load.

Meant for what we wrote ourselves: anything that is not plain JSON is left to `json` all the same.
"""

from __future__ import annotations

from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class _Scanned:
    """How the interpreter's own scanner, the one behind `json`, is to read: as `json` does."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, float


def loads(text: str) -> Any:
    """Return what `json.loads` returns. Raises ValueError and RecursionError as it does."""
    # The scanner raises a SystemError, or its like, where it finds no `json` to complain with.
    with suppress(ImportError, StopIteration, SystemError, ValueError):
        from _json import make_scanner

        value, end = make_scanner(_Scanned)(text, 0)  # type: ignore[arg-type]
        if end == len(text):
            return value
    import json

    return json.loads(text)
