"""The tables refuse bad rows; migrations make a newer store of an older one."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database, Migrations

from tests.stored import context_of, is_sound, modes, notes, rows
from tests.terminal import PATIENT_HOOK, Terminal
from valuecheck.actions import record
from valuecheck.core.answer import Answer
from valuecheck.core.errors import StoreError
from valuecheck.store import changes, connection, schema, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Run

CLOCK = "000001763625600.000.00000000000000d1.0000beef"
ID = "01936e2f-4c00-7000-8000-0123456789ab"
AT = "2026-11-20T09:00:00+01:00"
CHECK_IN = {
    "id": ID,
    "day": "2026-11-20",
    "at": AT,
    "filled_in_later": 0,
    "score": 4,
    "note": "fixed +incident",
    "kinds": '["incident"]',
    "customers": "[]",
    "question": "How happy?",
    "device": "d1",
    "clock": CLOCK,
    "deleted": 0,
}
BLANK = {"score": None, "note": "", "kinds": "[]", "customers": "[]", "question": "", "deleted": 1}
MERGED = {"device": "d1", "clock": CLOCK, "deleted": 0}


@pytest.fixture
def store(home: Path) -> Path:
    """A home whose store has its tables and no row."""
    with connection.writing(str(home / "valuecheck.db")):
        pass
    return home


def insert(home: Path, table: str, row: Mapping[str, object]) -> None:
    marks = ", ".join("?" * len(row))
    rows(home, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())  # noqa: S608


def test_the_newest_schema_is_the_one_that_the_program_expects() -> None:
    with closing(Database(memory=True)) as db:
        schema.MIGRATIONS.apply(db)
        assert len(schema.MIGRATIONS.applied(db)) == connection.SCHEMA_VERSION


def test_a_file_says_what_it_is(store: Path) -> None:
    assert rows(store, "PRAGMA application_id") == [(sqlite.APPLICATION_ID,)]
    assert rows(store, "PRAGMA user_version") == [(connection.SCHEMA_VERSION,)]
    assert rows(store, "PRAGMA journal_mode") == [("delete",)]


def test_each_store_has_a_seed_of_its_own_and_a_new_one_nothing_to_announce(store: Path) -> None:
    ((seed,),) = rows(store, "SELECT value FROM facts WHERE name = 'seed'")
    assert re.fullmatch("[0-9a-f]{16}", seed)
    assert rows(store, "SELECT value FROM facts WHERE name = 'unannounced'") == []


def test_a_possible_check_in_is_taken(store: Path) -> None:
    insert(store, "check_ins", {**CHECK_IN, "note": "😀" * 1000})
    insert(store, "check_ins", {**CHECK_IN, **BLANK, "id": ID[:-1] + "c"})
    assert is_sound(store)


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2026-02-31"},
        {"day": "2026-11-20 "},
        {"day": "now"},
        {"day": "2026-W47"},
        {"day": None},
        {"score": 0},
        {"score": 6},
        {"score": None},
        {"score": 3.5},
        {"score": "good"},
        {"note": "one\ntwo"},
        {"note": "one\rtwo"},
        {"note": "one\ttwo"},
        {"note": "one\x1btwo"},
        {"note": "one\x00" + "x" * 2000},
        {"note": "x" * 1001},
        {"note": None},
        {"note": b"bytes"},
        {"id": "1"},
        {"id": "01936e2f-4c00-4000-8000-0123456789ab"},
        {"id": "01936e2f-4c00-7000-c000-0123456789ab"},
        {"id": "01936e2f-4c00-7000-8000-0123456789xy"},
        {"id": "01936E2F-4C00-7000-8000-0123456789AB"},
        {"id": "01936e2f-4c00-7000-8000-012345678-ab"},
        {"id": None},
        {"at": "2026-11-20T09:00:00"},
        {"at": "2026-11-20T09:00:00Z"},
        {"at": "2026-02-31T09:00:00+01:00"},
        {"at": "yesterday+01:00"},
        {"filled_in_later": 2},
        {"kinds": "incident"},
        {"kinds": '"incident"'},
        {"kinds": '{"incident": 1}'},
        {"customers": "["},
        {"clock": "now"},
        {"clock": ""},
        {"deleted": 2},
        {**BLANK, "note": "still here"},
        {**BLANK, "score": 4},
        {**BLANK, "kinds": '["incident"]'},
        {**BLANK, "question": "How happy?"},
    ],
    ids=str,
)
def test_an_impossible_check_in_is_refused(store: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        insert(store, "check_ins", {**CHECK_IN, **wrong})


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("skips", {"day": "2026-13-01", "at": AT, **MERGED}),
        ("skips", {"day": "2026-11-20", "at": "", **MERGED}),
        ("days_off", {"day": "2025-02-29", "reason": "", **MERGED}),
        ("days_off", {"day": "2026-11-20", "reason": "sick", **MERGED, "deleted": 1}),
        ("workweeks", {"day": "2026-11-20", "weekdays": "mon", **MERGED}),
        ("workweeks", {"day": "2026-11-20", "weekdays": "[0]", **MERGED, "deleted": 1}),
        ("intentions", {"week": "2026-W00", "at": AT, "text": "", **MERGED}),
        ("intentions", {"week": "2026-W54", "at": AT, "text": "", **MERGED}),
        ("intentions", {"week": "2026-47", "at": AT, "text": "", **MERGED}),
        ("intentions", {"week": "2026-W47", "at": AT, "text": "x", **MERGED, "deleted": 1}),
        ("facts", {"name": "device", "value": "a second one"}),
    ],
    ids=str,
)
def test_impossible_rows_of_other_tables_are_refused(
    store: Path, table: str, row: dict[str, object]
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(store, table, row)


CUSTOMER = {"name": "retail", "label": "", "pays": 1, "serves": "[]", "same_as": "", **MERGED}
FEEDBACK = {
    "id": ID, "day": "2026-11-20", "at": AT, "customer": "retail", "scale": "csat", "score": 2,
    "words": "slow", "source": "survey", **MERGED,
}  # fmt: skip
NOT_SAID = {"customer": "", "scale": "", "score": None, "words": "", "source": "", "deleted": 1}


def test_possible_customers_and_feedback_are_taken(store: Path) -> None:
    insert(store, "customers", CUSTOMER)
    insert(store, "customers", {**CUSTOMER, "name": "shop", "pays": 0, "same_as": "retail"})
    insert(store, "customers", {**CUSTOMER, "name": "gone", "pays": 0, "deleted": 1})
    insert(store, "feedback", FEEDBACK)
    insert(store, "feedback", {**FEEDBACK, **NOT_SAID, "id": ID[:-1] + "c"})
    assert is_sound(store)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 41},
        {"name": "two words"},
        {"name": "a\nb"},
        {"label": "x" * 101},
        {"pays": 2},
        {"serves": "retail"},
        {"same_as": "retail"},
        {"same_as": "other"},
        {"deleted": 1},
    ],
    ids=str,
)
def test_an_impossible_customer_is_refused(store: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(store, "customers", {**CUSTOMER, **wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "1"},
        {"day": "1904"},
        {"customer": ""},
        {"scale": "1-5"},
        {"scale": "ces", "score": 8},
        {"scale": "1-7", "score": 0},
        {"scale": "1-10", "score": 11},
        {"scale": "0-100", "score": 101},
        {"scale": ""},
        {"score": None},
        {"score": 0},
        {"score": 6},
        {"scale": "nps", "score": 11},
        {"scale": "nps", "score": None},
        {"scale": "good-bad", "score": 2},
        {"words": "one\ntwo"},
        {"words": "x" * 10_001},
        {"source": "x" * 101},
        {"deleted": 1},
        {**NOT_SAID, "words": "still here"},
        {**NOT_SAID, "score": 2},
    ],
    ids=str,
)
def test_impossible_feedback_is_refused(store: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(store, "feedback", {**FEEDBACK, **wrong})


@pytest.mark.parametrize("before", ["{", "[]", "{}", '{"clock": 1}'])
def test_history_keeps_only_rows_that_can_come_back(store: Path, before: str) -> None:
    entry = {
        "command": "c", "label": "ask", "at": AT, "device": "d1", "table_name": "check_ins",
        "key": "k", "before": before, "clock": CLOCK,
    }  # fmt: skip
    with pytest.raises(sqlite3.DatabaseError):
        insert(store, "history", entry)


# Migrations

NEWER = Migrations("valuecheck")
BROKEN = Migrations("valuecheck")
FIRST = Migrations("valuecheck")
FIRST()(schema.create_tables)
for newer in (NEWER, BROKEN):
    newer()(schema.create_tables)
    newer()(schema.add_customers)
    newer()(schema.add_moments)
TODAYS = connection.SCHEMA_VERSION


@NEWER()
def add_mood(db: Database) -> None:
    db.execute("ALTER TABLE check_ins ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE check_ins SET mood = 'fine' WHERE deleted = 0")


@BROKEN()
def add_mood_and_fail(db: Database) -> None:
    add_mood(db)
    db.execute("INSERT INTO no_such_table VALUES (1)")


@pytest.fixture
def old(home: Path) -> Path:
    """A store of today's schema with rows of every kind."""
    answers = ("4 first +incident", "2 second @retail", "5 third")
    for answer in answers:
        record.store_answer(
            context_of(home), Answer(int(answer[0]), answer[2:]), context_of(home).today
        )
    return home


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[Migrations], None]:
    """Pretend to be a later version of the program, with one more migration."""

    def become(migrations: Migrations) -> None:
        monkeypatch.setattr(connection, "SCHEMA_VERSION", TODAYS + 1)
        monkeypatch.setattr(schema, "migrate", partial(schema.migrate, migrations=migrations))

    return become


def test_a_store_of_the_first_version_keeps_its_rows_and_learns_of_customers(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        be_the_first_version(first)
        assert run("4", "fixed it", "@retail").code == 0
        assert run("off", "2026-12-24", "holiday").code == 0
    assert rows(home, "PRAGMA user_version") == [(1,)]
    before = rows(home, "SELECT * FROM check_ins")
    assert run("log").code == 0
    assert rows(home, "PRAGMA user_version") == [(TODAYS,)]
    assert rows(home, "SELECT * FROM check_ins") == before
    assert rows(home, "SELECT count(*) FROM customers") == [(0,)]
    assert rows(home, "SELECT count(*) FROM forgotten") == [(0,)]
    assert rows(home, "SELECT value FROM facts WHERE name = 'unannounced'") == [("moment",)]
    assert run("undo").code == run("undo").code == 0
    assert is_sound(home)


def be_the_first_version(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(connection, "SCHEMA_VERSION", 1)
    patch.setattr(schema, "migrate", partial(schema.migrate, migrations=FIRST))


@pytest.mark.usefixtures("at_the_start")
def test_after_an_update_the_hook_migrates_at_one_prompt_and_asks_at_the_next(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        be_the_first_version(first)
        assert run("4", "old", now="2026-11-19T09:00:00+01:00").code == 0
    with Terminal(*PATIENT_HOOK, "bash") as terminal:
        assert terminal.end() == 75
    assert "happy" not in terminal.text
    assert rows(home, "PRAGMA user_version") == [(TODAYS,)]
    with Terminal(*PATIENT_HOOK, "bash") as terminal:
        terminal.wait_for("how happy would they be?")
        terminal.wait_until_it_waits()
        terminal.type("5")
        terminal.wait_for("a few words?")
        terminal.type("new\r")
        assert terminal.end() == 0
    assert notes(home) == ["old", "new"]


def test_feedback_of_an_older_store_is_kept_and_more_scales_are_taken(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = Migrations("valuecheck")
    # Today's program reads what customers want.
    for apply in (schema.create_tables, schema.add_customers, schema.add_trials):
        earlier()(apply)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "SCHEMA_VERSION", 3)
        patch.setattr(schema, "migrate", partial(schema.migrate, migrations=earlier))
        assert run("feedback", "add", "@retail", "2", "too slow").code == 0
        assert run("feedback", "add", "@retail", "4", "better").code == 0
        assert run("feedback", "delete", "last").code == 0
    everything = "SELECT * FROM feedback ORDER BY id"
    before = rows(home, everything)
    assert len(before) == 2
    assert run("feedback", "add", "@retail", "6", "easy", "--scale", "ces").code == 0
    assert rows(home, everything)[:2] == before
    assert run("undo").code == run("undo").code == 0
    assert len(rows(home, "SELECT score FROM feedback WHERE NOT deleted")) == 2
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'feedback%'"
    assert len(rows(home, indexes)) == 2
    assert is_sound(home)


IMPORT = {
    "id": ID, "at": AT, "file": "said.csv", "source": "", "layout": "0123", "first_day": "",
    "last_day": "2026-11-20", "rows": 3, "unread": 1, "unread_on": "{}", **MERGED,
}  # fmt: skip
NO_IMPORT = {**changes.IMPORTS.blank, "deleted": 1}


def test_possible_imports_are_taken(store: Path) -> None:
    insert(store, "imports", IMPORT)
    insert(store, "imports", {**IMPORT, **NO_IMPORT, "id": ID[:-1] + "c"})
    assert is_sound(store)


@pytest.mark.parametrize(
    "wrong",
    [
        {"file": "a\nb"},
        {"source": "x" * 101},
        {"layout": "x" * 65},
        {"rows": -1},
        {"unread": -1},
        {**NO_IMPORT, "file": "said.csv"},
        {**NO_IMPORT, "unread": 1},
    ],
    ids=str,
)
def test_an_impossible_import_is_refused(store: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(store, "imports", {**IMPORT, **wrong})


def test_an_older_store_is_copied_and_then_migrated_even_by_reading(
    old: Path, run: Run, newer_program: Callable[[Migrations], None]
) -> None:
    before = rows(old, "SELECT * FROM check_ins")
    newer_program(NEWER)
    assert run("due").code == 3
    assert rows(old, "PRAGMA user_version") == [(TODAYS + 1,)]
    assert rows(old, "SELECT * FROM check_ins") == [(*row, "fine") for row in before]
    backup = old / "backups" / "valuecheck-1-migration.db"
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT * FROM check_ins").fetchall() == before
        assert copy.execute("PRAGMA user_version").fetchone() == (TODAYS,)
    copy.close()
    found = modes(old)
    assert (found["backups"], found["backups/valuecheck-1-migration.db"]) == (0o700, 0o600)
    assert is_sound(old)


def test_a_migrated_store_goes_on_as_before(
    old: Path, run: Run, newer_program: Callable[[Migrations], None]
) -> None:
    newer_program(NEWER)
    assert run("3", "fourth").code == 0
    assert notes(old) == ["first +incident", "second @retail", "third", "fourth"]
    for _ in range(4):
        assert run("undo").code == 0
    assert notes(old) == []


def test_three_backups_are_kept_the_latest_ones(
    old: Path, newer_program: Callable[[Migrations], None]
) -> None:
    folder = old / "backups"
    folder.mkdir()
    for number in (0, 2, 9, 10):
        (folder / f"valuecheck-{number}.db").write_bytes(b"earlier")
    (folder / "mine.txt").write_text("kept")
    newer_program(NEWER)
    with connection.reading(str(old / "valuecheck.db")):
        pass
    assert sorted(path.name for path in folder.iterdir()) == [
        "mine.txt", "valuecheck-0.db", "valuecheck-10.db", "valuecheck-11-migration.db",
        "valuecheck-9.db",
    ]  # fmt: skip


def test_a_migration_that_fails_leaves_everything_as_it_was(
    old: Path, run: Run, newer_program: Callable[[Migrations], None]
) -> None:
    before = rows(old, "SELECT * FROM check_ins")
    tables = rows(old, "SELECT sql FROM sqlite_schema")
    newer_program(BROKEN)
    outcome = run("4", "lost?")
    assert outcome.code == 4
    assert "not stored: 4 lost?" in outcome.err
    assert "no such table: no_such_table" in outcome.err
    assert rows(old, "PRAGMA user_version") == [(TODAYS,)]
    assert rows(old, "SELECT * FROM check_ins") == before
    assert rows(old, "SELECT sql FROM sqlite_schema") == tables


def test_a_damaged_store_is_refused_before_anything_is_migrated(
    old: Path, run: Run, newer_program: Callable[[Migrations], None]
) -> None:
    with sqlite3.connect(old / "valuecheck.db") as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE check_ins SET score = 9 WHERE score = 5")
    raw.close()
    damaged = (old / "valuecheck.db").read_bytes()
    newer_program(NEWER)
    outcome = run("status")
    assert outcome.code == 4
    assert "is damaged" in outcome.err
    assert (old / "valuecheck.db").read_bytes() == damaged
    assert not (old / "backups").exists()


def test_without_room_for_the_backup_nothing_is_migrated(
    old: Path, run: Run, newer_program: Callable[[Migrations], None]
) -> None:
    (old / "backups").write_text("a file where the folder should be")
    newer_program(NEWER)
    outcome = run("status")
    assert outcome.code == 4
    assert outcome.err.startswith("valuecheck: cannot use ")
    assert rows(old, "PRAGMA user_version") == [(TODAYS,)]


def test_of_many_that_migrate_at_once_one_does_and_the_copy_is_the_old_store(old: Path) -> None:
    path = str(old / "valuecheck.db")
    ready, failures = threading.Barrier(12), []

    def migrate() -> None:
        opened = sqlite.connect(path)
        try:
            ready.wait()
            schema.migrate(opened, path, NEWER)
        except (sqlite3.Error, StoreError) as error:
            failures.append(error)
        finally:
            opened.close()

    threads = [threading.Thread(target=migrate) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows(old, "PRAGMA user_version") == [(TODAYS + 1,)]
    (backup,) = (old / "backups").iterdir()
    copy = sqlite3.connect(backup)
    assert copy.execute("PRAGMA user_version").fetchone() == (TODAYS,)
    copy.close()


def test_making_a_store_imports_sqlite_utils_and_answering_later_does_not(home: Path) -> None:
    script = (
        "import sys; from valuecheck.__main__ import main; main(['4', 'x']); "
        "print('sqlite_utils' in sys.modules)"
    )
    loaded = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        ).stdout.split()[-1]
        for _ in range(2)
    ]
    assert loaded == ["True", "False"]
    assert notes(home) == ["x", "x"]
