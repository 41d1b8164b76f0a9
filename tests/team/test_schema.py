"""The schema in a real PostgreSQL: what it stores, shows and refuses."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from valuecheck.core.errors import UsageError
from valuecheck.team import schema
from valuecheck.team.postgres import TeamError
from valuecheck.team.schema import Terms, agreed_terms, initialise

if TYPE_CHECKING:
    from tests.team.conftest import Database

THIS = date(2026, 11, 16)
LAST = THIS - timedelta(days=7)
SHOWN = THIS - timedelta(days=14)
LATER = "2026-11-30"


def answers(database: Database, team: str, week: date, happy: int, unhappy: int) -> None:
    """Store answers as if members had sent them."""
    for bit, count in ((True, happy), (False, unhappy)):
        database.query(
            "INSERT INTO valuecheck.answers SELECT %s, %s, %s FROM generate_series(1, %s)",
            team, week, bit, count,
        )  # fmt: skip


def report(database: Database, user: str = "postgres") -> dict[tuple[date, str | None], object]:
    rows = database.query(
        "SELECT week, team, people, happy FROM valuecheck.report('0001-01-01', '9999-12-31')",
        user=user,
    )
    return {(week, team): (people, happy) for week, team, people, happy in rows}


def submit(database: Database, user: str, week: date, team: str = "ops", happy: bool = True) -> str:
    found = database.query("SELECT valuecheck.submit(%s, %s, %s)", team, week, happy, user=user)
    return str(found[0][0])


def test_running_it_again_changes_nothing(database: Database) -> None:
    before = database.query("SELECT * FROM valuecheck.migrations")
    assert initialise(database.server(), Terms(2.0, 5)) is False
    assert database.query("SELECT * FROM valuecheck.migrations") == before


def test_other_terms_are_refused_once_members_have_joined(database: Database) -> None:
    with pytest.raises(UsageError, match="set up already with --epsilon 2 --min-people 5"):
        initialise(database.server(), Terms(None, 5))


def test_many_initialise_at_once_and_one_does_it(empty_database: Database) -> None:
    made: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda: made.append(initialise(empty_database.server(), Terms(None, 7)))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [False] * 7 + [True]


def test_a_newer_schema_is_left_alone(database: Database) -> None:
    database.query("INSERT INTO valuecheck.migrations VALUES (99)")
    with pytest.raises(TeamError, match=r"newer valuecheck; update this one"):
        initialise(database.server(), Terms(2.0, 5))
    with (
        pytest.raises(TeamError, match="update this one"),
        database.server().session() as connection,
    ):
        agreed_terms(connection)


def test_the_first_bit_of_a_week_stands(database: Database) -> None:
    ada = database.member("ada")
    assert submit(database, ada, LAST) == "stored"
    assert submit(database, ada, LAST, happy=False) == "already"
    assert submit(database, ada, LAST, team="dev") == "already"
    assert database.query("SELECT * FROM valuecheck.answers") == [("ops", LAST, True)]
    assert database.query("SELECT * FROM valuecheck.published") == [("ada", LAST)]


@pytest.mark.parametrize(
    ("week", "said"), [(THIS, "too early"), (LAST, "stored"), (SHOWN, "too late")]
)
def test_only_the_week_that_has_closed_is_taken(database: Database, week: date, said: str) -> None:
    assert submit(database, database.member("ada"), week) == said


def test_no_answer_after_its_week_is_shown(database: Database) -> None:
    answers(database, "ops", LAST, 3, 3)
    assert report(database) == {}
    database.today("2026-11-22")
    assert report(database) == {}
    database.today("2026-11-23")
    assert report(database)[LAST, "ops"] == (6, 3)
    assert submit(database, database.member("ada"), LAST) == "too late"


def test_groups_under_the_minimum_show_no_number(database: Database) -> None:
    answers(database, "ops", SHOWN, 2, 2)
    assert report(database) == {(SHOWN, None): (None, None), (SHOWN, "ops"): (None, None)}


def test_the_smallest_group_beside_a_hidden_one_is_hidden_too(database: Database) -> None:
    for team, people in (("tiny", 2), ("small", 6), ("large", 9)):
        answers(database, team, SHOWN, people, 0)
    shown = report(database)
    assert shown[SHOWN, "tiny"] == shown[SHOWN, "small"] == (None, None)
    assert shown[SHOWN, "large"] == (9, 9)
    assert shown[SHOWN, None] == (17, 17)


def test_hidden_groups_that_are_enough_together_hide_no_other(database: Database) -> None:
    for team, people in (("a", 3), ("b", 3), ("c", 5)):
        answers(database, team, SHOWN, people, 0)
    assert report(database)[SHOWN, "c"] == (5, 5)


def test_exact_counts_are_rounded_to_five(empty_database: Database) -> None:
    initialise(empty_database.server(), Terms(None, 5))
    empty_database.today("2026-11-20")
    answers(empty_database, "ops", SHOWN, 4, 4)
    answers(empty_database, "dev", SHOWN, 11, 2)
    shown = report(empty_database)
    assert shown[SHOWN, "ops"] == (10, 5)
    assert shown[SHOWN, "dev"] == (15, 10)


def test_answers_of_closed_weeks_are_kept_as_counts_alone(database: Database) -> None:
    """The first to send after a week has closed has its answers counted: reports stay the same."""
    for team, happy, unhappy in (("ops", 4, 3), ("dev", 6, 1), ("hr", 2, 1), ("qa", 9, 9)):
        answers(database, team, SHOWN, happy, unhappy)
    answers(database, "ops", LAST, 1, 0)
    before = report(database)
    ada = database.member("ada")
    assert submit(database, ada, LAST) == "stored"
    assert report(database) == before
    assert before[SHOWN, "hr"] == (None, None)
    assert database.query("SELECT DISTINCT week FROM valuecheck.answers") == [(LAST,)]
    # A transaction that began before its week closed may still bring one.
    answers(database, "ops", SHOWN, 1, 0)
    after = before | {(SHOWN, "ops"): (8, 5), (SHOWN, None): (36, 22)}
    assert report(database) == after
    database.member("bob")
    submit(database, "bob", LAST)
    assert report(database) == after
    assert len(database.query("SELECT * FROM valuecheck.answers")) == 3


def test_a_schema_of_before_is_updated_and_shows_the_same(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = schema._migrations()
    monkeypatch.setattr(schema, "_migrations", lambda: every[:1])
    initialise(empty_database.server(), Terms(2.0, 5))
    empty_database.today("2026-11-20")
    for team, happy in (("ops", 7), ("dev", 6), ("hr", 2)):
        answers(empty_database, team, SHOWN, happy, 1)
    answers(empty_database, "ops", LAST, 5, 5)
    before = report(empty_database)
    monkeypatch.undo()
    with (
        pytest.raises(TeamError, match="older schema; its administrator"),
        empty_database.server().session() as connection,
    ):
        agreed_terms(connection)
    assert initialise(empty_database.server(), Terms(2.0, 5)) is True
    assert report(empty_database) == before
    assert empty_database.query("SELECT count(*) FROM valuecheck.answers") == [(10,)]


def test_a_stricter_default_of_the_server_loses_no_answer(empty_database: Database) -> None:
    name = empty_database.name
    empty_database.query(
        f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'"
    )
    initialise(empty_database.server(), Terms(2.0, 5))
    with empty_database.server().session() as connection:
        assert connection.execute("SHOW transaction_isolation").fetchall() == [("read committed",)]


WAYS_AROUND = [
    "SELECT * FROM valuecheck.counts",
    "SELECT sum(happy) FROM valuecheck.counts",
    "UPDATE valuecheck.counts SET happy = 0",
    "SELECT valuecheck.count_closed()",
    "SELECT * FROM valuecheck.answers",
    "SELECT count(*) FROM valuecheck.answers",
    "SELECT * FROM valuecheck.published",
    "SELECT * FROM valuecheck.settings",
    "SELECT * FROM valuecheck.notes",
    "TABLE valuecheck.serves",
    "COPY valuecheck.answers TO STDOUT",
    "COPY (SELECT * FROM valuecheck.answers) TO STDOUT",
    "EXPLAIN ANALYZE SELECT * FROM valuecheck.answers",
    "PREPARE p AS SELECT * FROM valuecheck.answers; EXECUTE p",
    "DECLARE c CURSOR FOR SELECT * FROM valuecheck.answers",
    "CREATE TEMP TABLE t AS SELECT * FROM valuecheck.answers",
    "CREATE TEMP VIEW v AS SELECT * FROM valuecheck.answers; TABLE v",
    "SELECT * FROM valuecheck.answers TABLESAMPLE SYSTEM (100)",
    "SELECT * FROM valuecheck.answers FOR UPDATE",
    "LOCK TABLE valuecheck.answers IN SHARE MODE",
    "INSERT INTO valuecheck.answers VALUES ('ops', '2026-11-09', true)",
    "UPDATE valuecheck.answers SET happy = true",
    "DELETE FROM valuecheck.published",
    "TRUNCATE valuecheck.published",
    "ALTER TABLE valuecheck.answers OWNER TO CURRENT_USER",
    "DROP SCHEMA valuecheck CASCADE",
    "CREATE FUNCTION valuecheck.today2() RETURNS date LANGUAGE sql AS 'SELECT current_date'",
    "CREATE OR REPLACE FUNCTION valuecheck.today() RETURNS date LANGUAGE sql AS 'SELECT now()'",
    "ALTER FUNCTION valuecheck.report(date, date) SECURITY INVOKER",
    "SELECT valuecheck.today()",
    "SELECT valuecheck.frozen_until('2030-01-01')",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
    "GRANT SELECT ON valuecheck.answers TO PUBLIC",
    "SELECT query_to_xml('SELECT * FROM valuecheck.answers', true, false, '')",
    "SELECT table_to_xml('valuecheck.answers', true, false, '')",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT lo_import('/etc/passwd')",
    "COMMENT ON TABLE valuecheck.answers IS 'x'",
    "CREATE TRIGGER t BEFORE INSERT ON valuecheck.answers EXECUTE FUNCTION valuecheck.today()",
    "CREATE INDEX ON valuecheck.answers (happy)",
    "ANALYZE valuecheck.answers",
]


@pytest.mark.parametrize("user", ["reader", "member"])
def test_no_way_around_the_rules_opens(database: Database, user: str) -> None:
    """Each is refused, or returns nothing that the report does not show."""
    for week, happy in ((SHOWN - timedelta(days=7), 2), (SHOWN, 3), (LAST, 5)):
        answers(database, "ops", week, happy, 1)
    submit(database, database.member("early", "valuecheck_submit"), LAST)
    answers(database, "ops", SHOWN, 3, 1)
    database.query("ANALYZE")
    roles = ("valuecheck_report",) if user == "reader" else ("valuecheck_submit",)
    database.member(user, *roles)
    open_ways = []
    for sql in WAYS_AROUND:
        with psycopg.connect(database.cluster.address(database.name, user)) as connection:
            try:
                cursor = connection.execute(sql)
            except psycopg.Error as error:
                open_ways += [sql] if "ops" in str(error) else []
            else:
                found = cursor.fetchall() if cursor.description else []
                # ANALYZE only warns and does nothing.
                open_ways += [sql] if found or not sql.startswith("ANALYZE") else []
    assert open_ways == []


CATALOGUES = [
    "SELECT * FROM pg_stats WHERE schemaname = 'valuecheck'",
    "SELECT * FROM pg_stats_ext WHERE schemaname = 'valuecheck'",
    "SELECT * FROM pg_stat_activity WHERE query LIKE '%submit%' AND pid <> pg_backend_pid()",
    "SELECT * FROM pg_prepared_statements",
    "SELECT * FROM pg_cursors",
    "SELECT * FROM information_schema.columns WHERE table_schema = 'valuecheck'",
    "SELECT * FROM information_schema.tables WHERE table_schema = 'valuecheck'",
    # PostgreSQL 18 names NOT NULL, too, and only the column by it.
    "SELECT conname FROM pg_constraint WHERE conname LIKE '%happy%' AND contype <> 'n'",
    "SELECT * FROM pg_largeobject_metadata",
]


@pytest.mark.parametrize("user", ["reader", "member"])
@pytest.mark.parametrize("sql", CATALOGUES)
def test_catalogues_tell_nothing_of_answers(database: Database, sql: str, user: str) -> None:
    answers(database, "ops", LAST, 30, 10)
    database.query("ANALYZE")
    database.member("other")
    submit(database, "other", LAST)
    database.member(user, "valuecheck_report" if user == "reader" else "valuecheck_submit")
    assert database.query(sql, user=user) == []


def test_a_reader_cannot_submit_and_a_member_without_the_role_cannot_read(
    database: Database,
) -> None:
    database.member("reader", "valuecheck_report")
    database.member("sender", "valuecheck_submit")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        submit(database, "reader", LAST)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        report(database, "sender")


def test_ones_own_objects_are_never_found_first(database: Database) -> None:
    """A temporary table or function of a reader's own does not take the place of ours."""
    answers(database, "ops", LAST, 9, 0)
    database.member("reader", "valuecheck_report")
    with psycopg.connect(database.cluster.address(database.name, "reader")) as connection:
        connection.execute("SET search_path = pg_temp, valuecheck")
        connection.execute("CREATE TEMP TABLE settings (epsilon float, min_people integer)")
        connection.execute("INSERT INTO settings VALUES (2, 0)")
        connection.execute(
            "CREATE FUNCTION pg_temp.today() RETURNS date LANGUAGE sql "
            "AS $$ SELECT '2030-01-01'::date $$"
        )
        found = connection.execute(
            "SELECT * FROM valuecheck.report('0001-01-01', '9999-12-31')"
        ).fetchall()
    assert found == []


def test_errors_tell_nothing_of_answers(database: Database) -> None:
    answers(database, "ops", LAST, 9, 0)
    database.member("member")
    for sql in (
        "SELECT valuecheck.submit('a b', '2026-11-09', true)",
        "SELECT valuecheck.submit('ops', '2026-11-10', true)",
        "SELECT valuecheck.submit(NULL, '2026-11-09', true)",
        "SELECT 1 / (people - 9) FROM valuecheck.report('0001-01-01', '9999-12-31')",
        "SELECT valuecheck.report('9999-12-31', 'infinity')",
        "SELECT valuecheck.add_note('ops', E'a\\nb')",
    ):
        try:
            told = str(database.query(sql, user="member"))
        except psycopg.Error as error:
            told = str(error)
        assert "happy" not in told
        assert "9" not in told.replace("2026-11-09", "")


def test_joining_and_leaving_isolates_nobody(database: Database) -> None:
    """Of two weeks that differ by one person neither is shown before both are frozen."""
    for name in ("a", "b", "c", "d", "e"):
        submit(database, database.member(name), LAST)
    seen = [report(database, "a")]
    submit(database, database.member("f"), LAST)
    seen.append(report(database, "a"))
    assert seen == [{}, {}]


def test_two_hundred_publishers_at_once_lose_and_double_nothing(database: Database) -> None:
    names = [database.member(f"m{number}") for number in range(40)]
    answers(database, "ops", SHOWN, 300, 200)
    said: list[str] = []

    def publish(name: str) -> None:
        with psycopg.connect(database.cluster.address(database.name, name)) as connection:
            for _ in range(5):
                row = connection.execute(
                    "SELECT valuecheck.submit('ops', %s, true)", (LAST,)
                ).fetchone()
                said.append(row[0] if row else "")

    threads = [threading.Thread(target=publish, args=(name,)) for name in names for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == 1000
    assert said.count("stored") == 40
    assert database.query("SELECT count(*) FROM valuecheck.answers") == [(40,)]
    counts = database.query("SELECT week, team, people, happy FROM valuecheck.counts")
    assert counts == [(SHOWN, "ops", 500, 300)]


def test_what_was_done_about_the_last_report_opens_the_next(database: Database) -> None:
    ada = database.member("ada")
    database.query("SELECT valuecheck.add_note('ops', 'fewer status meetings')", user=ada)
    found = database.query("SELECT * FROM valuecheck.latest_notes('2026-01-01')", user=ada)
    assert found == [("ops", date(2026, 11, 20), "fewer status meetings")]


def test_a_team_names_whom_it_serves(database: Database) -> None:
    ada = database.member("ada")
    database.query(
        "SELECT valuecheck.set_serves('ops', ARRAY['retail', 'retail'], false)", user=ada
    )
    database.query("SELECT valuecheck.set_serves('ops', ARRAY['shoppers'], true)", user=ada)
    found = database.query("SELECT * FROM valuecheck.chain()", user=ada)
    assert found == [("ops", "shoppers", True)]
