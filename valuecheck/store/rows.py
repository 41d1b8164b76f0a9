"""Check that a row holds what its table declares, beyond SQLite's own checks.

Another program may write rows that SQLite accepts and no command can use: a day in the year 9999,
a list of tags with a number in it, text that is no UTF-8.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from valuecheck.store.changes import Row, SyncedTable, Value

MERGED = {"device": "text", "clock": "clock", "deleted": "flag"}
LISTS = frozenset({"names", "weekdays"})
WORDS = "words"
LATEST_YEAR = 9000
_SHOWN = 40
_CLOCK = re.compile(r"[0-9]{15}\.[0-9a-f]{3}\.[^.]+\..+")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_UNDECODED = re.compile("[\ud800-\udfff]")
_LARGEST_OFFSET = timedelta(hours=15)


class Holds(NamedTuple):
    """The values that a column of a row may hold.

    `suspect` is an SQL condition on `{column}` that every wrong value meets, and few others do;
    `is_right` decides about one value.
    """

    suspect: str
    is_right: Callable[[Value], bool]


def columns_of(table: SyncedTable) -> dict[str, str]:
    """All columns of a table in the order in which they are exported, with what each holds."""
    return {**table.columns, **MERGED}


def problem(table: SyncedTable, row: Mapping[str, Value]) -> str:
    """The first thing that is wrong with a complete row, in words; empty where all is right."""
    for column, holds in columns_of(table).items():
        value = row[column]
        if value is None and column in table.blank and table.blank[column] is None:
            continue
        if not HOLDS[holds].is_right(value):
            return cannot_be(column, _list_in(value) if holds in LISTS else value)
    return ""


def problem_of_key(table: SyncedTable, key: str) -> bool:
    """Return whether `key` can be no key of a table."""
    return not HOLDS[table.columns[table.key]].is_right(key)


def suspects(table: SyncedTable) -> str:
    """The SQL condition that every row of `table` with a problem meets, broken UTF-8 apart."""
    found = [HOLDS[holds].suspect.format(column=name) for name, holds in columns_of(table).items()]
    return " OR ".join(f"({condition})" for condition in found if condition) or "0"


def cannot_be(column: str, value: object) -> str:
    """The sentence part for a value that a column cannot hold, such as `its score cannot be 7`."""
    text = json.dumps(value, default=repr)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"its {column.replace('_', ' ')} cannot be {shown}"


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not _UNDECODED.search(value)


def _is_day(value: Value) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        return date.fromisoformat(value).year <= LATEST_YEAR
    except ValueError:
        return False


def _is_moment(value: Value) -> bool:
    if not isinstance(value, str):
        return False
    try:
        moment = datetime.fromisoformat(value)
        year = moment.astimezone(UTC).year
    except (ValueError, OverflowError):
        return False
    # Python 3.14 reads 24:00 as the day after, other readers do not.
    if moment.isoformat()[:10] != value[:10]:
        return False
    offset = moment.utcoffset()
    return offset is not None and abs(offset) < _LARGEST_OFFSET and 1 < year <= LATEST_YEAR


def _is_week(value: Value) -> bool:
    found = _WEEK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return False
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 7).year <= LATEST_YEAR
    except ValueError:
        return False


def _list_in(value: Value) -> list[object] | None:
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _are_names(value: Value) -> bool:
    found = _list_in(value)
    return found is not None and all(isinstance(name, str) and _is_text(name) for name in found)


def _are_weekdays(value: Value) -> bool:
    found = _list_in(value)
    # Not "in range(7)": True and 1.0 would pass.
    return found is not None and all(type(day) is int and 0 <= day <= 6 for day in found)


_TWO = "[0-5][0-9]"
_STRICT_MOMENT = (
    f"[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:{_TWO}:{_TWO}[-+][01][0-9]:{_TWO}"
)
HOLDS = {
    "id": Holds("", lambda value: isinstance(value, str) and bool(_ID.fullmatch(value))),
    "day": Holds(f"{{column}} NOT BETWEEN '0001' AND '{LATEST_YEAR + 1}'", _is_day),
    "day-or-none": Holds(
        f"{{column}} <> '' AND {{column}} NOT BETWEEN '0001' AND '{LATEST_YEAR + 1}'",
        lambda value: value == "" or _is_day(value),
    ),
    "moment": Holds(
        f"{{column}} NOT GLOB '{_STRICT_MOMENT}' OR substr({{column}}, 12, 2) > '23' "
        f"OR {{column}} NOT BETWEEN '0002' AND '{LATEST_YEAR}' OR substr({{column}}, 21, 2) > '14'",
        _is_moment,
    ),
    "week": Holds("substr({column}, 7) = '53' OR {column} > '9000' OR {column} < '0001'", _is_week),
    "flag": Holds("", lambda value: value in (0, 1)),
    "number": Holds("", lambda value: isinstance(value, int)),
    "ratio": Holds("", lambda value: isinstance(value, float)),
    "text": Holds("", _is_text),
    WORDS: Holds("", _is_text),
    "names": Holds(
        "{column} <> '[]' AND (instr({column}, '\\u') OR EXISTS "
        "(SELECT 1 FROM json_each({column}) WHERE type <> 'text'))",
        _are_names,
    ),
    "weekdays": Holds("1", _are_weekdays),
    "clock": Holds("", lambda value: isinstance(value, str) and bool(_CLOCK.fullmatch(value))),
}


def as_stored(column: str, holds: str, value: object) -> Value:
    """A value from JSON as a column stores it. Raises ValueError where it is of another type."""
    if holds in LISTS:
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
    elif holds == "flag":
        if value in (True, False):
            return int(bool(value))
    elif holds == "number":
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
    elif holds == "ratio":
        if value is None or isinstance(value, float):
            return value
    elif isinstance(value, str):
        return value
    raise ValueError(cannot_be(column, value))


def as_json(holds: str, value: Value) -> object:
    """A value of a column as JSON has it: lists as lists, flags as true and false."""
    if holds in LISTS:
        return json.loads(str(value))
    return bool(value) if holds == "flag" else value


def same_content(table: SyncedTable, one: Row, other: Row) -> bool:
    """Return whether two rows say the same, whoever wrote them and when."""
    return all(one[name] == other[name] for name in (*table.columns, "deleted"))


def all_rows(connection: sqlite3.Connection, table: SyncedTable) -> Iterator[Row]:
    """All rows of a table in order of their keys, deleted ones included."""
    columns = ", ".join(columns_of(table))
    found = connection.execute(
        f"SELECT {columns} FROM {table.name} ORDER BY {table.key}"  # noqa: S608
    )
    return (dict(row) for row in found)


def rows_between(
    connection: sqlite3.Connection, table: SyncedTable, device: str, first: str, last: str
) -> Iterator[Row]:
    """The rows that `device` wrote last, with clocks from `first` to `last`."""
    columns = ", ".join(columns_of(table))
    found = connection.execute(
        f"SELECT {columns} FROM {table.name} "  # noqa: S608
        "WHERE device = ? AND clock BETWEEN ? AND ?",
        (device, first, last),
    )
    return (dict(row) for row in found)
