"""Every command that writes, a home to run it in, and what is left of the home afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.soak.contents import ANIMAL
from tests.soak.homes import copy_of, enter, ok, run
from tests.stored import context_of, rows
from valuecheck.__main__ import main
from valuecheck.actions import intentions, trials
from valuecheck.core.errors import StoreError, ValuecheckError
from valuecheck.core.text import say
from valuecheck.store import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CLOCK = "000001763625600.000.00000000000000d1.0000beef"


class Writing(NamedTuple):
    """A command that writes.

    `prepare` changes the home before it. `in_steps` is done in several steps, of which the first
    may stand alone; the commands `again` then finish it, by default the command itself.
    """

    words: tuple[str, ...]
    prepare: Callable[[Path], None] = lambda _: None
    in_steps: bool = False
    again: tuple[tuple[str, ...], ...] = ()
    act: Callable[[Path], None] | None = None  # what only a terminal can ask for


def deleted(home: Path) -> None:
    ok(home, "delete", "last")


def imported(home: Path) -> None:
    ok(home, "import", "export.jsonl")


def feedback_known(home: Path) -> None:
    ok(home, "feedback", "import", "feedback.csv")
    table = home.parent / "feedback.csv"
    table.write_text(table.read_text().replace("said", "wrote"))


def trying(home: Path) -> None:
    ok(home, "try", "fewer meetings")


def trial_over(home: Path) -> None:
    trying(home)
    rows(home, "UPDATE trials SET start = '2026-10-01', finish = '2026-10-28', verdict = '{}'")


def half_forgotten(home: Path) -> None:
    """Forget only in the store, as where the disk was full for the rest."""
    ok(home, "backup")
    compact = connection.compact
    try:
        vars(connection)["compact"] = _full
        assert run(home, ("forget", "last", "--yes")).code == 4
    finally:
        vars(connection)["compact"] = compact


def _full(_path: str, _timeout: float = 0) -> None:
    problem = "the disk is full"
    raise StoreError(problem, "free some space and try again")


def unreadable(home: Path) -> None:
    """Rows, a file and a folder that doctor mends."""
    rows(home, "INSERT INTO days_off VALUES ('9999-12-31', '', 'd1', ?, 0)", CLOCK)
    rows(home, "INSERT INTO workweeks VALUES ('2026-01-01', '[[]]', 'd1', ?, 0)", CLOCK)
    (home / "state" / "next-due.999999999.tmp").write_text("1")
    (home / "valuecheck.db").chmod(0o644)


def damaged(home: Path) -> None:
    """A store of which not every page can be read."""
    for number in range(12):
        ok(home, "ask", "--day", f"2026-09-{number + 1:02}", "4", f"{number} {'x' * 900}")
    store = home / "valuecheck.db"
    content = bytearray(store.read_bytes())
    leaf = next(at for at in range(0, len(content), 4096) if b"6 xxxx" in content[at : at + 4096])
    content[leaf : leaf + 4096] = bytes([0xA5]) * 4096
    store.write_bytes(content)


def carried(home: Path) -> None:
    """An empty folder where machines meet."""
    (home.parent / "carried").mkdir()


def synced(home: Path) -> None:
    """This machine and another one meet in a folder; each has something that the other has not."""
    carried(home)
    _meet(home, home.parent / "carried")


def synced_and_even(home: Path) -> None:
    """As synced, and both have all."""
    synced(home)
    ok(home, "sync")
    ok(home.parent / "other", "sync")


def synced_by_git(home: Path) -> None:
    """As synced, at a git repository."""
    remote = home.parent / "carried"
    subprocess.run(["git", "init", "--quiet", "--bare", str(remote)], check=True)
    _meet(home, remote)


def _meet(home: Path, remote: Path) -> None:
    other = home.parent / "other"
    ok(home, "sync", "setup", str(remote), "--no-auto")
    key = str(home / "sync.key")
    ok(other, "sync", "join", str(remote), "--no-auto", "--key-file", key)
    ok(other, "ask", "--day", "2026-11-19", "2", "from the other machine")
    ok(other, "sync")
    ok(home, "ask", "--day", "2026-11-11", "5", f"{ANIMAL} from here")


def meeting(home: Path) -> None:
    """Another machine has set sync up; this one has its key."""
    carried(home)
    other = home.parent / "other"
    ok(other, "ask", "--day", "2026-11-19", "2", "from the other machine")
    ok(other, "sync", "setup", str(home.parent / "carried"), "--no-auto")
    shutil.copy(other / "sync.key", home.parent / "key")


def with_rc(home: Path) -> None:
    """A user's own file of bash."""
    (home.parent / ".bashrc").write_text("alias ll='ls -l'\n")


def hooked(home: Path) -> None:
    with_rc(home)
    ok(home, "hook", "install", "bash", "--yes")


def _intend(home: Path) -> None:
    intentions.intend(context_of(home), "2026-W47", "fewer meetings")


def _decide(home: Path) -> None:
    trial = trials.to_decide(context_of(home))
    assert trial
    trials.decide(context_of(home), trial, "again")


_SETUP = ("sync", "setup", "carried", "--no-auto")
_JOIN = ("sync", "join", "carried", "--no-auto", "--key-file", "key")
_LEAVE = ("uninstall", "--data", "--export", "kept.jsonl", "--yes")
W = Writing
WRITING: Mapping[str, Writing] = {
    "answer": W(("4", "fixed it", "+incident", "@retail")),
    "answer with options": W(("ask", "3", "--kind", "desk", "--customer", "retail")),
    "skip": W(("0",)),
    "fill in": W(("ask", "--day", "2026-11-10", "2")),
    "status": W(("status",)),
    "due": W(("due",)),
    "off": W(("off", "tomorrow", "ill")),
    "off range": W(("off", "2026-12-24..2026-12-31", "holiday")),
    "off delete": W(("off", "2026-11-13", "--delete")),
    "edit": W(("edit", "last", "5", "better")),
    "edit day": W(("edit", "last", "--day", "2026-11-17")),
    "edit swap": W(("edit", "--swap", "@retail=@shop", "--all")),
    "edit no note": W(("edit", "last", "--no-note")),
    "delete": W(("delete", "last")),
    "undo": W(("undo", "--yes"), deleted),
    "undo import": W(("undo", "--yes"), imported),
    "forget": W(("forget", "last", "--yes"), in_steps=True, again=(("doctor", "--fix"),)),
    "intend": W((), act=_intend),
    "try": W(("try", "fewer meetings")),
    "try stop": W(("try", "--stop"), trying),
    "try decide": W((), trial_over, act=_decide),
    "customer add": W(("customer", "add", "new", "--serves", "retail", "--wants", "speed")),
    "customer edit": W(("customer", "edit", "retail", "--wants", "speed", "--not-asked")),
    "customer chain": W(("customer", "chain", "one", "two", "three")),
    "customer rename": W(("customer", "rename", "retail", "shop")),
    "customer merge": W(("customer", "merge", "platform", "retail")),
    "customer delete": W(("customer", "delete", "platform")),
    "feedback add": W(("feedback", "add", "@retail", "2", "still slow")),
    "feedback edit": W(("feedback", "edit", "1", "worse")),
    "feedback delete": W(("feedback", "delete", "last")),
    "feedback import": W(("feedback", "import", "feedback.csv"), in_steps=True),
    "feedback update": W(
        ("feedback", "import", "feedback.csv", "--update", "--save-as", "mine"),
        feedback_known,
        in_steps=True,
    ),
    "import": W(("import", "export.jsonl"), in_steps=True),
    "import csv": W(("import", "other.csv"), in_steps=True),
    "import sqlite": W(("import", "other.db"), in_steps=True),
    "import harsh": W(("import", "harsh.log", "--score", "y=5,n=1"), in_steps=True),
    "import jrnl": W(("import", "jrnl.json", "--score-from", r"mood:(\d)"), in_steps=True),
    "import daylio": W(("import", "daylio.csv", "--score", "good=4"), in_steps=True),
    "import map": W(
        ("import", "plain.csv", "--map", "day=When,score=Mood,note=Said"), in_steps=True
    ),
    "backup": W(("backup",)),
    "restore": W(("backup", "restore", "1", "--yes"), in_steps=True),
    "export": W(("export", "out.jsonl", "--force")),
    "export csv": W(("export", "out.csv", "all", "@retail", "--force")),
    "export sqlite": W(("export", "out.db", "--force")),
    "report to file": W(("report", "all", "--output", "out.html", "--force")),
    "config": W(("config", "workdays", "mon,tue"), in_steps=True),
    "config unset": W(("config", "remind_after", "--unset"), in_steps=True),
    "doctor rows": W(("doctor", "--fix"), unreadable, in_steps=True),
    "doctor store": W(("doctor", "--fix"), damaged, in_steps=True),
    "doctor forgotten": W(("doctor", "--fix"), half_forgotten, in_steps=True),
    "sync setup": W(_SETUP, carried, in_steps=True, again=(_SETUP, ("sync",))),
    "sync join": W(_JOIN, meeting, in_steps=True, again=(_JOIN, ("sync",))),
    "sync": W(("sync",), synced, in_steps=True),
    "sync git": W(("sync",), synced_by_git, in_steps=True),
    "sync forget": W(
        ("sync", "forget", "last", "--yes"),
        synced_and_even,
        in_steps=True,
        again=(("doctor", "--fix"), ("sync",)),
    ),
    "sync off": W(("sync", "off"), synced, in_steps=True),
    "completion": W(("completion", "bash", "--install", "--yes"), with_rc, in_steps=True),
    "hook install": W(("hook", "install", "bash", "--yes"), with_rc, in_steps=True),
    "hook uninstall": W(("hook", "uninstall", "bash", "--yes"), hooked, in_steps=True),
    "uninstall": W(("uninstall", "--yes"), hooked, in_steps=True),
    "uninstall data": W(
        _LEAVE,
        hooked,
        in_steps=True,
        again=(_LEAVE, ("uninstall", "--data", "--no-export", "--yes")),
    ),
    "demo": W(("demo", "made-up"), again=(("demo", "made-up-again"),)),
}


def prepared(template: Path, name: str, to: Path) -> Path:
    """The home in which a command begins, in the new folder `to`."""
    home = copy_of(template.parent, to)
    WRITING[name].prepare(home) if name in WRITING else None
    return home


def become(home: Path, name: str, words: tuple[str, ...] = (), *, out: str = "stdout") -> None:
    """Be a process that runs a command by its name, or by its words, and end with it."""
    enter(home, out, out.replace("out", "err"))
    act = None if words else WRITING[name].act
    code = 70
    try:
        code = _acted(act, home) if act else main(words or WRITING[name].words)
    finally:
        os._exit(code)


def _acted(act: Callable[[Path], None], home: Path) -> int:
    try:
        act(home)
    except ValuecheckError as error:
        say(str(error), sys.stderr)
        return error.code
    return 0
