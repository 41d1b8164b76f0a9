"""Every command that writes, a home to run it in, and what is left of the home afterwards."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.stored import context_of, rows
from valuecheck.__main__ import main
from valuecheck.actions import intentions, trials
from valuecheck.core.errors import StoreError
from valuecheck.store import connection, sqlite
from valuecheck.store.changes import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

NOW = "2026-11-20T09:00:00+01:00"
TICK = "✓"
# What the exit codes of the contract are; anything else is a fault of the program.
CODES = {0, 1, 2, 3, 4, 75, 130}
# Stands in the note that is forgotten, and must then be nowhere.
ANIMAL = "otter"
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


def ok(home: Path, *words: str) -> None:
    """Run a command that works."""
    done = run(home, words)
    assert done.code == 0, (words, done)


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
        ("uninstall", "--data", "--export", "kept.jsonl", "--yes"),
        hooked,
        in_steps=True,
        again=(("uninstall", "--data", "--no-export", "--yes"),),
    ),
    "demo": W(("demo", "made-up"), again=(("demo", "made-up-again"),)),
}
READING = (("status",), ("log",), ("report",), ("due",), ("export",), ("backup", "list"))


class Outcome(NamedTuple):
    """A command that ran to its end: its exit code, and what it said."""

    code: int
    out: str
    err: str


def environment(home: Path) -> None:
    """Let this process be one of the user whose home is beside `home`."""
    os.environ.update(
        HOME=str(home.parent), SHELL="/bin/bash", VALUECHECK_HOME=str(home), VALUECHECK_NOW=NOW
    )
    kept = {"VALUECHECK_HOME", "VALUECHECK_NOW"}
    for name in {*os.environ} - kept:
        if name.startswith(("VALUECHECK_", "XDG_")) or name == "ZDOTDIR":
            del os.environ[name]


def run(home: Path, words: tuple[str, ...]) -> Outcome:
    """Run a command in this process."""
    before = dict(os.environ)
    environment(home)
    out, err = io.StringIO(), io.StringIO()
    here = os.getcwd()
    os.chdir(home.parent)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)
    return Outcome(code, out.getvalue(), err.getvalue())


def make_template(folder: Path) -> Path:
    """A home with rows of each kind and a copy, and beside it the files that commands read."""
    home = folder / "home"
    days = ("2026-11-12", "2026-11-16", "2026-11-18")
    for words in (
        *(("ask", "--day", day, "3", f"on {day} {ANIMAL * (day > '2026-11-17')}", "@retail")
          for day in days),
        ("customer", "chain", "platform", "retail", "shoppers"),
        ("feedback", "add", "@retail", "4", "fine"),
        ("backup",),
        ("off", "2026-11-13"),
        ("config", "remind_after", "2h"),
        ("export", "export.jsonl"),
    ):  # fmt: skip
        ok(home, *words)
    lines = (folder / "export.jsonl").read_text().splitlines()
    found = [json.loads(line) for line in lines]
    theirs = next(row for row in found if row["type"] == "check_ins")
    theirs |= {"id": theirs["id"][:-4] + "0000", "note": "from elsewhere"}
    (folder / "export.jsonl").write_text("\n".join([lines[0], json.dumps(theirs)]) + "\n")
    other = folder / "elsewhere"
    ok(other, "ask", "--day", "2026-11-09", "5", "in another home")
    for name in ("other.csv", "other.db"):
        ok(other, "export", str(folder / name))
    shutil.rmtree(other)
    (folder / "harsh.log").write_text("2026-11-17 : Gym : y : legs : \n2026-11-18 : Gym : n\n")
    (folder / "jrnl.json").write_text(
        '{"entries":[{"date":"2026-11-17","time":"09:30","title":"a","body":"mood:4"}]}'
    )
    (folder / "daylio.csv").write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        '2026-11-17,November 17,Tuesday,11:05 PM,good,work,"",then\n'
    )
    (folder / "plain.csv").write_text("When,Mood,Said\n2026-11-17,4,so\n2026-11-16,2,no\n")
    (folder / "feedback.csv").write_text(
        "day,score,scale,customer,words\n"
        + "".join(f"2026-11-{10 + n},{1 + n % 5},csat,retail,said {n}\n" for n in range(8))
    )
    return home


def prepared(template: Path, name: str, to: Path) -> Path:
    """The home in which a command begins, in the new folder `to`."""
    home = copy_of(template.parent, to)
    WRITING[name].prepare(home) if name in WRITING else None
    return home


def copy_of(folder: Path, to: Path) -> Path:
    """A copy of a template's folder; returns its home."""
    shutil.copytree(folder, to, symlinks=True)
    moved(to, folder)
    return to / "home"


def moved(folder: Path, then: Path) -> None:
    """Let files that name the folder `then`, where they were made, name this one."""
    settings = (folder / home / "config.toml" for home in ("home", "other"))
    for file in (*settings, *folder.glob(".*"), *(folder / ".config").rglob("*")):
        if file.is_file():
            text = file.read_bytes().replace(bytes(then), bytes(folder))
            file.write_bytes(text)


Rows = tuple[tuple[str, ...], ...]


class Content(NamedTuple):
    """A home in words: rows without ids, clocks and devices; settings; files beside it.

    `rows` is None for a store that is damaged, and empty where there is none.
    """

    rows: tuple[tuple[str, Rows], ...] | None
    undoable: int
    settings: str
    files: tuple[tuple[str, str], ...]
    sound_copies: int
    secret: bool

    def says(self, expected: Content) -> bool:
        """Return whether it says the same. Copies made on the way may be more, never fewer."""
        return self[:4] == expected[:4] and self.sound_copies >= expected.sound_copies

    def is_between(self, one: Content, other: Content) -> bool:
        """Return whether each part is as in one of them, and each file."""
        files = {*one.files, *other.files}
        return (
            self.rows in (one.rows, other.rows)
            and self.settings in (one.settings, other.settings)
            and {*self.files} <= files
            and {name for name, _ in {*one.files} & {*other.files}} <= {n for n, _ in self.files}
        )


def content_of(home: Path) -> Content:
    """The content of a home."""
    settings = home / "config.toml"
    found, undoable = _stored(home)
    return Content(
        found,
        undoable,
        _without(home, settings.read_text()) if settings.exists() else "",
        tuple(_files(home)),
        sum(map(_is_sound, (home / "backups").glob("valuecheck-*.db"))),
        any(ANIMAL.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file()),
    )


def _stored(home: Path) -> tuple[tuple[tuple[str, Rows], ...] | None, int]:
    path = str(home / "valuecheck.db")
    try:
        # As the next command does it: what a killed one has left half done is rolled back.
        with connection.reading(path) as opened:
            if opened is None:
                return (), 0
            sqlite.refuse_damaged(opened, path)
            found = tuple((name, _rows(opened, name, table.key)) for name, table in TABLES.items())
            (undoable,) = opened.execute("SELECT count(DISTINCT command) FROM history").fetchone()
            return found, undoable
    except (sqlite3.Error, StoreError):
        return None, 0
    finally:
        # A process ends with it, and this one goes on.
        connection.all_left_out()


def _rows(opened: sqlite3.Connection, name: str, key: str) -> Rows:
    left_out = {"clock", "device", "at", *({"id"} if key == "id" else ())}
    found = opened.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    return tuple(
        sorted(tuple(f"{k}={row[k]}" for k in row.keys() if k not in left_out) for row in found)  # noqa: SIM118
    )


def _files(home: Path) -> list[tuple[str, str]]:
    """All that a user finds beside the home: text by its digest, other files by their presence."""
    found = []
    for file in sorted(home.parent.rglob("*")):
        name = str(file.relative_to(home.parent))
        if name.startswith(_NOT_THE_USERS) or ".tmp" in name or file.is_dir():
            continue
        text = "" if file.suffix == ".db" else file.read_text(errors="replace")
        content = _without(home, text)
        found.append((name, sha256(content.encode()).hexdigest()[:8]))
    if (home / "sync.key").exists():
        found.append(("home/sync.key", ""))
    return found


_NOT_THE_USERS = ("home", "other", "carried", "made-up", "std", "status")


def _without(home: Path, text: str) -> str:
    return text.replace(str(home.parent), "HERE")


def _is_sound(copy: Path) -> bool:
    try:
        with closing(sqlite3.connect(copy)) as opened:
            found: Any = opened.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error:
        return False
    return bool(found[0] == "ok")


def drafts(folder: Path) -> list[Path]:
    """Half-written files below a folder."""
    return [*folder.rglob("*.tmp*")]


def become(home: Path, name: str, words: tuple[str, ...] = ()) -> None:
    """Be a process that runs a command by its name, or by its words, and end with it."""
    os.chdir(home.parent)
    environment(home)
    for descriptor, stream in ((1, "stdout"), (2, "stderr")):
        file = os.open(home.parent / stream, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    act = None if words else WRITING[name].act
    code = 70
    try:
        code = _acted(act, home) if act else main(words or WRITING[name].words)
    finally:
        os._exit(code)


def _acted(act: Callable[[Path], None], home: Path) -> int:
    act(home)
    return 0
