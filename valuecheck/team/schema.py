"""The schema in the team's database: numbered migrations that are only ever appended to."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.team.postgres import TeamError

if TYPE_CHECKING:
    import psycopg

    from valuecheck.team.postgres import Server

SMALLEST_GROUP = 5
# Below, a year of a large team says nothing; above, a bit is as good as bare.
LEAST_EPSILON, MOST_EPSILON = 0.5, 6.0
# Any number, the same for every run: one initialisation at a time.
_LOCK = 0x76636B31
_ROLES = ("valuecheck_submit", "valuecheck_report")


class Terms(NamedTuple):
    """The terms that a team has agreed on.

    `epsilon` is None where answers arrive as they are; `min_people` is the smallest group shown.
    """

    epsilon: float | None
    min_people: int


def checked_terms(epsilon: float | None, min_people: int) -> Terms:
    """Return the terms. Raises UsageError where they would promise nothing."""
    if epsilon is not None and not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        problem = f"epsilon {epsilon:g} is not between {LEAST_EPSILON:g} and {MOST_EPSILON:g}"
        raise UsageError(problem, "2 is a good one; --exact does not randomise")
    if min_people < SMALLEST_GROUP:
        problem = f"a group of {min_people} hides nobody"
        raise UsageError(problem, f"{SMALLEST_GROUP} is the least")
    return Terms(epsilon, min_people)


def initialise(server: Server, terms: Terms) -> bool:
    """Make or update the schema; return False where it was there and up to date.

    Raises UsageError where the database holds other terms, and TeamError.
    """
    with server.session() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for role in _ROLES:
            _make_role(connection, role)
        connection.execute("CREATE SCHEMA IF NOT EXISTS valuecheck")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS valuecheck.migrations "
            "(number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
        )
        applied = _version(connection)
        migrations = _migrations()
        _refuse_newer(applied, len(migrations))
        for number, text in enumerate(migrations[applied:], applied + 1):
            connection.execute(text)
            connection.execute("INSERT INTO valuecheck.migrations VALUES (%s)", (number,))
        connection.execute(
            "INSERT INTO valuecheck.settings (epsilon, min_people) VALUES (%s, %s) "
            "ON CONFLICT DO NOTHING",
            terms,
        )
        _refuse_other_terms(connection, terms)
        return applied < len(migrations)


def agreed_terms(connection: psycopg.Connection[Any]) -> Terms:
    """Return the team's terms. Raises TeamError where program and schema do not fit together."""
    row = connection.execute(
        "SELECT version, epsilon, min_people FROM valuecheck.about()"
    ).fetchone()
    version, epsilon, min_people = row or (0, None, SMALLEST_GROUP)
    _refuse_newer(version, len(_migrations()))
    if version < len(_migrations()):
        problem = "the team's database has an older schema"
        raise TeamError(problem, "its administrator runs 'valuecheck team init' again")
    return Terms(epsilon, min_people)


def _migrations() -> list[str]:
    folder = files("valuecheck.team") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [(folder / name).read_text("utf-8") for name in names]


def _make_role(connection: psycopg.Connection[Any], role: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if not known:
        connection.execute(f"CREATE ROLE {role} NOLOGIN")


def _version(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute(
        "SELECT coalesce(max(number), 0) FROM valuecheck.migrations"
    ).fetchone()
    return int(row[0]) if row else 0


def _refuse_newer(version: int, known: int) -> None:
    if version > known:
        problem = "the team's database was set up by a newer valuecheck"
        raise TeamError(problem, "update this one; nothing was changed")


def _refuse_other_terms(connection: psycopg.Connection[Any], terms: Terms) -> None:
    row = connection.execute("SELECT epsilon, min_people FROM valuecheck.settings").fetchone()
    if row and Terms(*row) != terms:
        problem = f"this database is set up already with {in_words(Terms(*row))}"
        remedy = "members have joined on these terms; give the same, or use another database"
        raise UsageError(problem, remedy)


def in_words(terms: Terms) -> str:
    """Return the terms as options of `team init`."""
    how = "--exact" if terms.epsilon is None else f"--epsilon {terms.epsilon:g}"
    return f"{how} --min-people {terms.min_people}"
