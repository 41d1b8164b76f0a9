"""A look at the whole store: whether it is sound, and whether its clock and days can be true."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store import connection as store
from valuecheck.store import daily_path, forgetting, lens, sqlite

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.store.forgetting import Pending
    from valuecheck.store.lens import Unreadable

_WAITS_SECONDS = 3.0


class Health(NamedTuple):
    """The content of a sound store.

    `check_ins` is how many there are, `answered` the latest day with an answer (None: no answer
    yet), `clock` the latest moment that the store has seen on any machine, in seconds since the
    epoch (0: no write yet), `unreadable` the rows that no command can use, `pending` those that
    are forgotten but not yet wiped from copies.
    """

    check_ins: int
    answered: date | None
    clock: int
    unreadable: list[Unreadable]
    pending: list[Pending]


def of(path: str) -> Health | None:
    """The health of the store at `path`, None where there is none yet. Raises StoreError."""
    with store.reading(path, _WAITS_SECONDS) as connection:
        if connection is None:
            return None
        sqlite.refuse_damaged(connection, path)
        (count,) = connection.execute("SELECT count(*) FROM check_ins WHERE deleted = 0").fetchone()
        clock = connection.execute("SELECT value FROM facts WHERE name = 'clock'").fetchone()
        milliseconds = int(clock[0].partition(".")[0]) if clock and clock[0] else 0
        return Health(
            count,
            daily_path.latest_answer(connection),
            milliseconds // 1000,
            lens.unreadable(connection),
            forgetting.pending(connection),
        )
