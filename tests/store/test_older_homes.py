"""A home of an older version opens with everything in it. tests/homes/record.py makes them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.homes.record import SESSION, record
from tests.stored import is_sound, rows
from valuecheck.store.connection import SCHEMA_VERSION

if TYPE_CHECKING:
    from tests.conftest import Run

HOMES = Path(__file__).parents[1] / "homes"
KNOWN = sorted(HOMES.glob("schema-*"), key=lambda path: int(path.name.rpartition("-")[2]))
STILL_THAT_DAY = "2026-11-09T15:00:00+01:00"
TABLES = "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
COUNTED = ("check_ins", "skips", "days_off", "workweeks", "history")


def store_of(older: Path) -> sqlite3.Connection:
    """The store that the older version left, in memory."""
    store = sqlite3.connect(":memory:")
    store.executescript((older / "store.sql").read_text(encoding="utf-8"))
    return store


@pytest.fixture(params=KNOWN, ids=lambda path: path.name)
def older(request: pytest.FixtureRequest, home: Path) -> Path:
    """The recording of an older version's home, which `home` is now."""
    recording: Path = request.param
    shutil.copytree(recording, home, ignore=shutil.ignore_patterns("store.sql"))
    with closing(store_of(recording)) as store, closing(_file(home)) as file:
        store.backup(file)
    return recording


def _file(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "valuecheck.db")


def test_there_is_a_recording_of_every_older_schema() -> None:
    have = {int(path.name.rpartition("-")[2]) for path in KNOWN}
    missing = set(range(1, SCHEMA_VERSION)) - have
    assert not missing, (
        f"no home of schema {missing}: in a worktree of a commit that has it, run "
        "python tests/homes/record.py FOLDER COMMAND..., see there"
    )


def test_a_home_that_is_recorded_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "schema-0" / "store.sql"
    kept.parent.mkdir()
    kept.write_text("as it was")
    # In place of a program: it makes the home and nothing in it.
    program = ["sh", "-c", 'mkdir -p "$VALUECHECK_HOME"']
    with pytest.raises(SystemExit, match="is recorded already; --force replaces it"):
        record(tmp_path, program)
    assert kept.read_text() == "as it was"
    record(tmp_path, program, force=True)
    assert kept.read_text().startswith("BEGIN TRANSACTION")


def test_reading_shows_all_that_was_recorded(older: Path, run: Run) -> None:
    for line in ("status", "log", "report all", "off", "customer list", "feedback log", "config"):
        done = run(*line.split(), now=STILL_THAT_DAY)
        assert (done.code, done.err) == (0, ""), line
    shown = json.loads(run("log", "--json", now=STILL_THAT_DAY).out)["check_ins"]
    with closing(store_of(older)) as store:
        query = "SELECT id, note FROM check_ins WHERE deleted = 0"
        assert {(row["id"], row["note"]) for row in shown} == {*store.execute(query)}
    assert len(shown) == 6
    assert run("due", now=STILL_THAT_DAY).code == 3


def test_an_answer_migrates_the_store_and_keeps_a_copy(older: Path, home: Path, run: Run) -> None:
    with closing(store_of(older)) as store:
        (version,) = store.execute("PRAGMA user_version").fetchone()
        before = {table: _rows(store, table) for table in COUNTED}
    assert run("4", "the first answer after the update", now=STILL_THAT_DAY).code == 0
    assert rows(home, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert is_sound(home)
    for table, kept in before.items():
        now = rows(home, f"SELECT {_columns(kept)} FROM {table}")  # noqa: S608
        assert {*kept[1:]} <= {*now}, table
    if version < SCHEMA_VERSION:
        (copy,) = (home / "backups").glob("*-migration.db")
        with closing(sqlite3.connect(copy)) as backup:
            assert {table: _rows(backup, table) for table in COUNTED} == before


def _rows(store: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    """The names of a table's columns, then its rows."""
    found = store.execute(f"SELECT * FROM {table}")  # noqa: S608
    return [tuple(column[0] for column in found.description), *found]


def _columns(kept: list[tuple[object, ...]]) -> str:
    return ", ".join(map(str, kept[0]))


@pytest.mark.usefixtures("older")
def test_it_has_the_tables_of_a_new_store(
    home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("4", now=STILL_THAT_DAY).code == 0
    migrated = rows(home, TABLES)
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "fresh"))
    assert run("4", now=STILL_THAT_DAY).code == 0
    assert migrated == rows(tmp_path / "fresh", TABLES)


@pytest.mark.usefixtures("older")
def test_the_older_versions_last_command_can_be_undone(run: Run) -> None:
    (*_, (_, _, last)) = SESSION
    assert last in run("log", now=STILL_THAT_DAY).out
    assert run("undo", now=STILL_THAT_DAY).code == 0
    assert last not in run("log", now=STILL_THAT_DAY).out


def test_what_came_later_works_on_it(older: Path, run: Run) -> None:
    has_trials = "CREATE TABLE trials" in (older / "store.sql").read_text(encoding="utf-8")
    assert ("week 1 of 4" in run("try", now=STILL_THAT_DAY).out) is has_trials
    listed = json.loads(run("customer", "list", "--json", now=STILL_THAT_DAY).out)["customers"]
    wants = {row["name"]: row["wants"] for row in listed}
    assert wants["retail"] == ("orders out by 18:00" if has_trials else "")
    for line, shown in (
        ("customer edit retail --wants speed", "wants: speed"),
        ("try tidy_desk", "✓ Trial: tidy_desk, from Tue 10 Nov"),
        ("undo", "gone  trial tidy_desk"),
        ("undo", "retail"),
        ("feedback ask platform", "Since Tue 3 Nov we have worked for you on 1 day"),
    ):
        done = run(*line.split(), now=STILL_THAT_DAY)
        assert (done.code, shown in done.out) == (0, True), (line, done)


def test_its_settings_still_hold(older: Path, run: Run) -> None:
    assert run("config", "workdays", now=STILL_THAT_DAY).out == "mon,tue,wed,thu\n"
    assert run("config", "day_starts_at", now=STILL_THAT_DAY).out == "05:00\n"
    # A Friday, which is no workday in this home.
    assert run("due", now="2026-11-13T12:00:00+01:00").code == 3
    assert run("due", now="2026-11-12T23:00:00+01:00").code == 0
    assert older.joinpath("config.toml").exists()


@pytest.mark.usefixtures("older")
def test_an_older_program_refuses_a_newer_store_and_changes_nothing(home: Path, run: Run) -> None:
    assert run("4", now=STILL_THAT_DAY).code == 0
    with closing(_file(home)) as store:
        store.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    kept = [home / "valuecheck.db", home / "config.toml"]
    before = [path.read_bytes() for path in kept]
    lines = "5 new,status,log,undo,report,off fri,due --verbose,try,customer add new,export"
    for line in (*lines.split(","), "config question new", "feedback add @retail 4 --scale csat"):
        done = run(*line.split(), now=STILL_THAT_DAY)
        assert (done.code, "was written by a newer valuecheck" in done.err) == (4, True), line
    assert [path.read_bytes() for path in kept] == before
