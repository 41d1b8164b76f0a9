"""Read trials: what was declared, and what came of it."""

from __future__ import annotations

from datetime import date

from valuecheck.core.trial import Trial, linked

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_COLUMNS = ", ".join(Trial._fields[:-1])


def trials(connection: sqlite3.Connection | None) -> list[Trial]:
    """Return all trials in order of their start; none where there is no store."""
    if connection is None:
        return []
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM trials WHERE deleted = 0 ORDER BY start, id"  # noqa: S608
    )
    return [*linked(_with_dates(Trial(*row)) for row in rows)]


def _with_dates(row: Trial) -> Trial:
    def day(stored: object) -> date | None:
        return date.fromisoformat(str(stored)) if stored else None

    start, finish = day(row.start) or date.max, day(row.finish) or date.max
    return row._replace(start=start, finish=finish, stopped=day(row.stopped))
