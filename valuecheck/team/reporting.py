"""Fetch what the team's database shows, and build the report from it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import UsageError
from valuecheck.core.periods import Period, parse_period, unit_period
from valuecheck.report.team import Cell, Serves, TeamInputs, TeamNote, build_team, weeks_needed
from valuecheck.team.schema import agreed_terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    import psycopg

    from valuecheck.report.team import TeamReport
    from valuecheck.team.postgres import Server

NOTES_SHOWN = 3
_UNITS = ("week", "month", "quarter", "year")


def report(server: Server, word: str | None, team: str | None, today: date) -> TeamReport:
    """Return the report of a period, the newest quarter with a shown week by default.

    Raises UsageError for a period that is no week, month, quarter or year, and TeamError.
    """
    with server.session() as connection:
        terms = agreed_terms(connection)
        period = _period(connection, word, today)
        first, start, last = weeks_needed(period)
        return build_team(
            TeamInputs(
                period=period,
                today=today,
                team=team,
                epsilon=terms.epsilon,
                min_people=terms.min_people,
                cells=_cells(connection, first, last, team=team, all_since=start),
                chain=_chain(connection),
                notes=latest_notes(connection, (period.start or today) - 7 * ONE_DAY),
            )
        )


def latest_note(connection: psycopg.Connection[Any], team: str, since: date) -> TeamNote | None:
    """Return the latest note of one team since a day."""
    return next((note for note in _notes(connection, since) if note.team == team), None)


def latest_notes(connection: psycopg.Connection[Any], since: date) -> list[TeamNote]:
    """Return what teams did about their reports since a day, the newest first."""
    return [*islice(_notes(connection, since), NOTES_SHOWN)]


def _notes(connection: psycopg.Connection[Any], since: date) -> Iterator[TeamNote]:
    rows = connection.execute("SELECT * FROM valuecheck.latest_notes(%s)", (since,)).fetchall()
    return (TeamNote(team=team, day=day, text=text) for team, day, text in rows)


def _period(connection: psycopg.Connection[Any], word: str | None, today: date) -> Period:
    if word is None:
        current = unit_period("quarter", today)
        start = current.start or today
        shown = _cells(connection, start, today, team=None, all_since=start)
        return current if shown else unit_period("quarter", start - ONE_DAY)
    period = parse_period(word, today)
    if period.unit not in _UNITS:
        problem = "a team's report is of a week, a month, a quarter or a year"
        raise UsageError(problem, "use quarter, last-quarter, year, 2026-Q3 or 2026-W40")
    return period


def _cells(
    connection: psycopg.Connection[Any],
    first: date,
    last: date,
    *,
    team: str | None,
    all_since: date,
) -> list[Cell]:
    """The weeks of one team (None: of everybody) and, since a day, of each team."""
    rows = connection.execute(
        "SELECT week, team, people, happy FROM valuecheck.report(%s, %s) "
        "WHERE week >= %s OR team IS NOT DISTINCT FROM %s",
        (first, last, all_since, team),
    )
    return [Cell(*row) for row in rows]


def _chain(connection: psycopg.Connection[Any]) -> list[Serves]:
    return [Serves(*row) for row in connection.execute("SELECT * FROM valuecheck.chain()")]
