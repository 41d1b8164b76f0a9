"""Reading rows for listings and reports; filtering is SQL's work."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlite_utils import Database

from valuecheck.core.records import CheckIn, DayOff, Filters, Scored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from valuecheck.store.changes import Table

_COLUMNS = "id, day, at, score, note, kinds, customers, question, filled_in_later"


class Selection(NamedTuple):
    """Which check-ins: between two days (both included, None: open), with tags, words, scores."""

    start: date | None = None
    end: date | None = None
    filters: Filters = Filters()
    search: str = ""
    scores: tuple[int, int] = (1, 5)


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
    where, values = _conditions(connection, selection)
    order = "day DESC, id DESC" if newest_first else "day, id"
    rows = _database(connection)["check_ins"].rows_where(
        where, values, order_by=order, select=_COLUMNS, limit=limit
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
    where, values = _conditions(connection, selection)
    rows = connection.execute(
        f"SELECT {', '.join(Scored._fields)} FROM check_ins "  # noqa: S608
        f"WHERE {where} ORDER BY day, id",
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
    where, values = _conditions(connection, selection)
    rows = _database(connection).query(
        f"SELECT day, avg(score) AS value FROM check_ins "  # noqa: S608
        f"WHERE {where} GROUP BY day ORDER BY day",
        values,
    )
    return {date.fromisoformat(row["day"]): row["value"] for row in rows}


def days_by_customers(connection: sqlite3.Connection, selection: Selection) -> list[CustomersDay]:
    """The check-ins of a selection that name a customer, summed up by day and customers named."""
    where, values = _conditions(connection, selection)
    rows = connection.execute(
        "SELECT day, customers, count(*), sum(score) FROM check_ins "  # noqa: S608
        f"WHERE {where} AND customers <> '[]' GROUP BY day, customers",
        values,
    )
    names = cache(lambda text: tuple(json.loads(text)))
    return [CustomersDay(day, names(text), *sums) for day, text, *sums in rows]


def customers_named(connection: sqlite3.Connection) -> list[str]:
    """Every customer that a check-in names, as it was typed."""
    rows = _database(connection).query(
        "SELECT DISTINCT tag.value AS name FROM check_ins, json_each(customers) AS tag "
        "WHERE deleted = 0"
    )
    return [str(row["name"]) for row in rows]


def customer_days(connection: sqlite3.Connection, since: date) -> Iterator[tuple[str, date]]:
    """Each customer, as typed, and day from `since` on that have a check-in."""
    rows = _database(connection).query(
        "SELECT DISTINCT tag.value AS customer, day FROM check_ins, json_each(customers) AS tag "
        "WHERE deleted = 0 AND day >= ?",
        [since.isoformat()],
    )
    for row in rows:
        yield row["customer"], date.fromisoformat(row["day"])


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """How many check-ins a selection has."""
    where, values = _conditions(connection, selection)
    return int(_database(connection)["check_ins"].count_where(where, values))


def first_day(connection: sqlite3.Connection) -> date | None:
    """The day of the first check-in that was not filled in later: coverage begins there."""
    return _day(
        connection,
        "SELECT min(day) AS day FROM check_ins WHERE deleted = 0 AND filled_in_later = 0",
    )


def days_off(connection: sqlite3.Connection) -> list[DayOff]:
    """All days off in order."""
    rows = _database(connection).query(
        "SELECT day, reason FROM days_off WHERE deleted = 0 ORDER BY day"
    )
    return [DayOff(day=date.fromisoformat(row["day"]), reason=row["reason"]) for row in rows]


def ids_ending_in(
    connection: sqlite3.Connection, table: Table, suffix: str, *, deleted: bool = False
) -> list[str]:
    """The ids that end in these hexadecimal digits, dashes left out; `deleted` ones too if so."""
    rows = _database(connection).query(
        f"SELECT id FROM {table.name} "  # noqa: S608
        "WHERE (deleted = 0 OR ?) AND substr(replace(id, '-', ''), -?) = ?",
        [deleted, len(suffix), suffix],
    )
    return [row["id"] for row in rows]


def last_id(connection: sqlite3.Connection, table: Table) -> str | None:
    """The id of the row that was written last."""
    # "deleted = 0" would lead SQLite to an index in another order, and to sorting all of it.
    rows = _database(connection).query(
        f"SELECT id FROM {table.name} WHERE NOT deleted ORDER BY id DESC LIMIT 1"  # noqa: S608
    )
    return next((str(row["id"]) for row in rows), None)


def check_in(connection: sqlite3.Connection, id_: str) -> CheckIn | None:
    """The check-in with this id; None where it is deleted."""
    rows = _database(connection)["check_ins"].rows_where(
        "id = ? AND deleted = 0", [id_], select=_COLUMNS
    )
    return next(map(_check_in, rows), None)


def short_id_length(
    connection: sqlite3.Connection, table: Table, ids: Sequence[str], at_least: int = 6
) -> int:
    """How many last digits tell each of `ids` apart from all others of the table."""
    rows = _database(connection).query(
        f"SELECT replace(id, '-', '') AS digits FROM {table.name} "  # noqa: S608
        "WHERE substr(id, -?) IN (SELECT substr(value, -?) FROM json_each(?))",
        [at_least, at_least, json.dumps(ids)],
    )
    alike = [row["digits"] for row in rows]
    length = at_least
    while length < 32 and len({digits[-length:] for digits in alike}) < len(alike):
        length += 1
    return length


def _database(connection: sqlite3.Connection) -> Database:
    return Database(connection, execute_plugins=False)


def _day(connection: sqlite3.Connection, sql: str) -> date | None:
    found = next(iter(_database(connection).query(sql)))["day"]
    return date.fromisoformat(found) if found else None


def _conditions(connection: sqlite3.Connection, selection: Selection) -> tuple[str, dict[str, Any]]:
    where = ["deleted = 0"]
    values: dict[str, Any] = {}
    if selection.start:
        where.append("day >= :start")
        values["start"] = selection.start.isoformat()
    if selection.end:
        where.append("day <= :end")
        values["end"] = selection.end.isoformat()
    if selection.scores != (1, 5):
        where.append("score BETWEEN :lowest AND :highest")
        values["lowest"], values["highest"] = selection.scores
    if selection.search:
        # LIKE ignores case for ASCII only.
        connection.create_function("casefold", 1, str.casefold, deterministic=True)
        where.append("instr(casefold(note), :words)")
        values["words"] = selection.search.casefold()
    for column in ("kinds", "customers"):
        if tags := getattr(selection.filters, column):
            where.append(_has_any(column))
            values[column] = json.dumps(tags)
    return " AND ".join(where), values


def _has_any(column: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM json_each({column}) AS tag "  # noqa: S608
        f"WHERE tag.value IN (SELECT value FROM json_each(:{column})))"
    )


def _check_in(row: dict[str, Any]) -> CheckIn:
    return CheckIn(
        id=row["id"],
        day=row["day"],
        at=row["at"],
        score=row["score"],
        note=row["note"],
        kinds=json.loads(row["kinds"]),
        customers=json.loads(row["customers"]),
        question=row["question"],
        filled_in_later=row["filled_in_later"],
    )
