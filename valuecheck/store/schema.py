"""The tables, as numbered migrations that are only ever appended to."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from valuecheck.errors import StoreError
from valuecheck.paths import make_private_folder
from valuecheck.store.connection import APPLICATION_ID

KEPT_BACKUPS = 3
MIGRATIONS = Migrations("valuecheck")

_DAY = "TEXT NOT NULL {key} CHECK ({name} IS date({name}, '+0 days'))"
_MERGED = (
    "device TEXT NOT NULL, clock TEXT NOT NULL, "
    "deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))"
)
_MOMENT = "TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]')"
_TAGS = "TEXT NOT NULL CHECK (json_valid({name}) AND json_type({name}) = 'array')"


@MIGRATIONS()
def create_tables(db: Database) -> None:
    """Check-ins, skips, days off, workweeks, intentions; history for undo; facts on this file."""
    day_key = _DAY.format(name="day", key="PRIMARY KEY")
    for statement in (
        f"""CREATE TABLE check_ins (
            id TEXT NOT NULL PRIMARY KEY
                CHECK (id GLOB '????????-????-7???-????-????????????'),
            day {_DAY.format(name="day", key="")},
            at {_MOMENT},
            filled_in_later INTEGER NOT NULL CHECK (filled_in_later IN (0, 1)),
            score INTEGER CHECK (score BETWEEN 1 AND 5),
            note TEXT NOT NULL CHECK (length(note) <= 1000 AND instr(note, char(10)) = 0),
            kinds {_TAGS.format(name="kinds")},
            customers {_TAGS.format(name="customers")},
            question TEXT NOT NULL,
            {_MERGED},
            CHECK (
                CASE deleted WHEN 0 THEN score IS NOT NULL
                ELSE score IS NULL AND note || question = '' AND kinds || customers = '[][]' END
            )
        ) STRICT""",
        "CREATE INDEX check_ins_by_day ON check_ins (day) WHERE deleted = 0",
        f"CREATE TABLE skips (day {day_key}, at {_MOMENT}, {_MERGED}) STRICT",
        f"""CREATE TABLE days_off (
            day {day_key}, reason TEXT NOT NULL, {_MERGED}, CHECK (deleted = 0 OR reason = '')
        ) STRICT""",
        f"""CREATE TABLE workweeks (
            day {day_key}, weekdays {_TAGS.format(name="weekdays")}, {_MERGED}
        ) STRICT""",
        f"""CREATE TABLE intentions (
            week TEXT NOT NULL PRIMARY KEY CHECK (week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'),
            at {_MOMENT}, text TEXT NOT NULL, {_MERGED}, CHECK (deleted = 0 OR text = '')
        ) STRICT""",
        f"""CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            command TEXT NOT NULL,
            label TEXT NOT NULL,
            at {_MOMENT},
            device TEXT NOT NULL,
            table_name TEXT NOT NULL,
            key TEXT NOT NULL,
            before TEXT CHECK (before IS NULL OR json_valid(before)),
            clock TEXT NOT NULL,
            UNIQUE (command, table_name, key)
        ) STRICT""",
        "CREATE TABLE facts (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "INSERT INTO facts VALUES ('device', lower(hex(randomblob(8)))), ('clock', '')",
    ):
        # What Datasette shows is this text: without the indentation of the source.
        db.execute(re.sub(r"\n {8}", "\n", statement))


def migrate(connection: sqlite3.Connection, path: str, migrations: Migrations = MIGRATIONS) -> None:
    """Bring the store at `path` to the newest schema, in one transaction.

    A store that holds something already is checked and copied first. Raises StoreError and
    sqlite3.Error; the store is then as it was.
    """
    if connection.execute("PRAGMA user_version").fetchone()[0]:
        _refuse_damaged(connection, path)
        _back_up(connection, path)
    # Immediate: of many first runs at once one migrates, the others find it done.
    connection.execute("BEGIN IMMEDIATE")
    try:
        db = Database(connection, execute_plugins=False)
        migrations.apply(db)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations.applied(db))}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def backups_of(path: str) -> list[Path]:
    """The copies made before migrations of the store at `path`, oldest first."""
    return sorted(_backup_folder(path).glob("valuecheck-*.db"), key=_backup_number)


def _refuse_damaged(connection: sqlite3.Connection, path: str) -> None:
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        problem = f"cannot use {path}: it is damaged ({found})"
        raise StoreError(problem, "restore a backup from the folder 'backups' there")


def _back_up(connection: sqlite3.Connection, path: str) -> None:
    folder = _backup_folder(path)
    make_private_folder(str(folder))
    existing = backups_of(path)
    number = _backup_number(existing[-1]) + 1 if existing else 1
    while True:
        target = folder / f"valuecheck-{number}.db"
        try:
            # VACUUM INTO would make it readable to others, but takes an empty file as it finds it.
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            number += 1
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error:
        target.unlink()
        raise
    for old in backups_of(path)[:-KEPT_BACKUPS]:
        old.unlink(missing_ok=True)


def _backup_folder(path: str) -> Path:
    return Path(path).parent / "backups"


def _backup_number(path: Path) -> int:
    digits = re.search(r"([0-9]+)\.db$", path.name)
    return int(digits[1]) if digits else 0
