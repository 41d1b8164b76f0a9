"""Read the customers that work is done for, and the day of each one's latest feedback."""

from __future__ import annotations

from datetime import date

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator


def customer_days(connection: sqlite3.Connection, since: date) -> Iterator[tuple[str, date]]:
    """Each customer, as typed, and day from `since` on that have a check-in."""
    rows = connection.execute(
        "SELECT DISTINCT tag.value AS customer, day FROM check_ins, json_each(customers) AS tag "
        "WHERE deleted = 0 AND day >= ?",
        [since.isoformat()],
    )
    for row in rows:
        yield row["customer"], date.fromisoformat(row["day"])


def last_heard(
    connection: sqlite3.Connection, names: Iterable[str], until: date
) -> dict[str, date]:
    """The latest day up to `until` with feedback of each of `names`, if there is one."""
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


def not_asked(connection: sqlite3.Connection) -> list[str]:
    """Return the customers whom the user never wants to be reminded to ask."""
    return [row[0] for row in connection.execute("SELECT name FROM customers WHERE not_asked = 1")]


def wants_known(connection: sqlite3.Connection, since: date) -> set[str]:
    """Return the customers of whom it was confirmed since a day what they want."""
    rows = connection.execute(
        "SELECT name FROM customers WHERE wants <> '' AND wants_on >= ?", [since.isoformat()]
    )
    return {row[0] for row in rows}
