"""The few questions that the daily path asks the store, in plain SQL."""

from __future__ import annotations

from datetime import date, timedelta

from valuecheck.core.named import NamedTuple
from valuecheck.core.workdays import WorkCalendar, Workweek

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


_LATELY = timedelta(days=90)


class KnownTags(NamedTuple):
    """Tags used lately, without their sigils, sorted."""

    kinds: list[str]
    customers: list[str]


def last_answered(connection: sqlite3.Connection) -> date | None:
    """The latest day with a check-in or a skip."""
    found = connection.execute(
        "SELECT max(day) FROM (SELECT max(day) AS day FROM check_ins WHERE deleted = 0 "
        "UNION ALL SELECT max(day) FROM skips WHERE deleted = 0)"
    ).fetchone()[0]
    return date.fromisoformat(found) if found else None


def is_answered_on(connection: sqlite3.Connection, day: date) -> bool:
    """Return whether `day` itself has a check-in or a skip."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM check_ins WHERE deleted = 0 AND day = :day) "
        "OR EXISTS (SELECT 1 FROM skips WHERE deleted = 0 AND day = :day)",
        {"day": day.isoformat()},
    )
    return bool(found.fetchone()[0])


def work_calendar(
    connection: sqlite3.Connection | None, weekdays: Iterable[int], today: date
) -> WorkCalendar:
    """Every day's kind by what the store has noted; the setting `weekdays` holds from today on."""
    setting = frozenset(weekdays)
    if connection is None:
        return WorkCalendar((Workweek(date.min, setting),), frozenset())
    held: dict[date, set[int]] = {}
    for day, weekday in connection.execute(
        "SELECT day, worked.value FROM workweeks LEFT JOIN json_each(weekdays) AS worked "
        "WHERE deleted = 0 ORDER BY day"
    ):
        held.setdefault(date.fromisoformat(day), set()).add(weekday)
    weeks = [Workweek(day, frozenset(weekdays)) for day, weekdays in held.items()]
    if not weeks or weeks[-1].weekdays != setting:
        weeks.append(Workweek(today if weeks else date.min, setting))
    days_off = connection.execute("SELECT day FROM days_off WHERE deleted = 0")
    return WorkCalendar(tuple(weeks), frozenset(date.fromisoformat(row[0]) for row in days_off))


def recorded_days(connection: sqlite3.Connection) -> Iterator[date]:
    """Days with a check-in, the newest first, read only as far as the caller goes."""
    for (day,) in connection.execute(
        "SELECT DISTINCT day FROM check_ins WHERE deleted = 0 ORDER BY day DESC"
    ):
        yield date.fromisoformat(day)


def day_values(connection: sqlite3.Connection, first: date, last: date) -> dict[date, float]:
    """The mean score of each recorded day from `first` to `last`."""
    rows = connection.execute(
        "SELECT day, avg(score) FROM check_ins "
        "WHERE deleted = 0 AND day BETWEEN ? AND ? GROUP BY day",
        (first.isoformat(), last.isoformat()),
    )
    return {date.fromisoformat(day): value for day, value in rows}


def latest_day(connection: sqlite3.Connection) -> date | None:
    """The latest day with a check-in."""
    return next(recorded_days(connection), None)


def last_day(connection: sqlite3.Connection | None, today: date) -> date:
    """The later of `today` and the latest day with a check-in, at which the streak ends."""
    latest = latest_day(connection) if connection else None
    return max(today, latest or today)


def tags_lately(connection: sqlite3.Connection | None, today: date) -> KnownTags:
    """The tags of the last 90 days' check-ins; customers by the names that they have today."""
    from valuecheck.core.aliases import todays_name

    if connection is None:
        return KnownTags([], [])

    def used(column: str) -> list[str]:
        rows = connection.execute(
            f"SELECT DISTINCT tag.value FROM check_ins, json_each({column}) AS tag "  # noqa: S608
            "WHERE deleted = 0 AND day >= ? ORDER BY tag.value",
            ((today - _LATELY).isoformat(),),
        )
        return [row[0] for row in rows]

    became = dict(
        connection.execute(
            "SELECT name, same_as FROM customers WHERE deleted = 0 AND same_as <> ''"
        )
    )
    customers = {todays_name(name, became) for name in used("customers")}
    return KnownTags(used("kinds"), sorted(customers))


def intention(connection: sqlite3.Connection | None, week: str) -> str | None:
    """Return the intention of an ISO week, None where there is none."""
    if connection is None:
        return None
    row = connection.execute(
        "SELECT text FROM intentions WHERE deleted = 0 AND week = ?", (week,)
    ).fetchone()
    return row[0] if row else None


def recent_notes(connection: sqlite3.Connection | None, limit: int = 50) -> list[str]:
    """The latest notes, oldest first, each once."""
    if connection is None:
        return []
    rows = connection.execute(
        "SELECT note, max(id) AS latest FROM check_ins WHERE deleted = 0 AND note <> '' "
        "GROUP BY note ORDER BY latest DESC LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows][::-1]
