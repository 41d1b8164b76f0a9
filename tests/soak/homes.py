"""A user's home beside the files that commands read, and runs of the program in it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from tests.soak.contents import ANIMAL
from valuecheck.__main__ import main

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-11-20T09:00:00+01:00"
TICK = "✓"
# What the exit codes of the contract are; anything else is a fault of the program.
CODES = {0, 1, 2, 3, 4, 75, 130}


class Outcome(NamedTuple):
    """A command that ran to its end: its exit code, and what it said."""

    code: int
    out: str
    err: str


def environment(home: Path) -> None:
    """Let this process be one of the user whose home is beside `home`."""
    os.environ.update(
        HOME=str(home.parent),
        SHELL="/bin/bash",
        VALUECHECK_HOME=str(home),
        VALUECHECK_NOW=os.environ.get("SOAK_NOW", NOW),
    )
    kept = {"VALUECHECK_HOME", "VALUECHECK_NOW"}
    for name in {*os.environ} - kept:
        if name.startswith(("VALUECHECK_", "XDG_")) or name == "ZDOTDIR":
            del os.environ[name]


def enter(home: Path, out: str = "stdout", err: str = "stderr") -> None:
    """Let this process be one of that user, which writes to files beside the home."""
    os.chdir(home.parent)
    environment(home)
    for descriptor, stream in ((1, out), (2, err)):
        file = os.open(home.parent / stream, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


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


def ok(home: Path, *words: str) -> None:
    """Run a command that works."""
    done = run(home, words)
    assert done.code == 0, (words, done)


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
