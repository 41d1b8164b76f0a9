"""Reading customers and their feedback."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.records import Feedback, Heard

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

_COLUMNS = ", ".join(Feedback.model_fields)


class Said(NamedTuple):
    """Which feedback: between two days (both included, None: open), customers, words, scale.

    `customers` are names as stored, old ones included; empty means all, of customers and scales.
    """

    start: date | None = None
    end: date | None = None
    customers: tuple[str, ...] = ()
    search: str = ""
    scale: str = ""


def feedback(
    connection: sqlite3.Connection, said: Said, *, limit: int | None = None
) -> list[Feedback]:
    """The feedback of a selection, newest first, at most `limit` pieces."""
    where, values = _conditions(connection, said)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback WHERE {where} "  # noqa: S608
        "ORDER BY day DESC, id DESC LIMIT :limit",
        {**values, "limit": -1 if limit is None else limit},
    )
    return [Feedback(**dict(row)) for row in rows]


def piece(connection: sqlite3.Connection, id_: str) -> Feedback | None:
    """The piece of feedback with this id; None where it is deleted."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback WHERE id = ? AND deleted = 0",  # noqa: S608
        [id_],
    ).fetchone()
    return Feedback(**dict(row)) if row else None


def number(connection: sqlite3.Connection, said: Said) -> int:
    """How many pieces of feedback a selection has."""
    where, values = _conditions(connection, said)
    (found,) = connection.execute(
        f"SELECT count(*) FROM feedback WHERE {where}",  # noqa: S608
        values,
    ).fetchone()
    return int(found)


def tally(connection: sqlite3.Connection, said: Said) -> list[Heard]:
    """How often each score was given, by day, customer and scale; read from the index alone."""
    where, values = _conditions(connection, said)
    rows = connection.execute(
        "SELECT day, customer, scale, score, count(*) FROM feedback "  # noqa: S608
        f"WHERE {where} GROUP BY day, customer, scale, score",
        values,
    )
    return [Heard(date.fromisoformat(day), *others) for day, *others in rows]


def in_words(connection: sqlite3.Connection, cells: Iterable[Heard], most: int) -> list[Feedback]:
    """The pieces of feedback that `cells` count, newest first, at most `most` of them."""
    wanted = ", ".join(f"json_extract(value, '$[{column}]')" for column in range(4))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback "  # noqa: S608
        "WHERE deleted = 0 AND (day, customer, scale, score) IN "
        f"(SELECT {wanted} FROM json_each(?)) ORDER BY day DESC, id DESC LIMIT ?",
        (json.dumps([(cell.day.isoformat(), *cell[1:4]) for cell in cells]), most),
    )
    return [Feedback(**dict(row)) for row in rows]


def names(connection: sqlite3.Connection) -> list[str]:
    """Every customer that said something, as it was typed or imported, by name."""
    # From one name to the next in the index: DISTINCT would read all of it.
    rows = connection.execute(
        """
        WITH RECURSIVE heard(name) AS (
            SELECT min(customer) FROM feedback WHERE deleted = 0
            UNION ALL
            SELECT (SELECT min(customer) FROM feedback WHERE deleted = 0 AND customer > name)
            FROM heard WHERE name IS NOT NULL
        )
        SELECT name FROM heard WHERE name IS NOT NULL
        """
    )
    return [row["name"] for row in rows]


def last_heard(
    connection: sqlite3.Connection, names: Iterable[str], until: date
) -> dict[str, date]:
    """The latest day up to `until` on which each of `names` said something, if there is one."""
    found = {}
    for name in names:
        # One look into the index for each name, however much feedback there is.
        (day,) = connection.execute(
            "SELECT max(day) FROM feedback WHERE deleted = 0 AND customer = ? AND day <= ?",
            (name, until.isoformat()),
        ).fetchone()
        if day:
            found[name] = date.fromisoformat(day)
    return found


def known(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, dict[str, Any] | None]:
    """What is there already under `ids`, column by column; None where it is deleted."""
    rows = connection.execute(
        f"SELECT {_COLUMNS}, deleted FROM feedback "  # noqa: S608
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row["id"]: None if row["deleted"] else dict(row) for row in rows}


def _conditions(connection: sqlite3.Connection, said: Said) -> tuple[str, dict[str, Any]]:
    where = ["deleted = 0"]
    values: dict[str, Any] = {}
    if said.start:
        where.append("day >= :start")
        values["start"] = said.start.isoformat()
    if said.end:
        where.append("day <= :end")
        values["end"] = said.end.isoformat()
    if said.customers:
        where.append("customer IN (SELECT value FROM json_each(:customers))")
        values["customers"] = json.dumps(said.customers)
    if said.scale:
        where.append("scale = :scale")
        values["scale"] = said.scale
    if said.search:
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
        where.append("instr(casefold(words), :words)")
        values["words"] = said.search.casefold()
    return " AND ".join(where), values
