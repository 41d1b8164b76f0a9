"""Read customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.records import Customer

if TYPE_CHECKING:
    import sqlite3

_COLUMNS = ", ".join(Customer._fields)


def customers(connection: sqlite3.Connection) -> list[Customer]:
    """All customers that were given a place, a label or another name, by name."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE deleted = 0 ORDER BY name"  # noqa: S608
    )
    return [Customer.from_row(row) for row in rows]
