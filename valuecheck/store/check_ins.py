"""Read check-ins for listings and reports; SQL does the filtering."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.records import CheckIn, Scored
from valuecheck.store.selection import CHECK_INS, Selection, conditions, counted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence


EVERYTHING = Selection()
_COLUMNS = "id, day, at, score, note, kinds, customers, question, filled_in_later"


class CustomersDay(NamedTuple):
    """A day's check-ins that name the same customers: how many, and their scores' sum."""

    day: str
    customers: tuple[str, ...]
    check_ins: int
    total: int


def check_ins(
    connection: sqlite3.Connection,
    selection: Selection,
    *,
    newest_first: bool = False,
    limit: int | None = None,
) -> list[CheckIn]:
    """The check-ins of `selection` in order of day and id, at most `limit` of them."""
    where, values = conditions(connection, selection, CHECK_INS)
    order = "day DESC, id DESC" if newest_first else "day, id"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM check_ins WHERE {where} "  # noqa: S608
        f"ORDER BY {order} LIMIT :limit",
        {**values, "limit": -1 if limit is None else limit},
    )
    return [_check_in(row) for row in rows]


def scored(
    connection: sqlite3.Connection,
    selection: Selection,
    today_names: Callable[[Iterable[str]], tuple[str, ...]] = tuple,
) -> list[Scored]:
    """The check-ins of `selection` in order of day and id, as a report needs them.

    `today_names` turns the customers as typed into the names that they have today.
    """
    where, values = conditions(connection, selection, CHECK_INS)
    rows = connection.cursor()
    # A lifetime of rows: as plain tuples, and sorted at once instead of looked up by the index.
    rows.row_factory = None
    rows.execute(
        f"SELECT {', '.join(Scored._fields)} FROM check_ins "  # noqa: S608
        f"WHERE {where} ORDER BY +day, id",
        values,
    )
    # Most rows share their tags and question with others: each is kept once.
    tags = cache(lambda text: tuple(json.loads(text)))
    names = cache(lambda text: today_names(tags(text)))
    return [
        Scored(
            date.fromisoformat(day),
            score,
            note,
            tags(kinds),
            names(customers),
            intern(question),
            bool(later),
        )
        for day, score, note, kinds, customers, question, later in rows
    ]


def day_values(connection: sqlite3.Connection, selection: Selection) -> dict[date, float]:
    """The mean score of each day of a selection, in order of time."""
    where, values = conditions(connection, selection, CHECK_INS)
    rows = connection.execute(
        f"SELECT day, avg(score) AS value FROM check_ins "  # noqa: S608
        f"WHERE {where} GROUP BY day ORDER BY day",
        values,
    )
    return {date.fromisoformat(row["day"]): row["value"] for row in rows}


def answers_by_day(
    connection: sqlite3.Connection, selection: Selection = EVERYTHING
) -> dict[date, int]:
    """Return the number of check-ins of each recorded day of a selection, in order of time."""
    where, values = conditions(connection, selection, CHECK_INS)
    rows = connection.execute(
        f"SELECT day, count(*) FROM check_ins WHERE {where} GROUP BY day ORDER BY day",  # noqa: S608
        values,
    )
    return {date.fromisoformat(day): count for day, count in rows}


def recorded_day_before(connection: sqlite3.Connection, day: date, count: int) -> date | None:
    """The recorded day with `count` recorded days from it up to `day`, exclusive.

    None where there are not so many.
    """
    found = connection.execute(
        "SELECT DISTINCT day FROM check_ins WHERE deleted = 0 AND day < ? "
        "ORDER BY day DESC LIMIT 1 OFFSET ?",
        (day.isoformat(), count - 1),
    ).fetchone()
    return date.fromisoformat(found[0]) if found else None


def days_by_customers(connection: sqlite3.Connection, selection: Selection) -> list[CustomersDay]:
    """The check-ins of a selection that name a customer, summed up by day and customers named."""
    where, values = conditions(connection, selection, CHECK_INS)
    rows = connection.execute(
        "SELECT day, customers, count(*), sum(score) FROM check_ins "  # noqa: S608
        f"WHERE {where} AND customers <> '[]' GROUP BY day, customers",
        values,
    )
    names = cache(lambda text: tuple(json.loads(text)))
    return [CustomersDay(day, names(text), *sums) for day, text, *sums in rows]


def customers_named(connection: sqlite3.Connection) -> list[str]:
    """Every customer that a check-in names, as it was typed."""
    rows = connection.execute(
        "SELECT DISTINCT tag.value AS name FROM check_ins, json_each(customers) AS tag "
        "WHERE deleted = 0"
    )
    return [str(row["name"]) for row in rows]


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """Count the check-ins of a selection."""
    return counted(connection, selection, CHECK_INS)


def first_day(connection: sqlite3.Connection) -> date | None:
    """The day of the first check-in that was not filled in later: coverage begins there."""
    return _day(
        connection,
        "SELECT min(day) AS day FROM check_ins WHERE deleted = 0 AND filled_in_later = 0",
    )


def check_in(connection: sqlite3.Connection, id_: str) -> CheckIn | None:
    """The check-in with this id; None where it is deleted."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM check_ins WHERE id = ? AND deleted = 0",  # noqa: S608
        [id_],
    ).fetchone()
    return _check_in(row) if row else None


def _day(connection: sqlite3.Connection, sql: str) -> date | None:
    (found,) = connection.execute(sql).fetchone()
    return date.fromisoformat(found) if found else None


def _check_in(row: sqlite3.Row) -> CheckIn:
    return CheckIn(
        id=row["id"],
        day=date.fromisoformat(row["day"]),
        at=datetime.fromisoformat(row["at"]),
        score=row["score"],
        note=row["note"],
        kinds=tuple(json.loads(row["kinds"])),
        customers=tuple(json.loads(row["customers"])),
        question=row["question"],
        filled_in_later=bool(row["filled_in_later"]),
    )


def ids_with(connection: sqlite3.Connection, column: str, name: str) -> list[str]:
    """The ids of the check-ins whose `column` (kinds or customers) has the tag `name`."""
    rows = connection.execute(
        f"SELECT check_ins.id FROM check_ins, json_each({column}) AS tag "  # noqa: S608
        "WHERE deleted = 0 AND tag.value = ? ORDER BY check_ins.id",
        (name,),
    )
    return [row["id"] for row in rows]


def tags_used(connection: sqlite3.Connection, column: str) -> set[str]:
    """The tags that `column` (kinds or customers) of any check-in has."""
    rows = connection.execute(
        f"SELECT DISTINCT tag.value FROM check_ins, json_each({column}) AS tag "  # noqa: S608
        "WHERE deleted = 0"
    )
    return {str(value) for (value,) in rows}


def known_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, bool]:
    """Those of `ids` that the store knows: True where the check-in is there, False once deleted."""
    rows = connection.execute(
        "SELECT id, deleted FROM check_ins WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    return {row["id"]: not row["deleted"] for row in rows}


def said(connection: sqlite3.Connection) -> Iterator[tuple[str, int, str]]:
    """Moment, score and note of every check-in."""
    for row in connection.execute("SELECT at, score, note FROM check_ins WHERE deleted = 0"):
        yield row["at"], row["score"], row["note"]
