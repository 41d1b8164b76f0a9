"""The machine's view: a report or any other result as it is."""

from __future__ import annotations

from datetime import date
from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any

from valuecheck.core.text import iso

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCHEMA_VERSION = 1
INDENT = "  "


def write(document: Mapping[str, Any] | Any) -> str:
    """`document` as indented JSON in ASCII, so that no note acts on the terminal it is shown in.

    A named tuple is an object with its fields, or with those that its `as_json` returns. Numbers
    have at most 12 digits: summed in another order, or by another Python, later ones differ.
    """
    if isinstance(document, dict):
        document = {"schema_version": SCHEMA_VERSION, **document}
    return _written(document, "\n") + "\n"


def _written(value: Any, line: str) -> str:
    """A value whose lines after the first begin with `line`."""
    if isinstance(value, str):
        # DEL is the one control character of ASCII that JSON may hold as it is.
        return encode_basestring_ascii(value).replace("\x7f", "\\u007f")
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(float(f"{value:.12g}"))
    if isinstance(value, date):
        return f'"{iso(value)}"'
    if hasattr(value, "_fields"):
        value = value.as_json() if hasattr(value, "as_json") else value._asdict()
    inner = line + INDENT
    if isinstance(value, dict):
        named = (f"{_written(str(key), '')}: {_written(value[key], inner)}" for key in value)
        return _bracketed("{", named, "}", line)
    return _bracketed("[", (_written(each, inner) for each in value), "]", line)


def _bracketed(begin: str, items: Iterable[str], end: str, line: str) -> str:
    inner = line + INDENT
    text = f",{inner}".join(items)
    return f"{begin}{inner}{text}{line}{end}" if text else begin + end
