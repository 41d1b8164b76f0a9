"""Programs with a fault that the harness must find: each writes as a command does, and is wrong."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.soak.homes import TICK, environment
from tests.stored import context_of
from valuecheck.__main__ import main
from valuecheck.actions import changing, record
from valuecheck.cli.support import files
from valuecheck.core.answer import Answer
from valuecheck.store import connection, sqlite
from valuecheck.store.changes import CHECK_INS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path


def halves(home: Path) -> None:
    """The score and its words are two transactions."""
    where = context_of(home)
    row = record.check_in_row(where, Answer(4, "control"), where.today, late=False)
    with changing.changing(where, "ask") as change:
        id_ = change.new_id()
        change.put(CHECK_INS, {"id": id_, "at": change.at, **row, "note": ""})
    with changing.changing(where, "ask", command=change.command) as change:
        change.put(CHECK_INS, {"id": id_, "note": "control"})


def early(home: Path) -> None:
    """It says ✓ before it is stored."""
    os.write(1, TICK.encode())
    where = context_of(home)
    row = record.check_in_row(where, Answer(4, "control"), where.today, late=False)
    with changing.changing(where, "ask") as change:
        change.put(CHECK_INS, {"id": change.new_id(), "at": change.at, **row})


def careless_store(_home: Path) -> None:
    """It says ✓ before the folder knows that the journal is gone, as Python does by default."""
    connect = sqlite.connect

    def careless(path: str, timeout: float = 1) -> sqlite3.Connection:
        opened = connect(path, timeout)
        opened.execute("PRAGMA synchronous = FULL")
        return opened

    vars(connection)["connect"] = careless
    main(["4", "control"])


def careless_file(_home: Path) -> None:
    """A file takes its name before its content is on the disk."""
    vars(files)["sync"] = lambda _draft: None
    main(["export", "out.jsonl", "--force"])


CONTROLS: dict[str, Callable[[Path], None]] = {
    "control: halves": halves,
    "control: early": early,
    "control: careless store": careless_store,
    "control: careless file": careless_file,
}


def become(home: Path, name: str) -> None:
    """Be a process that is wrong, and end with it."""
    os.chdir(home.parent)
    environment(home)
    said = os.open(home.parent / "stdout", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    with suppress(Exception):
        CONTROLS[name](home)
    os._exit(0)
