"""Our JSON Lines: one row of the store a line, complete, in ASCII. Export and sync write them.

The reference is .github/docs/json-lines.md.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store import rows as store_rows
from valuecheck.store.changes import TABLES
from valuecheck.store.forgetting import Forgotten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.store.changes import Row, SyncedTable, Value

TYPE = "type"
HEADER = "valuecheck"
FORGOTTEN = "forgotten"
FORMAT_VERSION = 1


class BadLineError(Exception):
    """A line that is no row; the text says why."""


class Entry(NamedTuple):
    """A row and its table."""

    table: SyncedTable
    row: Row


class Header(NamedTuple):
    """The first line of an export: the version of the format, and whether notes are in it."""

    version: int
    notes: bool


def header(*, notes: bool) -> str:
    """The first line of an export."""
    return _line({TYPE: HEADER, "format": FORMAT_VERSION, "notes": notes})


def line(table: SyncedTable, row: Mapping[str, Value], *, notes: bool = True) -> str:
    """One row, without a line break; without `notes` the columns that hold typed words are left
    out.
    """
    columns = store_rows.columns_of(table).items()
    kept = [(name, holds) for name, holds in columns if notes or holds != store_rows.WORDS]
    values = {name: store_rows.as_json(holds, row[name]) for name, holds in kept}
    return _line({TYPE: table.name, **values})


def forgotten_line(entry: Forgotten) -> str:
    """A row that was wiped for good."""
    return _line({TYPE: FORGOTTEN, **entry._asdict()})


def parse(text: str) -> Header | Entry | Forgotten:
    """Return the contents of a line. Raises BadLineError.

    A column that the line lacks has the value of a deleted row: an older version wrote it.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        message = "it is no JSON object"
        raise BadLineError(message)
    kind = found.pop(TYPE, None)
    if kind == HEADER:
        return _header(found)
    if kind == FORGOTTEN:
        return _forgotten(found)
    table = TABLES.get(kind) if isinstance(kind, str) else None
    if table is None:
        message = f"its type {json.dumps(kind)[:40]} is none that this version knows"
        raise BadLineError(message)
    return Entry(table, _row(table, found))


def has_type(text: str) -> bool:
    """Return True if a line is an object that names its type, of whichever version."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get(TYPE), str)


def _line(values: Mapping[str, object]) -> str:
    return json.dumps(values, separators=(",", ":"))


def _header(found: Mapping[str, object]) -> Header:
    version = found.get("format")
    if not isinstance(version, int):
        message = "it names no format"
        raise BadLineError(message)
    return Header(version, found.get("notes") is not False)


def _forgotten(found: Mapping[str, object]) -> Forgotten:
    values = [found.get(name) for name in Forgotten._fields]
    texts = [value for value in values if isinstance(value, str) and value]
    if len(texts) != len(Forgotten._fields) or not store_rows.HOLDS["clock"].is_right(texts[3]):
        message = "it does not say what was forgotten when"
        raise BadLineError(message)
    return Forgotten(*texts)


def _row(table: SyncedTable, found: Mapping[str, object]) -> Row:
    columns = store_rows.columns_of(table)
    if unknown := [name for name in found if name not in columns]:
        message = f"it has {json.dumps(unknown[0])[:40]}, which this version does not know"
        raise BadLineError(message)
    row: Row = {}
    for name, holds in columns.items():
        if name not in found and name not in table.blank:
            message = f"it has no {name}"
            raise BadLineError(message)
        try:
            row[name] = (
                store_rows.as_stored(name, holds, found[name])
                if name in found
                else table.blank[name]
            )
        except ValueError as error:
            raise BadLineError(str(error)) from None
    return row
