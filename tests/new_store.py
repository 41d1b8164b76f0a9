"""A new store as all migrations make it, in a sixth of their time."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from valuecheck.store import schema
from valuecheck.store.connection import SCHEMA_VERSION
from valuecheck.store.sqlite import APPLICATION_ID

if TYPE_CHECKING:
    from sqlite_utils import Migrations

_migrate = schema.migrate


def migrate(
    connection: sqlite3.Connection, path: str, migrations: Migrations = schema.MIGRATIONS
) -> None:
    """Make a new store of today's schema at once; migrate any other one as the program does."""
    connection.execute("BEGIN IMMEDIATE")
    is_new = connection.execute("SELECT count(*) = 0 FROM sqlite_schema").fetchone()[0]
    if not is_new or migrations is not schema.MIGRATIONS:
        connection.execute("ROLLBACK")
        _migrate(connection, path, migrations)
        return
    for statement, values in _statements():
        connection.execute(statement, values)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


@cache
def _statements() -> list[tuple[str, tuple[object, ...]]]:
    """Statements that make tables and first rows; device and seed are drawn anew."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        _migrate(made, "")
        found: list[tuple[str, tuple[object, ...]]] = [
            (sql, ()) for (sql,) in made.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL")
        ]
        for table in ("facts", "_sqlite_migrations"):
            rows = made.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            marks = ", ".join("?" * len(rows[0]))
            insert = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608
            found += [(insert, tuple(row)) for row in rows]
    draw = "UPDATE facts SET value = lower(hex(randomblob(8))) WHERE name IN ('device', 'seed')"
    return [*found, (draw, ())]
