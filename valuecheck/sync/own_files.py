"""Our own rows as files: by the quarter of their clocks, in small parts.

A part holds at most 256 KB. Rows are in order of their clocks, so that a new one changes the last
part alone; feedback has files of its own, since imports are large.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import DAY_MILLISECONDS
from valuecheck.exchange import json_lines
from valuecheck.store import forgetting
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import FEEDBACK, TABLES
from valuecheck.sync.files import FACT, FACTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from valuecheck.sync.box import Box

PART_BYTES = 256 * 1024
_LATEST = 253_402_300_799_999


class Group(NamedTuple):
    """Rows of a quarter: what tells them from others, and their first and last clock."""

    mark: str
    first: str
    last: str


def groups_of(connection: sqlite3.Connection, device: str) -> dict[str, Group]:
    """Return the groups of rows that `device` wrote last, by name, without reading the rows."""
    marks: dict[str, Group] = {}
    digests = {}
    for table, key, clock in _keys(connection, device):
        name = _group(clock, table)
        if name not in marks:
            marks[name], digests[name] = Group("", clock, clock), hashlib.sha256()
        digests[name].update(f"{table}/{key}/{clock}\n".encode(errors="replace"))
        _, first, last = marks[name]
        marks[name] = Group("", min(first, clock), max(last, clock))
    return {name: group._replace(mark=digests[name].hexdigest()) for name, group in marks.items()}


def texts_of(
    connection: sqlite3.Connection, device: str, name: str, group: Group, box: Box
) -> dict[str, bytes]:
    """Return the text of each file of a group by its path."""
    lines = []
    for table in TABLES.values():
        if (table is FEEDBACK) == name.endswith(FEEDBACK.name):
            rows = store_rows.rows_between(connection, table, device, group.first, group.last)
            lines += [(str(row["clock"]), json_lines.line(table, row)) for row in rows]
    if not name.endswith(FEEDBACK.name):
        lines += [
            (entry.clock, json_lines.forgotten_line(entry))
            for entry in forgetting.all_forgotten(connection)
            if entry.device == device and group.first <= entry.clock <= group.last
        ]
    parts = enumerate(_parts(line for _, line in sorted(lines)), 1)
    return {_path(device, name, number, box): part for number, part in parts}


def facts_of(connection: sqlite3.Connection, device: str, box: Box) -> dict[str, bytes]:
    """Return the text of the file with what is not a row, by its path."""
    rows = connection.execute("SELECT name, value FROM facts ORDER BY name").fetchall()
    lines = [
        json.dumps({json_lines.TYPE: FACT, "name": name, "value": value}) + "\n"
        for name, value in rows
        if name in FACTS
    ]
    return {f"devices/{device}/facts.jsonl{box.suffix}": "".join(lines).encode()}


def _path(device: str, name: str, part: int, box: Box) -> str:
    return f"devices/{device}/{name}-{part}.jsonl{box.suffix}"


def is_of(path: str, device: str, name: str) -> bool:
    """Return whether a path is that of a part of a group."""
    begin, _, end = path.rpartition("-")
    return begin == f"devices/{device}/{name}" and end.partition(".")[0].isdecimal()


def _keys(connection: sqlite3.Connection, device: str) -> Iterator[tuple[str, str, str]]:
    """The table, key and clock of each own row."""
    for table in TABLES.values():
        found = connection.execute(
            f"SELECT {table.key}, clock FROM {table.name} WHERE device = ? ORDER BY clock",  # noqa: S608
            (device,),
        )
        yield from ((table.name, key, clock) for key, clock in found)
    for entry in forgetting.all_forgotten(connection):
        if entry.device == device:
            yield json_lines.FORGOTTEN, f"{entry.table_name}/{entry.key}", entry.clock


def _group(clock: str, table: str) -> str:
    """Such as `2026-Q4`, or `2026-Q4-feedback`."""
    quarter = _quarter(min(int(clock.partition(".")[0]), _LATEST) // DAY_MILLISECONDS)
    return f"{quarter}-{table}" if table == FEEDBACK.name else quarter


@lru_cache(maxsize=1000)
def _quarter(day: int) -> str:
    found = datetime.fromtimestamp(day * DAY_MILLISECONDS / 1000, UTC)
    return f"{found.year:04}-Q{(found.month + 2) // 3}"


def _parts(lines: Iterable[str]) -> Iterator[bytes]:
    part: list[str] = []
    size = 0
    for line in lines:
        if part and size + len(line) + 1 > PART_BYTES:
            yield "".join(part).encode()
            part, size = [], 0
        part.append(f"{line}\n")
        size += len(line) + 1
    if part:
        yield "".join(part).encode()
