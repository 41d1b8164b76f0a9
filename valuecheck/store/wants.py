"""Read what the customer wants whom an answer has named; in plain SQL, after the answer."""

from __future__ import annotations

from valuecheck.core.aliases import todays_name
from valuecheck.store import daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date

_NAMED = """
    SELECT check_ins.id AS id, tag.value AS name FROM check_ins, json_each(customers) AS tag
    WHERE deleted = 0 AND (day >= ? OR check_ins.id = ?)
"""


def of_latest(connection: sqlite3.Connection, monday: date) -> tuple[str, str] | None:
    """Return a customer that the latest answer names, as the first since `monday`, and its wants.

    None where there is no such customer.
    """
    (latest,) = connection.execute("SELECT max(id) FROM check_ins WHERE deleted = 0").fetchone()
    became = daily_path.became(connection)
    named: dict[str, set[str]] = {}
    for row in connection.execute(_NAMED, [monday.isoformat(), latest]):
        named.setdefault(todays_name(row["name"], became), set()).add(row["id"])
    for name, ids in named.items():
        if ids == {latest} and (wants := _wants(connection, name)):
            return name, wants
    return None


def _wants(connection: sqlite3.Connection, name: str) -> str:
    found = connection.execute(
        "SELECT wants FROM customers WHERE name = ? AND deleted = 0", [name]
    ).fetchone()
    return found["wants"] if found else ""
