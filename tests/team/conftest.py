from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
import pytest

from valuecheck.team import cluster
from valuecheck.team.postgres import Server
from valuecheck.team.schema import Terms, initialise

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = itertools.count()


class Database(NamedTuple):
    """A database of its own with the team's schema."""

    cluster: cluster.Cluster
    name: str

    def server(self, user: str = "postgres") -> Server:
        """The database as `user` sees it."""
        return Server(self.cluster.address(self.name, user))

    def query(self, sql: str, *values: Any, user: str = "postgres") -> list[tuple[Any, ...]]:
        """Return what a query finds for `user`."""
        with psycopg.connect(self.cluster.address(self.name, user)) as connection:
            cursor = connection.execute(sql, values or None)
            return cursor.fetchall() if cursor.description else []

    def member(self, name: str, *roles: str) -> str:
        """Make a login role for a member."""
        granted = ", ".join(roles or ("valuecheck_submit", "valuecheck_report"))
        if not self.query("SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            self.query(f'CREATE ROLE "{name}" LOGIN')
        self.query(f'GRANT {granted} TO "{name}"')
        return name

    def today(self, day: str) -> None:
        """Let the server's calendar show `day`; only its owner can."""
        self.query(
            f"CREATE OR REPLACE FUNCTION valuecheck.today() RETURNS date LANGUAGE sql VOLATILE "
            f"AS $$ SELECT '{day}'::date $$"
        )


@pytest.fixture(scope="session")
def postgres() -> Iterator[cluster.Cluster]:
    """A server for all tests of this process."""
    if cluster.programs() is None:
        pytest.skip("no PostgreSQL here")
    with cluster.running() as started:
        yield started


def _created(postgres: cluster.Cluster) -> Database:
    name = f"team_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return Database(postgres, name)


@pytest.fixture
def empty_database(postgres: cluster.Cluster) -> Database:
    """A database without the schema."""
    return _created(postgres)


@pytest.fixture(scope="session")
def _shared(postgres: cluster.Cluster) -> Database:
    made = _created(postgres)
    initialise(made.server(), Terms(2.0, 5))
    return made


@pytest.fixture
def database(_shared: Database) -> Database:
    """The team's schema with randomised answers and no rows, on Friday 20 Nov 2026."""
    _shared.query(
        "TRUNCATE valuecheck.answers, valuecheck.counts, valuecheck.published; "
        "TRUNCATE valuecheck.serves, valuecheck.notes; "
        "DELETE FROM valuecheck.migrations WHERE number = 99"
    )
    _shared.today("2026-11-20")
    return _shared
