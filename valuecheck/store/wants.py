"""Read what the customer wants whom an answer has named; in plain SQL, after the answer."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date

_OF_LATEST = """
    SELECT customers.name, customers.wants
    FROM check_ins AS latest, json_each(latest.customers) AS tag
    LEFT JOIN customers AS old ON old.name = tag.value AND old.deleted = 0 AND old.same_as <> ''
    JOIN customers ON customers.name = coalesce(old.same_as, tag.value)
    WHERE latest.id = (SELECT max(id) FROM check_ins WHERE deleted = 0)
        AND customers.deleted = 0 AND customers.wants <> ''
        AND NOT EXISTS (
            SELECT 1 FROM check_ins AS other, json_each(other.customers) AS named
            WHERE other.deleted = 0 AND other.day >= ? AND other.id <> latest.id
                AND named.value = tag.value
        )
    LIMIT 1
"""


def of_latest(connection: sqlite3.Connection, monday: date) -> tuple[str, str] | None:
    """Return a customer that the latest answer names, as the first since `monday`, and its wants.

    None where there is no such customer.
    """
    found = connection.execute(_OF_LATEST, [monday.isoformat()]).fetchone()
    return (found[0], found[1]) if found else None
