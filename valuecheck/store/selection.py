"""Select check-ins or feedback: one query type, and the SQL for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.records import Filters

if TYPE_CHECKING:
    import sqlite3
    from datetime import date


class Selection(NamedTuple):
    """Rows between two days (both included, None: open), with tags, a text, scores, on a scale.

    The customers of `filters` are names as stored, old ones included. `search` ignores case;
    `scores` are the lowest and the highest wanted. Empty or None means all.
    """

    start: date | None = None
    end: date | None = None
    filters: Filters = Filters()
    search: str = ""
    scores: tuple[int, int] | None = None
    scale: str = ""


class Searchable(NamedTuple):
    """The SQL conditions that differ between check-ins and feedback; `text` is a column."""

    table: str
    kinds: str
    customers: str
    text: str
    scale: str


_HAS_ANY = (
    "EXISTS (SELECT 1 FROM json_each({0}) AS tag "
    "WHERE tag.value IN (SELECT value FROM json_each(:{0})))"
)
CHECK_INS = Searchable(
    table="check_ins",
    kinds=_HAS_ANY.format("kinds"),
    customers=_HAS_ANY.format("customers"),
    text="note",
    scale="FALSE",
)
FEEDBACK = Searchable(
    table="feedback",
    kinds="FALSE",
    customers="customer IN (SELECT value FROM json_each(:customers))",
    text="words",
    scale="scale = :scale",
)


def conditions(
    connection: sqlite3.Connection, selection: Selection, rows: Searchable
) -> tuple[str, dict[str, Any]]:
    """Return a WHERE clause for `rows` of a selection, deleted ones left out, and its values."""
    if selection.search:
        # LIKE ignores case for ASCII only.
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
    lowest, highest = selection.scores or (None, None)
    given = {
        "start": ("day >= :start", selection.start and selection.start.isoformat()),
        "end": ("day <= :end", selection.end and selection.end.isoformat()),
        "lowest": ("score >= :lowest", lowest),
        "highest": ("score <= :highest", highest),
        "search": (f"instr(casefold({rows.text}), :search)", selection.search.casefold()),
        "kinds": (rows.kinds, _json(selection.filters.kinds)),
        "customers": (rows.customers, _json(selection.filters.customers)),
        "scale": (rows.scale, selection.scale),
    }
    wanted = {name: each for name, each in given.items() if each[1] not in (None, "")}
    where = " AND ".join(["deleted = 0", *(sql for sql, _ in wanted.values())])
    return where, {name: value for name, (_, value) in wanted.items()}


def counted(connection: sqlite3.Connection, selection: Selection, rows: Searchable) -> int:
    """Count the rows of a selection."""
    where, values = conditions(connection, selection, rows)
    query = f"SELECT count(*) FROM {rows.table} WHERE {where}"  # noqa: S608
    (found,) = connection.execute(query, values).fetchone()
    return int(found)


def _json(tags: tuple[str, ...]) -> str | None:
    return json.dumps(tags) if tags else None
