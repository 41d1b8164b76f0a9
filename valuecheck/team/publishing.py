"""Publish closed weeks: one bit each, and the first one counts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions.changing import changing
from valuecheck.core.days import ONE_DAY, monday_of
from valuecheck.stats.day_values import is_happy
from valuecheck.store import connection as store
from valuecheck.store import daily_path
from valuecheck.store import team as sent
from valuecheck.store.team import SentWeek
from valuecheck.team.bit import randomised_bit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date

    import psycopg

    from valuecheck.config.compiled import Context
    from valuecheck.team.membership import TeamMembership
    from valuecheck.team.schema import Terms

SECRET_BYTES = 32
STORED, ALREADY = "stored", "already"


class Published(NamedTuple):
    """A week and the reply of the server: stored, already, too late or too early."""

    week: SentWeek
    reply: str


class Weeks(NamedTuple):
    """Weeks to publish now, and how many closed ones the server no longer takes."""

    open: list[SentWeek]
    missed: int


def make_secret(context: Context) -> None:
    """Keep a secret for the draws in the store, if there is none yet. Raises StoreError."""
    with changing(context, "team join") as change:
        sent.keep_secret(change, os.urandom(SECRET_BYTES))


def does_any_wait(context: Context, membership: TeamMembership) -> bool:
    """Return whether a closed week could be sent, without asking the server. Raises StoreError."""
    _, recorded = _recorded(context, membership)
    return any(week >= _oldest(context) for week in recorded)


def waiting(context: Context, membership: TeamMembership, terms: Terms) -> Weeks:
    """Return the closed weeks with a check-in that were not sent yet. Raises StoreError.

    The server takes a week until the second Monday after its end.
    """
    secret, recorded = _recorded(context, membership)
    oldest = _oldest(context)
    return Weeks(
        [
            SentWeek(
                week,
                membership.team,
                randomised_bit(secret, week, days, terms.epsilon),
                terms.epsilon,
            )
            for week, days in recorded.items()
            if week >= oldest
        ],
        sum(week < oldest for week in recorded),
    )


def _recorded(context: Context, membership: TeamMembership) -> tuple[bytes, dict[date, list[bool]]]:
    """Return the secret, and the happiness of the days of each closed week that was not sent."""
    with store.reading(context.paths.store) as opened:
        secret = sent.secret(opened) if opened else None
        if opened is None or secret is None:
            return b"", {}
        known = {week.week for week in sent.sent_weeks(opened)}
        return secret, {
            week: days
            for week in _mondays(membership.since, monday_of(context.today))
            if week not in known and (days := _happy_days(opened, week))
        }


def _oldest(context: Context) -> date:
    """Return the Monday of the oldest week that the server takes."""
    return monday_of(context.today) - 7 * ONE_DAY


def statement(week: SentWeek) -> str:
    """Return the statement that leaves the machine for a week, to the byte."""
    from psycopg.sql import Literal

    team = Literal(week.team).as_string()
    bit = "true" if week.happy else "false"
    return f"SELECT valuecheck.submit({team}, '{week.week.isoformat()}', {bit})"


def publish(
    context: Context, connection: psycopg.Connection[tuple[str]], week: SentWeek
) -> Published:
    """Send one week and keep what was sent. Raises psycopg.Error and StoreError."""
    row = connection.execute(statement(week).encode()).fetchone()
    connection.commit()
    reply = str(row[0]) if row else ""
    if reply in (STORED, ALREADY):
        with changing(context, "team publish") as change:
            sent.keep_sent(change, week)
    return Published(week, reply)


def _happy_days(connection: sqlite3.Connection, monday: date) -> list[bool]:
    values = daily_path.day_values(connection, monday, monday + 6 * ONE_DAY)
    return [is_happy(values[day]) for day in sorted(values)]


def _mondays(since: date, until: date) -> Iterator[date]:
    week = since
    while week < until:
        yield week
        week += 7 * ONE_DAY
