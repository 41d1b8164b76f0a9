"""No text of a store that another program wrote reaches a terminal as it is."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.commands import TREE
from valuecheck.render.write import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tests.conftest import Run

# Colour, title, cursor, 8-bit CSI, NEL, line separator, bidi override and isolate.
WITHIN_A_LINE = "evil\x7f\x9b31m\x85\u2028\u202e\u2066"
ANYWHERE = f"{WITHIN_A_LINE}\x1b[38;5;213m\x1b]0;evil\x07\x1b[7;7H\r\x08"
# A clock ends in a device and a nonce, both free.
IN_A_CLOCK = f"000001795000000.000.{ANYWHERE}.{ANYWHERE}"
CANDIDATES = (
    ANYWHERE,
    WITHIN_A_LINE,
    json.dumps([ANYWHERE, "retail"]),
    json.dumps([WITHIN_A_LINE], ensure_ascii=False),
    IN_A_CLOCK,
)
ACTING = re.compile(r"[\x7f-\x9f\u2028\u202e\u2066]|\x1b\]|\x1b\[38;5;213|\x1b\[7;7H")
FORMATS = [["--format", name.value] for name in Format]

# What to type after the name of each command; `^` begins keys to press when it waits.
ARGUMENTS: dict[str, list[str]] = {
    "ask": ["^4^\t\t^\x1b[A^\r", "3 words +kind", "--if-due ^\x04"],
    "status": ["", "--short"],
    "due": ["--verbose"],
    "off": ["", "2026-12-24 words", "2026-11-19 --delete"],
    "report": ["year --notes", "--methods", "@retail --notes", "+incident"],
    # A trial that is over asks first, then the week.
    "review": ["last-week ^\r^\r", "week --notes ^\r^\r", "week ^ x^\r^\r"],
    "calendar": ["", "--plain"],
    "log": ["--notes", "--search evil"],
    "edit": ["last 2", "last ^\r", "last ^ x^\r", "--no-note"],
    "delete": ["last"],
    "undo": ["^y\r", f"--yes{' && undo --yes' * 5}"],
    "forget": ["last ^n\r", "last --yes"],
    "config": ["", "question", "remind_after 2h"],
    "doctor": [""],
    "demo": [""],
    "help": ["log"],
    "completion": ["bash", "bash --install --dry-run"],
    "uninstall": ["--dry-run", "--data --dry-run"],
    "complete": ["--", "-- log ''", "-- log +", "-- log @", "-- customer edit ''"],
    "customer list": [""],
    "customer chain": ["retail shoppers"],
    "customer add": ["new --serves retail --label words"],
    "customer edit": ["retail --paying", "retail --wants words", "evil"],
    "customer rename": ["retail shops"],
    "customer merge": ["retail shoppers"],
    "customer delete": ["retail"],
    "feedback add": ["@retail 4 words"],
    "feedback log": ["--notes", "@retail", "--search evil"],
    "feedback edit": ["last 2", "last ^\r", "last ^ x^\r"],
    "feedback delete": ["last"],
    "feedback import": ["feedback.csv --dry-run", "feedback.csv"],
    "feedback ask": ["@retail --notes"],
    "try": ["--notes ^\r", "plain words --by +incident", "--stop"],
    "export": ["", "--format csv --notes"],
    "import": ["feedback.csv --dry-run"],
    "backup list": [""],
    "backup restore": ["nothing"],
    "sync setup": ["/nowhere"],
    "sync join": ["/nowhere --key-file -"],
    "sync status": [""],
    "sync forget": ["last ^n\r", "2026-11-20 ^n\r"],
    "sync key": [""],
    "sync off": [""],
    "team init": ["host=/nowhere"],
    "team join": ["host=/nowhere --team ops --yes"],
    "team leave": [""],
    "team publish": ["", "--dry-run"],
    "team report": ["--url host=/nowhere"],
    "team note": ["words"],
    "team serves": ["retail"],
    "team status": [""],
    "team demo": ["--help"],
    "hook install": ["bash --dry-run"],
    "hook uninstall": ["bash --dry-run"],
    "hook status": [""],
    "hook print": ["bash"],
}
NO_FORMAT = {"hook status"}


class Case(NamedTuple):
    """Command lines, and the keys to press."""

    lines: list[list[str]]
    keys: list[str]


def cases() -> Iterator[Case]:
    for path, lines in ARGUMENTS.items():
        options = {option for each in TREE[path].params for option in each.opts}
        formats = FORMATS if "--format" in options else [[]]
        for line, form in product(lines, formats):
            words, *keys = line.split("^")
            if keys and form not in ([], ["--format", "terminal"]):
                continue
            typed = f"{path} {words} {' '.join(form)}".split(" && ")
            yield Case([[w.strip("'") for w in line.split()] for line in typed], keys)


def test_every_command_is_tried() -> None:
    assert {*ARGUMENTS} == {*TREE}


def texts(connection: sqlite3.Connection) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each table, its text columns that identify a row, and its other text columns."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '\\_sqlite_%' ESCAPE '\\' ORDER BY name"
    ).fetchall()
    for (table,) in tables:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        indexes = connection.execute(f"PRAGMA index_list({table})").fetchall()
        keys = {
            name
            for _, index, unique, *_ in indexes
            for _, _, name in connection.execute(f"PRAGMA index_info({index})")
            if unique
        }
        text = [name for _, name, kind, *_ in columns if kind == "TEXT"]
        yield table, [n for n in text if n in keys], [n for n in text if n not in keys]


def poison(path: Path) -> set[str]:
    """Write text that acts into every text column that can hold it; returns which these are."""
    written = set()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for table, keys, others in [*texts(connection)]:
            rows = [row for (row,) in connection.execute(f"SELECT rowid FROM {table}")]  # noqa: S608
            assert rows, f"{table} has no row yet: add one to the lines above"
            for column, row in product(others, rows):
                update = f"UPDATE {table} SET {column} = ? WHERE rowid = {row}"  # noqa: S608
                if _accepts(connection, update):
                    written.add(f"{table}.{column}")
            for column in keys:
                if _accepts(connection, _copy(connection, table, column)):
                    written.add(f"{table}.{column}")
        # What restores a row is as hostile as the row.
        for id_, before in connection.execute("SELECT id, before FROM history").fetchall():
            if before:
                hostile = before.replace("plain words", json.dumps(ANYWHERE)[1:-1])
                connection.execute("UPDATE history SET before = ? WHERE id = ?", (hostile, id_))
    return written


def _accepts(connection: sqlite3.Connection, sql: str) -> bool:
    for text in CANDIDATES:
        with suppress(sqlite3.IntegrityError, sqlite3.OperationalError):
            return bool(connection.execute(sql, [text]).rowcount)
    return False


def _copy(connection: sqlite3.Connection, table: str, column: str) -> str:
    """SQL that inserts a copy of a row with another key, older than all rows."""
    columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")]
    values = {name: name for name in columns} | {column: "?"}
    if "id" in columns and column != "id":
        values["id"] = "-id"
    names = ", ".join(columns)
    selected = f"SELECT {', '.join(values.values())} FROM {table} LIMIT 1"  # noqa: S608
    return f"INSERT INTO {table} ({names}) {selected}"


@pytest.fixture
def poisoned(run: Run, home: Path) -> Path:
    """A home with rows in all tables, each as hostile as SQLite's checks let it be."""
    for line in (
        "4 plain words +incident @retail",
        "3 --day yesterday plain words @shop",
        "5 --day 2026-11-12 plain words",
        "off 2026-11-19 plain words",
        "customer chain platform retail shoppers",
        "customer edit retail --label words --wants words",
        "customer rename shop store",
        "feedback add @retail 2 plain words --source call",
        "feedback add @shoppers 9 plain words --scale nps",
        "edit last 5 plain words",
        "customer edit retail --wants words --not-asked",
        "customer edit retail --asked",
        "try plain words --for 4w",
        "try plain words --by +incident --from 2026-12-01",
    ):
        run(*line.split())
    run("0", now="2026-11-17T09:00:00+01:00")
    with closing(sqlite3.connect(home / "valuecheck.db")) as connection, connection:
        clock = "000001795000000.000.d.n"
        connection.execute(
            "INSERT INTO intentions (week, at, text, device, clock) "
            "VALUES ('2026-W47', ?, 'plain words', 'd', ?)",
            ("2026-11-13T09:00:00+01:00", clock),
        )
        connection.execute(
            "INSERT INTO team_weeks (week, at, team, happy, epsilon, device, clock) "
            "VALUES ('2026-11-09', ?, 'ops', 1, 2.0, 'd', ?)",
            ("2026-11-16T09:00:00+01:00", clock),
        )
        connection.execute(
            "INSERT INTO imports (id, at, file, source, layout, first_day, last_day, rows, unread, "
            "unread_on, device, clock) SELECT id, at, 'a.csv', 'words', 'layout', day, day, 2, 1, "
            "?, device, clock FROM check_ins LIMIT 1",
            ('{"2026-11-19": {"retail": 1}}',),
        )
        connection.execute(
            "INSERT INTO forgotten (table_name, key, device, clock) "
            "VALUES ('check_ins', 'x', 'd', ?)",
            (clock,),
        )
    written = poison(home / "valuecheck.db")
    assert {
        "check_ins.note", "check_ins.kinds", "check_ins.customers", "check_ins.question",
        "customers.name", "customers.label", "days_off.reason", "feedback.words",
        "feedback.source", "feedback.customer", "history.label", "intentions.text",
        "imports.file", "imports.source", "trials.text", "trials.measure", "customers.wants",
    } <= written  # fmt: skip
    with closing(sqlite3.connect(home / "valuecheck.db")) as connection, connection:
        # One of the trials runs, the other one is over and judged.
        connection.execute("UPDATE trials SET verdict = '' WHERE start < '2026-12-01'")
    return home


def outputs(home: Path, tmp_path: Path, all_cases: Iterable[Case]) -> Iterator[tuple[Case, str]]:
    """Each command line with what it wrote to its terminal, in a copy of `home`."""
    wanted = []
    for number, case in enumerate(all_cases):
        copy = tmp_path / f"home-{number}"
        shutil.copytree(home, copy)
        wanted.append((str(copy), *case))
    finished = subprocess.run(
        [sys.executable, "-m", "tests.forked_ptys"],
        input=json.dumps(wanted),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    for case, (codes, raw) in zip(all_cases, json.loads(finished.stdout), strict=True):
        yield case, f"{codes} {bytes.fromhex(raw).decode('utf-8', 'surrogateescape')}"


@pytest.mark.long
def test_no_text_of_the_store_acts(poisoned: Path, tmp_path: Path) -> None:
    file = tmp_path / "feedback.csv"
    file.write_text(f"day,customer,score,words\n2026-11-18,retail,2,{WITHIN_A_LINE}\n")
    all_cases = [*cases()]
    bad, evil = [], 0
    for case, shown in outputs(poisoned, tmp_path, all_cases):
        evil += "evil" in shown
        if (found := ACTING.search(shown)) or "TIMEOUT" in shown or "cannot go on" in shown:
            around = shown[max(found.start() - 60, 0) : found.end() + 20] if found else shown
            bad.append((case, around))
        if "json" in case.lines[0] and shown.startswith("[0] "):
            # Standard error shares the terminal, before or after: what it says is not JSON.
            written = shown[shown.index("{\r\n") : shown.rindex("\r\n}") + 3]
            assert written.isascii(), case
            assert json.loads(written), case
    assert not bad
    assert evil > len(all_cases) / 3, "the texts reach too few screens to be tested there"
