"""Programs with a fault that the harness must find: each writes as a command does, and is wrong."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.soak.homes import TICK, enter
from tests.stored import context_of
from valuecheck.__main__ import main
from valuecheck.actions import changing, record
from valuecheck.cli.support import files
from valuecheck.core.answer import Answer
from valuecheck.store import changes, connection, sqlite
from valuecheck.store.changes import CHECK_INS
from valuecheck.store.clock import Tick

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path


WORDS = ("4", "control")


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
    main(WORDS)


def careless_file(_home: Path) -> None:
    """A file takes its name before its content is on the disk."""
    vars(files)["sync"] = lambda _draft: None
    main(["export", "out.jsonl", "--force"])


def swallow(_home: Path) -> None:
    """It says ✓ whatever has come of it."""
    main(WORDS)
    os.write(1, TICK.encode())


def anew(home: Path) -> None:
    """It makes a new store where the old one cannot be read."""
    if main(WORDS):
        (home / "valuecheck.db").unlink(missing_ok=True)
        main(WORDS)


def clock_goes_back(_home: Path) -> None:
    """It trusts the clock of the machine, wherever that stood before."""
    vars(changes)["next_tick"] = lambda _seen, wall: Tick(wall, 0)
    main(WORDS)


CONTROLS: dict[str, Callable[[Path], None]] = {
    "control: halves": halves,
    "control: early": early,
    "control: careless store": careless_store,
    "control: careless file": careless_file,
    "control: swallow": swallow,
    "control: anew": anew,
    "control: clock goes back": clock_goes_back,
}


def become(home: Path, name: str, *, out: str = "stdout") -> None:
    """Be a process that is wrong, and end with it."""
    enter(home, out, out)
    with suppress(Exception):
        CONTROLS[name](home)
    os._exit(0)
