"""Every command that writes, a home to run it in, and what is left of the home afterwards."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.__main__ import main
from valuecheck.store import connection, sqlite
from valuecheck.store.changes import TABLES

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-11-20T09:00:00+01:00"
TICK = "✓"
# What the exit codes of the contract are; anything else is a fault of the program.
CODES = {0, 1, 2, 3, 4, 75, 130}
WRITING: dict[str, tuple[str, ...]] = {
    "answer": ("4", "fixed it", "+incident", "@retail"),
    "skip": ("0",),
    "fill in": ("ask", "--day", "2026-11-10", "2"),
    "edit": ("edit", "last", "5", "better"),
    "delete": ("delete", "last"),
    "undo": ("undo", "--yes"),
    "forget": ("forget", "last", "--yes"),
    "off": ("off", "tomorrow", "ill"),
    "off range": ("off", "2026-12-24..2026-12-31", "holiday"),
    "customer add": ("customer", "add", "new", "--serves", "retail"),
    "customer chain": ("customer", "chain", "one", "two", "three"),
    "customer rename": ("customer", "rename", "retail", "shop"),
    "customer delete": ("customer", "delete", "platform"),
    "feedback add": ("feedback", "add", "@retail", "2", "still slow"),
    "feedback edit": ("feedback", "edit", "1", "worse"),
    "feedback delete": ("feedback", "delete", "last"),
    "feedback import": ("feedback", "import", "feedback.csv"),
    "import": ("import", "export.jsonl"),
    "import harsh": ("import", "harsh.log", "--score", "y=5,n=1"),
    "backup": ("backup",),
    "restore": ("backup", "restore", "1", "--yes"),
    "export": ("export", "out.jsonl", "--force"),
    "export sqlite": ("export", "out.db", "--force"),
    "config": ("config", "workdays", "mon,tue"),
    "doctor": ("doctor", "--fix"),
}
READING = (("status",), ("log",), ("report",), ("due",), ("export",), ("backup", "list"))


class Outcome(NamedTuple):
    """Return what a command that ran to its end has left behind."""

    code: int
    out: str
    err: str


def run(home: Path, words: tuple[str, ...]) -> Outcome:
    """Run a command in this process."""
    os.environ["VALUECHECK_HOME"], os.environ["VALUECHECK_NOW"] = str(home), NOW
    out, err = io.StringIO(), io.StringIO()
    here = os.getcwd()
    os.chdir(home.parent)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    finally:
        os.chdir(here)
    return Outcome(code, out.getvalue(), err.getvalue())


def make_template(folder: Path) -> Path:
    """A home with rows of each kind and a copy, and beside it the files that commands read."""
    home = folder / "home"
    days = ("2026-11-12", "2026-11-16", "2026-11-18")
    for words in (
        *(("ask", "--day", day, "3", f"on {day}", "@retail") for day in days),
        ("customer", "chain", "platform", "retail", "shoppers"),
        ("feedback", "add", "@retail", "4", "fine"),
        ("backup",),
        ("off", "2026-11-13"),
        ("export", "export.jsonl"),
    ):
        assert run(home, words).code == 0, words
    lines = (folder / "export.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    other = next(row for row in found if row["type"] == "check_ins")
    other |= {"id": other["id"][:-4] + "0000", "note": "from elsewhere"}
    (folder / "export.jsonl").write_text("\n".join([lines[0], json.dumps(other)]) + "\n")
    (folder / "harsh.log").write_text("2026-11-17 : Gym : y : legs : \n2026-11-18 : Gym : n\n")
    (folder / "feedback.csv").write_text(
        "day,score,scale,customer,words\n"
        + "".join(f"2026-11-{10 + n},{1 + n % 5},csat,retail,said {n}\n" for n in range(8))
    )
    return home


def copy_of(folder: Path, to: Path) -> Path:
    """A copy of a template's folder; returns its home."""
    shutil.copytree(folder, to)
    return to / "home"


class Content(NamedTuple):
    """A home in words: rows without ids, clocks and devices, settings, and files beside it."""

    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    undoable: int
    settings: str
    exports: int
    sound_copies: int


def content_of(home: Path) -> Content:
    """The content of a home; raises sqlite3.Error where its store is damaged."""
    path = str(home / "valuecheck.db")
    # As the next command does it: what a killed one has left half done is rolled back.
    with connection.reading(path) as opened:
        assert opened is not None
        sqlite.refuse_damaged(opened, path)
        rows = tuple((name, _rows(opened, name, table.key)) for name, table in TABLES.items())
        (undoable,) = opened.execute("SELECT count(DISTINCT command) FROM history").fetchone()
    settings = home / "config.toml"
    return Content(
        rows,
        undoable,
        settings.read_text() if settings.exists() else "",
        sum(1 for name in ("out.jsonl", "out.db") if (home.parent / name).exists()),
        sum(map(_is_sound, (home / "backups").glob("valuecheck-*.db"))),
    )


def _rows(opened: sqlite3.Connection, name: str, key: str) -> tuple[tuple[str, ...], ...]:
    left_out = {"clock", "device", "at", *({"id"} if key == "id" else ())}
    found = opened.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    return tuple(
        sorted(tuple(f"{k}={row[k]}" for k in row.keys() if k not in left_out) for row in found)  # noqa: SIM118
    )


def _is_sound(copy: Path) -> bool:
    with closing(sqlite3.connect(copy)) as opened:
        found: Any = opened.execute("PRAGMA quick_check").fetchone()
    return bool(found[0] == "ok")


def drafts(home: Path) -> list[Path]:
    """Half-written files below a home and beside it."""
    return list(home.parent.rglob("*.tmp"))


def become(home: Path, words: tuple[str, ...]) -> None:
    """Be a process that runs a command, and end with it."""
    os.chdir(home.parent)
    os.environ["VALUECHECK_HOME"], os.environ["VALUECHECK_NOW"] = str(home), NOW
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(home.parent / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
    code = 70
    try:
        code = main(words)
    finally:
        os._exit(code)
