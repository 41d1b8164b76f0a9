"""Many processes at once, mixed over all commands."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from tests.soak import commands, controls, homes, judging
from tests.soak.contents import content_of
from tests.soak.homes import CODES, TICK
from tests.stored import rows

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from tests.soak.judging import Tally

SWALLOW = "control: swallow"


def at_once(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Run so many processes at once: all that keep what others have stored, then all others."""
    template = judging.template_in(work)
    folder = work / "0"
    tally: Tally = Counter()
    for name in ("at once", SWALLOW):
        home = homes.copy_of(template.parent, folder)
        commands.synced(home)
        before = len(rows(home, "SELECT 1 FROM check_ins"))
        words = [_keeping(chance, number) for number in range(wanted)]
        with closing(sqlite3.connect(home / "valuecheck.db", isolation_level=None)) as other:
            if name == SWALLOW:
                other.execute("BEGIN IMMEDIATE")
            said = _together(home, words, chance, is_wrong=name == SWALLOW)
        tally[name, "trials"] += len(said)
        _look(tally, name, home, said, before)
        if name != SWALLOW:
            _together(home, [_taking(chance) for _ in range(wanted)], chance)
            tally[name, "trials"] += wanted
            tally[name, "damaged"] += content_of(home).rows is None
        shutil.rmtree(folder)
    return tally


def _keeping(chance: random.Random, number: int) -> tuple[str, ...]:
    """A command that takes nothing away."""
    answers = [("4", f"note{number}", "+incident", "@retail")] * 12
    return chance.choice(
        [
            *answers,
            ("ask", "--day", "2026-11-11", "3", f"note{number}"),
            ("off", f"2026-12-{1 + number % 28:02}"),
            ("customer", "add", f"c{number}", "--serves", "retail"),
            ("feedback", "add", "@retail", "3", f"said {number}"),
            ("feedback", "import", "feedback.csv"),
            ("import", "export.jsonl"),
            ("import", "harsh.log", "--score", "y=5,n=1"),
            ("export", f"out{number}.jsonl"),
            ("export", f"out{number}.db"),
            ("config", "question", f"question {number}"),
            ("try", f"trial {number}", "--by", f"+k{number}"),
            *[(word,) for word in ("backup", "status", "log", "report", "due", "doctor", "sync")],
            ("doctor", "--fix"),
        ]
    )


def _taking(chance: random.Random) -> tuple[str, ...]:
    return chance.choice(
        [
            ("undo", "--yes"), ("delete", "last"), ("forget", "last", "--yes"),
            ("edit", "last", "2", "x"), ("backup", "restore", "1", "--yes"), ("4", "y"),
            ("doctor", "--fix"), ("sync",), ("customer", "rename", "retail", "shop"),
        ]
    )  # fmt: skip


def _together(
    home: Path, lines: Sequence[tuple[str, ...]], chance: random.Random, *, is_wrong: bool = False
) -> list[tuple[tuple[str, ...], int, str]]:
    """Run lines at once; returns each with its exit code and all that it said."""
    children = []
    for number, words in enumerate(lines):
        child = os.fork()
        if child == 0:
            time.sleep(chance.random() * 0.05)
            if is_wrong:
                controls.become(home, SWALLOW, out=f"out{number}")
            commands.become(home, "", words, out=f"out{number}")
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    texts = [said_by(home.parent, f"out{number}", f"err{number}") for number in range(len(lines))]
    return [*zip(lines, codes, texts, strict=True)]


def said_by(folder: Path, *streams: str) -> str:
    return "".join((folder / s).read_text() for s in streams if (folder / s).exists())


def _look(
    tally: Tally,
    name: str,
    home: Path,
    said: Sequence[tuple[tuple[str, ...], int, str]],
    before: int,
) -> None:
    """Count what is wrong after processes that ran at once."""
    promised = set()
    for words, code, text in said:
        note = next((word for word in words if word.startswith("note")), None)
        if note and TICK in text:
            promised.add(note)
        tally[name, "traceback"] += "Traceback" in text or "unexpectedly" in text
        tally[name, "exit code"] += code not in CODES
        is_busy = "another program is writing to it" in text or "another sync is running" in text
        tally[name, "refused"] += code not in (0, 1, 3) and not is_busy
        if os.environ.get("SOAK_SHOW") and code not in (0, 1, 3) and name != SWALLOW:
            print(words, code, text, file=sys.stderr)
    kept = {note.split()[0] for (note,) in rows(home, "SELECT note FROM check_ins") if note}
    tally[name, "lost"] += len(promised - kept)
    tally[name, "damaged"] += content_of(home).rows is None
    tally[name, "lost"] += len(rows(home, "SELECT 1 FROM check_ins")) < before
    loose = [path for path in home.rglob("*") if path.stat().st_mode & 0o077]
    tally[name, "open to others"] += len(loose)
    tally[name, "leftover"] += len([*home.rglob("*.tmp*")])
