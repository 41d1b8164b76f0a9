"""The tables, as numbered migrations that are only ever appended to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from valuecheck.store import copies
from valuecheck.store.copy_files import MIGRATION
from valuecheck.store.sqlite import APPLICATION_ID, refuse_damaged

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

MIGRATIONS = Migrations("valuecheck")

_DAY = "TEXT NOT NULL {key} CHECK ({name} IS date({name}, '+0 days'))"
_CLOCK = f"{'[0-9]' * 15}.{'[0-9a-f]' * 3}.?*.?*"
_MERGED = (
    f"device TEXT NOT NULL, clock TEXT NOT NULL CHECK (clock GLOB '{_CLOCK}'), "
    "deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))"
)
_MOMENT = (
    "TEXT NOT NULL CHECK (datetime(at) IS NOT NULL AND at GLOB '*[-+][0-9][0-9]:[0-9][0-9]' "
    "AND substr(at, 1, 10) IS date(substr(at, 1, 10), '+0 days'))"
)
_TAGS = "TEXT NOT NULL CHECK (json_valid({name}) AND json_type({name}) = 'array')"
_HEX_ID = "replace(id, '-', '')"
_ID = (
    "TEXT NOT NULL PRIMARY KEY CHECK (id GLOB '????????-????-7???-[89ab]???-????????????' "
    f"AND length({_HEX_ID}) = 32 AND {_HEX_ID} NOT GLOB '*[^0-9a-f]*')"
)
# One line: nothing from U+0000, where SQLite would stop looking, to U+001F.
_LINE = "instr({name}, char(0)) = 0 AND {name} NOT GLOB '*[' || char(1, 45, 31) || ']*'"
_DAY_KEY = _DAY.format(name="day", key="PRIMARY KEY")
_FIRST_TABLES = (
    f"""CREATE TABLE check_ins (
        id TEXT NOT NULL PRIMARY KEY CHECK (
            id GLOB '????????-????-7???-[89ab]???-????????????'
            AND length({_HEX_ID}) = 32 AND {_HEX_ID} NOT GLOB '*[^0-9a-f]*'
        ),
        day {_DAY.format(name="day", key="")},
        at {_MOMENT},
        filled_in_later INTEGER NOT NULL CHECK (filled_in_later IN (0, 1)),
        score INTEGER CHECK (score BETWEEN 1 AND 5),
        note TEXT NOT NULL CHECK (length(note) <= 1000 AND {_LINE.format(name="note")}),
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
    f"CREATE TABLE skips (day {_DAY_KEY}, at {_MOMENT}, {_MERGED}) STRICT",
    f"""CREATE TABLE days_off (
        day {_DAY_KEY}, reason TEXT NOT NULL, {_MERGED}, CHECK (deleted = 0 OR reason = '')
    ) STRICT""",
    f"""CREATE TABLE workweeks (
        day {_DAY_KEY}, weekdays {_TAGS.format(name="weekdays")}, {_MERGED},
        CHECK (deleted = 0 OR weekdays = '[]')
    ) STRICT""",
    f"""CREATE TABLE intentions (
        week TEXT NOT NULL PRIMARY KEY CHECK (
            week GLOB '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'
            AND substr(week, 7) BETWEEN '01' AND '53'
        ),
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
        before TEXT CHECK (before IS NULL OR json_type(before, '$.clock') IS 'text'),
        clock TEXT NOT NULL CHECK (clock GLOB '{_CLOCK}'),
        UNIQUE (command, table_name, key)
    ) STRICT""",
    f"""CREATE TABLE facts (
        name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL,
        CHECK (name <> 'clock' OR value = '' OR value GLOB '{_CLOCK}')
    ) STRICT""",
    "INSERT INTO facts VALUES ('device', lower(hex(randomblob(8)))), ('clock', '')",
)
_CUSTOMERS = (
    f"""CREATE TABLE customers (
        name TEXT NOT NULL PRIMARY KEY CHECK (
            length(name) BETWEEN 1 AND 40 AND {_LINE.format(name="name")} AND instr(name, ' ') = 0
        ),
        label TEXT NOT NULL CHECK (length(label) <= 100 AND {_LINE.format(name="label")}),
        pays INTEGER NOT NULL CHECK (pays IN (0, 1)),
        serves {_TAGS.format(name="serves")},
        same_as TEXT NOT NULL CHECK (
            same_as = '' OR (same_as <> name AND pays = 0 AND serves = '[]')
        ),
        {_MERGED},
        CHECK (deleted = 0 OR (label || same_as = '' AND pays = 0 AND serves = '[]'))
    ) STRICT""",
    f"""CREATE TABLE feedback (
        id {_ID},
        day {_DAY.format(name="day", key="")},
        at {_MOMENT},
        customer TEXT NOT NULL CHECK (length(customer) <= 40),
        scale TEXT NOT NULL,
        score INTEGER,
        words TEXT NOT NULL CHECK (length(words) <= 10000 AND {_LINE.format(name="words")}),
        source TEXT NOT NULL CHECK (length(source) <= 100 AND {_LINE.format(name="source")}),
        {_MERGED},
        CHECK (
            CASE deleted WHEN 0 THEN customer <> '' AND score IS NOT NULL AND
                CASE scale WHEN 'csat' THEN score BETWEEN 1 AND 5
                WHEN 'nps' THEN score BETWEEN 0 AND 10
                WHEN 'good-bad' THEN score IN (0, 1) ELSE 0 END
            ELSE score IS NULL AND customer || scale || words || source = '' END
        )
    ) STRICT""",
    # A report counts a period without touching the rows; a nudge asks for each one's latest.
    """CREATE INDEX feedback_by_day ON feedback (day, customer, scale, score)
        WHERE deleted = 0""",
    "CREATE INDEX feedback_by_customer ON feedback (customer, day) WHERE deleted = 0",
)
# Every store has a seed of its own, so that nobody can foretell another's moments. A store that
# is used already learns a new default: the first answer after the update says so once.
_MOMENTS = (
    "INSERT INTO facts VALUES ('seed', lower(hex(randomblob(8))))",
    "INSERT INTO facts SELECT 'unannounced', 'moment' WHERE EXISTS (SELECT 1 FROM check_ins)",
    f"""CREATE TABLE forgotten (
        table_name TEXT NOT NULL CHECK (table_name <> ''),
        key TEXT NOT NULL CHECK (key <> ''),
        device TEXT NOT NULL,
        clock TEXT NOT NULL CHECK (clock GLOB '{_CLOCK}'),
        PRIMARY KEY (table_name, key)
    ) STRICT""",
)
# Deleted customers and old names want nothing: a table's own CHECK cannot be changed any more.
_TRIALS = (
    f"""ALTER TABLE customers ADD COLUMN wants TEXT NOT NULL DEFAULT '' CHECK (
        length(wants) <= 200 AND {_LINE.format(name="wants")}
        AND (wants = '' OR (deleted = 0 AND same_as = ''))
    )""",
    """ALTER TABLE customers ADD COLUMN wants_on TEXT NOT NULL DEFAULT '' CHECK (
        wants_on = '' OR wants_on IS date(wants_on, '+0 days')
    )""",
    """ALTER TABLE customers ADD COLUMN not_asked INTEGER NOT NULL DEFAULT 0 CHECK (
        not_asked = 0 OR (not_asked = 1 AND deleted = 0 AND same_as = '')
    )""",
    f"""CREATE TABLE trials (
        id {_ID},
        at {_MOMENT},
        text TEXT NOT NULL CHECK (length(text) <= 200 AND {_LINE.format(name="text")}),
        start {_DAY.format(name="start", key="")},
        finish {_DAY.format(name="finish", key="")},
        measure TEXT NOT NULL CHECK (length(measure) <= 41),
        stopped TEXT NOT NULL CHECK (stopped = '' OR stopped IS date(stopped, '+0 days')),
        verdict TEXT NOT NULL CHECK (verdict = '' OR json_valid(verdict)),
        decision TEXT NOT NULL CHECK (decision IN ('', 'keep', 'stop', 'again')),
        {_MERGED},
        CHECK (start <= finish),
        CHECK (deleted = 0 OR text || measure || stopped || verdict || decision = '')
    ) STRICT""",
)

_TEAM = (
    f"""CREATE TABLE team_weeks (
        week {_DAY.format(name="week", key="PRIMARY KEY")},
        at {_MOMENT},
        team TEXT NOT NULL CHECK (length(team) <= 40 AND {_LINE.format(name="team")}),
        happy INTEGER CHECK (happy IN (0, 1)),
        epsilon REAL CHECK (epsilon > 0),
        {_MERGED},
        CHECK (deleted = 0 OR (team = '' AND happy IS NULL AND epsilon IS NULL))
    ) STRICT""",
)
_FEEDBACK_INDEXES = _CUSTOMERS[2:]
_MORE_SCALES = (
    "DROP INDEX feedback_by_day",
    "DROP INDEX feedback_by_customer",
    "ALTER TABLE feedback RENAME TO feedback_before",
    _CUSTOMERS[1].replace(
        "WHEN 'good-bad' THEN score IN (0, 1)",
        "WHEN 'good-bad' THEN score IN (0, 1) WHEN 'ces' THEN score BETWEEN 1 AND 7\n"
        "                    WHEN '1-7' THEN score BETWEEN 1 AND 7\n"
        "                    WHEN '1-10' THEN score BETWEEN 1 AND 10\n"
        "                    WHEN '0-100' THEN score BETWEEN 0 AND 100",
    ),
    "INSERT INTO feedback SELECT * FROM feedback_before ORDER BY id",
    "DROP TABLE feedback_before",
    *_FEEDBACK_INDEXES,
)
_IMPORTS = (
    f"""CREATE TABLE imports (
        id {_ID},
        at {_MOMENT},
        file TEXT NOT NULL CHECK (length(file) <= 100 AND {_LINE.format(name="file")}),
        source TEXT NOT NULL CHECK (length(source) <= 100 AND {_LINE.format(name="source")}),
        layout TEXT NOT NULL CHECK (length(layout) <= 64 AND {_LINE.format(name="layout")}),
        first_day TEXT NOT NULL,
        last_day TEXT NOT NULL,
        rows INTEGER NOT NULL CHECK (rows >= 0),
        unread INTEGER NOT NULL CHECK (unread >= 0),
        unread_on TEXT NOT NULL,
        {_MERGED},
        CHECK (deleted = 0 OR (
            file || source || layout || first_day || last_day = '' AND rows = 0
            AND unread = 0 AND unread_on = '{{}}'
        ))
    ) STRICT""",
)


@MIGRATIONS()
def create_tables(db: Database) -> None:
    """Check-ins, skips, days off, workweeks, intentions; history for undo; facts on this file."""
    _execute(db, _FIRST_TABLES)


@MIGRATIONS()
def add_customers(db: Database) -> None:
    """The value chain, and what customers say."""
    _execute(db, _CUSTOMERS)


@MIGRATIONS()
def add_moments(db: Database) -> None:
    """The seed that the moments of asking are drawn from; rows that were wiped for good."""
    _execute(db, _MOMENTS)


@MIGRATIONS()
def add_team_weeks(db: Database) -> None:
    """The bits that were sent to a team, by the Monday of their week."""
    _execute(db, _TEAM)


@MIGRATIONS()
def add_imports(db: Database) -> None:
    """More scales of feedback; each import, with the answers that it left out as unread."""
    _execute(db, (*_MORE_SCALES, *_IMPORTS))


@MIGRATIONS()
def add_trials(db: Database) -> None:
    """Trials; for each customer what they want, and whether they are never to be asked."""
    _execute(db, _TRIALS)


def migrate(connection: sqlite3.Connection, path: str, migrations: Migrations = MIGRATIONS) -> None:
    """Bring the store at `path` to the newest schema, in one transaction.

    A store that holds something already is checked and copied first. Raises StoreError, OSError
    and sqlite3.Error; the store is then as it was.
    """
    # Immediate: of many first runs at once one migrates, the others find it done.
    connection.execute("BEGIN IMMEDIATE")
    try:
        db = Database(connection, execute_plugins=False)
        if migrations.pending(db):
            if connection.execute("PRAGMA user_version").fetchone()[0]:
                refuse_damaged(connection, path)
                copies.make(path, MIGRATION)
            migrations.apply(db)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(migrations.applied(db))}")
        connection.execute("COMMIT")
    finally:
        # A failed disk may have rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _execute(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        # What Datasette shows is this text: without the indentation of the source.
        db.execute(re.sub(r"\n {4}", "\n", statement))
