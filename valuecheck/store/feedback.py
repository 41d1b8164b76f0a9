"""Read feedback."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from valuecheck.core.records import Feedback, FeedbackTally
from valuecheck.store.selection import FEEDBACK, conditions, counted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from valuecheck.store.selection import Selection

_COLUMNS = ", ".join(Feedback._fields)


def feedback(
    connection: sqlite3.Connection, selection: Selection, *, limit: int | None = None
) -> list[Feedback]:
    """The feedback of a selection, newest first, at most `limit` pieces."""
    where, values = conditions(connection, selection, FEEDBACK)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback WHERE {where} "  # noqa: S608
        "ORDER BY day DESC, id DESC LIMIT :limit",
        {**values, "limit": -1 if limit is None else limit},
    )
    return [Feedback.from_row(row) for row in rows]


def piece(connection: sqlite3.Connection, id_: str) -> Feedback | None:
    """The piece of feedback with this id; None where it is deleted."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback WHERE id = ? AND deleted = 0",  # noqa: S608
        [id_],
    ).fetchone()
    return Feedback.from_row(row) if row else None


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """Count the pieces of feedback of a selection."""
    return counted(connection, selection, FEEDBACK)


def tally(connection: sqlite3.Connection, selection: Selection) -> list[FeedbackTally]:
    """Count each score by day, customer and scale; this reads the index alone."""
    where, values = conditions(connection, selection, FEEDBACK)
    rows = connection.execute(
        "SELECT day, customer, scale, score, count(*) FROM feedback "  # noqa: S608
        f"WHERE {where} GROUP BY day, customer, scale, score",
        values,
    )
    return [FeedbackTally(date.fromisoformat(day), *others) for day, *others in rows]


def in_words(
    connection: sqlite3.Connection, cells: Iterable[FeedbackTally], most: int
) -> list[Feedback]:
    """The pieces of feedback that `cells` count, newest first, at most `most` of them."""
    wanted = ", ".join(f"json_extract(value, '$[{column}]')" for column in range(4))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM feedback "  # noqa: S608
        "WHERE deleted = 0 AND (day, customer, scale, score) IN "
        f"(SELECT {wanted} FROM json_each(?)) ORDER BY day DESC, id DESC LIMIT ?",
        (json.dumps([(cell.day.isoformat(), *cell[1:4]) for cell in cells]), most),
    )
    return [Feedback.from_row(row) for row in rows]


def names(connection: sqlite3.Connection) -> list[str]:
    """Return the customers that have feedback, as typed or imported, by name."""
    # From one name to the next in the index: DISTINCT would read all of it.
    rows = connection.execute(
        """
        WITH RECURSIVE customers(name) AS (
            SELECT min(customer) FROM feedback WHERE deleted = 0
            UNION ALL
            SELECT (SELECT min(customer) FROM feedback WHERE deleted = 0 AND customer > name)
            FROM customers WHERE name IS NOT NULL
        )
        SELECT name FROM customers WHERE name IS NOT NULL
        """
    )
    return [row["name"] for row in rows]


def between(connection: sqlite3.Connection, first: str, last: str) -> Iterator[sqlite3.Row]:
    """The feedback from one day to another: id, day, customer, scale, score, words, source."""
    return connection.execute(
        "SELECT id, day, customer, scale, score, words, source FROM feedback "
        "WHERE deleted = 0 AND day BETWEEN ? AND ?",
        (first, last),
    )


def known(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, dict[str, Any] | None]:
    """Return the stored feedback with these `ids`, column by column; None for a deleted one."""
    rows = connection.execute(
        f"SELECT {_COLUMNS}, deleted FROM feedback "  # noqa: S608
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row["id"]: None if row["deleted"] else dict(row) for row in rows}
