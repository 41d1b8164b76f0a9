"""The few questions that the daily path asks the store, in plain SQL."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from valuecheck.core import quick_json
from valuecheck.core.days import ONE_DAY, monday_of
from valuecheck.core.named import NamedTuple
from valuecheck.core.workdays import Lately, WorkCalendar, Workweek, week_strip

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import Any

    from valuecheck.core.workdays import StripDay


_LATELY = timedelta(days=90)
# A laptop flown west may find an answer ahead of its date, but no further than this.
AHEAD = timedelta(days=2)
_USES_OF_A_KNOWN_TAG = 3
_KNOWN_FOR = timedelta(days=365)
# Lately: the last so many workdays, and the fewest of which it is worth a figure.
LATELY_WORKDAYS, FEWEST_WORKDAYS = 20, 5


class KnownTags(NamedTuple):
    """Tags used lately, without their sigils, sorted."""

    kinds: list[str]
    customers: list[str]


def last_answered(connection: sqlite3.Connection, today: date) -> date | None:
    """The latest day with a check-in or a skip, of those at most two days ahead of `today`."""
    return latest_answer(connection, date.min, today + AHEAD)


def answered_ahead(connection: sqlite3.Connection, today: date) -> date | None:
    """The latest day with an answer that only a wrong clock can have given, or None."""
    return latest_answer(connection, today + AHEAD + ONE_DAY)


def latest_answer(
    connection: sqlite3.Connection, first: date = date.min, last: date = date.max
) -> date | None:
    """The latest day from `first` to `last` with a check-in or a skip."""
    within = "deleted = 0 AND day BETWEEN :first AND :last"
    found = connection.execute(
        f"SELECT max(day) FROM (SELECT max(day) AS day FROM check_ins WHERE {within} "  # noqa: S608
        f"UNION ALL SELECT max(day) FROM skips WHERE {within})",
        {"first": first.isoformat(), "last": last.isoformat()},
    ).fetchone()[0]
    return date.fromisoformat(found) if found else None


def seed(connection: sqlite3.Connection, day: date) -> int | None:
    """The seed of the moments, which `day` has: one that a merge brought counts from its day on."""
    facts = dict(connection.execute("SELECT name, value FROM facts WHERE name LIKE 'seed%'"))
    until, _, before = facts.get("seed_before", "").partition(" ")
    digits = before if until and day.isoformat() <= until else facts.get("seed", "")
    try:
        return int(digits, 16)
    except ValueError:
        return None


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


def first_day(connection: sqlite3.Connection) -> date | None:
    """The first day with a check-in that was not filled in later."""
    found = connection.execute(
        "SELECT day FROM check_ins WHERE deleted = 0 AND filled_in_later = 0 ORDER BY day LIMIT 1"
    ).fetchone()
    return date.fromisoformat(found[0]) if found else None


def lately(connection: sqlite3.Connection, calendar: WorkCalendar, today: date) -> Lately | None:
    """How many of the last workdays are recorded; None where there are too few to say."""
    first = first_day(connection)
    if first is None:
        return None
    # One more than is counted, because today counts only once it is recorded.
    days = [*islice(calendar.workdays_back(today, first), LATELY_WORKDAYS + 1)]
    recorded = day_values(connection, days[-1], today).keys() if days else ()
    days = [day for day in days if day != today or day in recorded][:LATELY_WORKDAYS]
    if len(days) < FEWEST_WORKDAYS:
        return None
    return Lately(sum(day in recorded for day in days), len(days))


def empty_workdays(
    connection: sqlite3.Connection, calendar: WorkCalendar, today: date, within: int
) -> list[date]:
    """The days without check-in or skip among the last `within` workdays before today.

    The newest first, and none before the first check-in.
    """
    first = first_day(connection)
    if first is None:
        return []
    days = islice(calendar.workdays_back(today - ONE_DAY, first), within)
    return [day for day in days if not is_answered_on(connection, day)]


def recorded_days(connection: sqlite3.Connection, last: date) -> Iterator[date]:
    """Days with a check-in up to `last`, the newest first, read only as far as the caller goes."""
    for (day,) in connection.execute(
        "SELECT DISTINCT day FROM check_ins WHERE deleted = 0 AND day <= ? ORDER BY day DESC",
        (last.isoformat(),),
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


def week(
    connection: sqlite3.Connection | None, calendar: WorkCalendar, today: date
) -> list[StripDay]:
    """The days of a week, that of `today`, with their mean scores."""
    if connection is None:
        return week_strip({}, calendar, today, today)
    values = day_values(connection, monday_of(today), today)
    return week_strip(values, calendar, first_day(connection) or today, today)


def last_day(connection: sqlite3.Connection | None, today: date) -> date:
    """The later of `today` and the latest day with a check-in at most two days ahead of it."""
    latest = next(recorded_days(connection, today + AHEAD), today) if connection else today
    return max(today, latest)


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

    names = became(connection)
    customers = {todays_name(name, names) for name in used("customers")}
    return KnownTags(used("kinds"), sorted(customers))


def day_answered_before(connection: sqlite3.Connection, id_: str) -> date | None:
    """The day of the check-in that was written before the one with this id, or None."""
    found = connection.execute(
        "SELECT day FROM check_ins WHERE NOT deleted AND id <> ? ORDER BY id DESC LIMIT 1", (id_,)
    ).fetchone()
    return date.fromisoformat(found[0]) if found else None


def slipped_from(
    connection: sqlite3.Connection, column: str, name: str, id_: str, day: date
) -> str | None:
    """The tag that `name` probably was to be; None where another check-in than `id_` has it too.

    A tag counts as known that three check-ins of the year before `day` have; `column` is kinds or
    customers.
    """
    from valuecheck.core.slips import is_slip

    uses = (
        f"FROM check_ins, json_each({column}) AS tag "
        "WHERE deleted = 0 AND day >= :since AND check_ins.id <> :id"
    )
    since = (day - _KNOWN_FOR).isoformat()
    known = {"id": id_, "name": name, "enough": _USES_OF_A_KNOWN_TAG, "since": since}
    if connection.execute(f"SELECT 1 {uses} AND tag.value = :name LIMIT 1", known).fetchone():
        return None
    counted = connection.execute(
        f"SELECT tag.value {uses} GROUP BY tag.value HAVING count(*) >= :enough "
        "ORDER BY count(*) DESC",
        known,
    )
    return next((other for (other,) in counted if is_slip(name, other)), None)


def became(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what each old name of a customer was changed to."""
    return dict(
        connection.execute(
            "SELECT name, same_as FROM customers WHERE deleted = 0 AND same_as <> ''"
        )
    )


def customer_names(connection: sqlite3.Connection) -> list[str]:
    """Every customer known by row, check-in or feedback, by its name of today, sorted."""
    from valuecheck.core.aliases import todays_name

    names = became(connection)
    known = connection.execute(
        "SELECT name FROM customers WHERE deleted = 0 "
        "UNION SELECT customer FROM feedback WHERE deleted = 0 "
        "UNION SELECT tag.value FROM check_ins, json_each(customers) AS tag WHERE deleted = 0"
    )
    return sorted({todays_name(str(name), names) for (name,) in known})


def check_ins_on(connection: sqlite3.Connection, day: date) -> list[dict[str, Any]]:
    """The check-ins of `day` in the order of their ids, as JSON shows them."""
    rows = connection.execute(
        "SELECT id, day, at, score, note, kinds, customers, question, filled_in_later "
        "FROM check_ins WHERE deleted = 0 AND day = ? ORDER BY id",
        (day.isoformat(),),
    )
    return [
        {
            **row,
            "kinds": quick_json.loads(row["kinds"]),
            "customers": quick_json.loads(row["customers"]),
            "filled_in_later": bool(row["filled_in_later"]),
        }
        for row in map(dict, rows)
    ]


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
    # By id, along its index, and twice as many as wanted: grouping would read a lifetime.
    rows = connection.execute(
        "SELECT note FROM check_ins WHERE NOT deleted AND note <> '' ORDER BY id DESC LIMIT ?",
        (2 * limit,),
    )
    return [*dict.fromkeys(row[0] for row in rows)][:limit][::-1]
