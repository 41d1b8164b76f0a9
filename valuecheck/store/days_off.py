"""Read days off."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.records import DayOff

if TYPE_CHECKING:
    import sqlite3


def days_off(connection: sqlite3.Connection) -> list[DayOff]:
    """All days off in order."""
    rows = connection.execute("SELECT day, reason FROM days_off WHERE deleted = 0 ORDER BY day")
    return [DayOff(day=date.fromisoformat(row["day"]), reason=row["reason"]) for row in rows]
