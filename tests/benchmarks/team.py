"""Measure a team's report on 25 million answers: python -m tests.benchmarks.team [ROWS]

Starts a PostgreSQL of its own, fills it with teams of 40 and 250 weeks, and prints how long it
takes to count the closed weeks, what the reports of a week, a quarter and a year take, as a ratio
to the same on a hundredth of the rows, the plan of the query behind them, and how long publishing
takes, alone and by 200 at once.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import psycopg

from valuecheck.core.periods import parse_period
from valuecheck.report.team import weeks_needed
from valuecheck.team import cluster, reporting
from valuecheck.team.postgres import Server
from valuecheck.team.schema import Terms, initialise

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 25_000_000
WEEKS, TEAM = 250, 40
TODAY = date(2026, 11, 20)
PERIODS = ("2026-W40", "2026-Q3", "2025")
PUBLISHERS = 200
SIZE = """
    SELECT pg_size_pretty(
        pg_total_relation_size('valuecheck.answers') + pg_total_relation_size('valuecheck.counts')
    )
"""
EXPLAIN = (
    "log_min_duration = 0",
    "log_nested_statements = on",
    "log_analyze = on",
    "log_level = notice",
)
FILL = """
    INSERT INTO valuecheck.answers
    SELECT 'team-' || person / %(team)s, week::date, hashint8(person * 1009 + %(weeks)s) %% 5 > 0
    FROM generate_series(%(first)s::date, %(last)s::date, interval '7 days') AS week,
        generate_series(0, %(people)s - 1) AS person
"""


def main(rows: int) -> None:
    """Print what reports on `rows` answers cost."""
    with cluster.running() as postgres:
        for name, size in (("small", rows // 100), ("large", rows)):
            database(postgres, name, size)
        for word in PERIODS:
            small, large = (
                report_seconds(postgres, "small", word),
                report_seconds(postgres, "large", word),
            )
            print(f"{word:8} {large:5.2f} s, {large / small:5.1f} times a hundredth of the rows")
            print(plan(postgres, word))
        print(f"publish, 1 at once: {publish(postgres, 1):.2f} s")
        print(f"publish, {PUBLISHERS} at once: {publish(postgres, PUBLISHERS):.2f} s")


def database(postgres: cluster.Cluster, name: str, rows: int) -> None:
    people = rows // WEEKS
    with psycopg.connect(postgres.address(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    initialise(Server(postgres.address(name)), Terms(2.0, 5))
    last = TODAY - timedelta(days=TODAY.weekday() + 14)
    values = {
        "team": TEAM, "people": people, "weeks": WEEKS,
        "first": last - timedelta(weeks=WEEKS - 1), "last": last,
    }  # fmt: skip
    with psycopg.connect(postgres.address(name), autocommit=True) as connection:
        connection.execute(FILL, values)
        (size,) = one(connection, SIZE)
        print(f"{name}: {people:,} people, {rows:,} answers, {size}")
        spent = seconds(lambda: connection.execute("SELECT valuecheck.count_closed()"))
        # Otherwise all that was deleted is still looked at.
        connection.execute("VACUUM FULL ANALYZE valuecheck.answers")
        connection.execute("VACUUM ANALYZE valuecheck.counts")
        (size,) = one(connection, SIZE)
        print(f"{name}: closed weeks counted in {spent:.1f} s, {size}")


def report_seconds(postgres: cluster.Cluster, name: str, word: str) -> float:
    server = Server(postgres.address(name))
    return min(seconds(lambda: reporting.report(server, word, None, TODAY)) for _ in range(2))


def plan(postgres: cluster.Cluster, word: str) -> str:
    """Return the plan of the counting query, as the function runs it."""
    first, _, last = weeks_needed(parse_period(word, TODAY))
    with psycopg.connect(postgres.address("large")) as connection:
        connection.execute("LOAD 'auto_explain'")
        for setting in EXPLAIN:
            connection.execute(f"SET auto_explain.{setting}".encode())
        notices: list[str] = []
        connection.add_notice_handler(lambda notice: notices.append(notice.message_primary or ""))
        connection.execute("SELECT count(*) FROM valuecheck.report(%s, %s)", (first, last))
    text = next(each for each in notices if "answers" in each)
    return text[text.index("\nSort") :]


def publish(postgres: cluster.Cluster, members: int) -> float:
    with psycopg.connect(postgres.address("large"), autocommit=True) as connection:
        for number in range(members):
            role = f'"m{members}-{number}"'
            connection.execute(f"CREATE ROLE {role} LOGIN IN ROLE valuecheck_submit".encode())

    def submit(number: int) -> None:
        address = postgres.address("large", f"m{members}-{number}")
        week = TODAY - timedelta(days=TODAY.weekday() + 7)
        with psycopg.connect(address) as connection:
            (said,) = one(connection, "SELECT valuecheck.submit('t', %s, true)", week)
        assert said in {"stored", "too late"}, said

    with ThreadPoolExecutor(members) as pool:
        return seconds(lambda: [*pool.map(submit, range(members))])


def one(connection: psycopg.Connection[Any], sql: str, *values: Any) -> tuple[Any, ...]:
    return next(connection.execute(sql.encode(), values or None))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROWS)
