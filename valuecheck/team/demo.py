"""A made-up company of 40 people in 6 teams, sent to a database as by its members."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import ONE_DAY
from valuecheck.team.bit import randomised_bit
from valuecheck.team.postgres import Server
from valuecheck.team.schema import Terms, initialise

if TYPE_CHECKING:
    from valuecheck.team.cluster import Cluster

TODAY = date(2026, 10, 19)
TEAM = "payments"
_EPSILON = 2.0
_MONDAY = date(2025, 12, 29)
_WEEKS = 41
_QUARTER = 26


class _Team(NamedTuple):
    """A team: how many people, and the share of happy days before and from July on."""

    name: str
    people: int
    before: float
    after: float


_TEAMS = (
    _Team("payments", 9, 0.75, 0.75),
    _Team("checkout", 8, 0.7, 0.7),
    _Team("platform", 8, 0.6, 0.35),
    _Team("data", 6, 0.5, 0.5),
    _Team("mobile", 6, 0.65, 0.75),
    _Team("internal-tools", 3, 0.4, 0.4),
)
_SERVES = (
    ("platform", ["payments", "checkout"], False),
    ("data", ["platform"], False),
    ("payments", ["shoppers"], True),
    ("checkout", ["shoppers"], True),
    ("mobile", ["shoppers"], True),
)


def fill(cluster: Cluster) -> date:
    """Set up the cluster's first database and send it 41 weeks; return the day of the story."""
    server = Server(cluster.address())
    initialise(server, Terms(_EPSILON, 5))
    with server.session() as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION valuecheck.today() RETURNS date LANGUAGE sql VOLATILE "
            f"AS $$ SELECT '{TODAY.isoformat()}'::date $$"
        )
        connection.cursor().executemany(
            "INSERT INTO valuecheck.answers (team, week, happy) VALUES (%s, %s, %s)", _answers()
        )
        for team, customers, pays in _SERVES:
            connection.execute("SELECT valuecheck.set_serves(%s, %s, %s)", (team, customers, pays))
        connection.execute(
            "SELECT valuecheck.add_note('platform', 'fewer migrations at once since 12 October')"
        )
    return TODAY


def _answers() -> list[tuple[str, date, bool]]:
    chance = Random(2026)  # noqa: S311
    sent = []
    for team in _TEAMS:
        for _ in range(team.people):
            secret = chance.randbytes(32)
            for number in range(_WEEKS):
                share = team.before if number < _QUARTER else team.after
                days = [chance.random() < share for _ in range(5)]
                week = _MONDAY + 7 * number * ONE_DAY
                if chance.random() < 0.9:
                    sent.append((team.name, week, randomised_bit(secret, week, days, _EPSILON)))
    return sent
