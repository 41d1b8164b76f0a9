"""Read and keep the bits that were sent to a team, and the secret that draws them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.store.changes import TEAM_WEEKS

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.store.changes import Change, Row

_SECRET = "team_secret"  # noqa: S105


class SentWeek(NamedTuple):
    """One bit as it left the machine: of the week from Monday `week`, to `team`.

    `epsilon` is None where it was not randomised.
    """

    week: date
    team: str
    happy: bool
    epsilon: float | None


def sent_weeks(connection: sqlite3.Connection | None) -> list[SentWeek]:
    """Return all that were sent, in order of time."""
    if connection is None:
        return []
    rows = connection.execute(
        "SELECT week, team, happy, epsilon FROM team_weeks WHERE deleted = 0 ORDER BY week"
    )
    return [
        SentWeek(date.fromisoformat(week), team, bool(happy), epsilon)
        for week, team, happy, epsilon in rows
    ]


def keep_sent(change: Change, sent: SentWeek) -> None:
    """Keep a bit that was sent. It cannot be taken back, so undo does not know it."""
    row: Row = {
        "week": sent.week.isoformat(),
        "at": change.at,
        "team": sent.team,
        "happy": int(sent.happy),
        "epsilon": sent.epsilon,
    }
    change.put(TEAM_WEEKS, row, undoable=False)


def secret(connection: sqlite3.Connection) -> bytes | None:
    """Return the member's 32 random bytes; None before the first join."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (_SECRET,)).fetchone()
    return bytes.fromhex(row[0]) if row else None


def keep_secret(change: Change, random: bytes) -> None:
    """Keep `random` as the secret where there is none yet."""
    change.connection.execute(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO NOTHING", (_SECRET, random.hex())
    )
