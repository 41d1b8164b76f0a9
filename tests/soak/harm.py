"""A clock that jumps, and damage to any file of a home."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING

from tests.soak import commands, controls, homes, judging
from tests.soak.command_lines import damage as damaged
from tests.soak.commands import WRITING
from tests.soak.contents import content_of
from tests.soak.homes import CODES, TICK
from tests.soak.together import said_by
from tests.stored import rows

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from tests.soak.judging import Tally

ANEW, BACK = "control: anew", "control: clock goes back"
NAMES = [name for name in judging.names() if not name.startswith(("sync", "doctor", "uninstall"))]

MOMENTS = (
    "2026-11-20T09:00:00+01:00", "2026-11-20T23:59:59+01:00", "2026-11-21T03:59:59+01:00",
    "2046-06-01T09:00:00+02:00", "1999-12-31T23:59:59-08:00", "2026-03-29T02:30:00+01:00",
    "2026-10-25T02:30:00+02:00", "2026-11-20T09:00:00+14:00", "2026-11-20T09:00:00-12:00",
    "2028-02-29T12:00:00+00:00", "1971-01-01T00:00:00+00:00", "2099-12-31T23:00:00+00:00",
)  # fmt: skip


def clocks(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Run commands one after another while the clock jumps between the past and the future."""
    template = judging.template_in(work)
    tally: Tally = Counter()
    lines = [WRITING[name].words for name in NAMES if not WRITING[name].act]
    for name in ("clocks", BACK):
        for _ in range(max(1, wanted // 40)):
            home = homes.copy_of(template.parent, work / "0")
            for _ in range(40):
                clock = _latest(home)
                undoable = len(rows(home, "SELECT DISTINCT command FROM history"))
                words = chance.choice([("4", "now"), ("edit", "last", "3"), *lines])
                os.environ["SOAK_NOW"] = chance.choice(MOMENTS)
                status = _at(home, words, is_wrong=name == BACK)
                code = os.waitstatus_to_exitcode(status)
                text = said_by(home.parent, "stdout", "stderr")
                tally[name, "trials"] += 1
                tally[name, "exit code"] += code not in CODES
                tally[name, "traceback"] += "Traceback" in text or "unexpectedly" in text
                tally[name, "clock went back"] += _latest(home) < clock
                now = len(rows(home, "SELECT DISTINCT command FROM history"))
                takes = {"undo", "forget", "backup"} & {*words}
                tally[name, "undo lost"] += now < undoable and not takes
                tally[name, "damaged"] += content_of(home).rows is None
            shutil.rmtree(work / "0")
    del os.environ["SOAK_NOW"]
    return tally


def _latest(home: Path) -> str:
    ((latest,),) = rows(home, "SELECT value FROM facts WHERE name = 'clock'")
    return str(latest)[:19]


def _at(home: Path, words: tuple[str, ...], *, is_wrong: bool) -> int:
    for stream in ("stdout", "stderr"):
        (home.parent / stream).write_text("")
    child = os.fork()
    if child == 0:
        if is_wrong:
            controls.become(home, BACK)
        commands.become(home, "", words)
    return os.waitpid(child, 0)[1]


def damage(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Damage any file of a home, then answer."""
    template = judging.template_in(work)
    tally: Tally = Counter()
    for name in ("damage", ANEW):
        for number in range(wanted if name == "damage" else max(20, wanted // 10)):
            # What an answer starts may write once more after it.
            home = homes.copy_of(template.parent, work / f"{name}-{number}")
            damaged(home, chance)
            before = _notes(home)
            status = _at_damaged(home, is_wrong=name == ANEW)
            text = said_by(home.parent, "stdout")
            after = _notes(home)
            tally[name, "trials"] += 1
            tally[name, "exit code"] += os.waitstatus_to_exitcode(status) not in CODES
            tally[name, "lost"] += TICK in text and (after is None or "control" not in after)
            tally[name, "lost"] += before is not None and not before <= (after or set())
            gone = before is None and after is not None and not _broken(home)
            tally[name, "lost"] += gone
            shutil.rmtree(home.parent, ignore_errors=True)
    return tally


def _at_damaged(home: Path, *, is_wrong: bool) -> int:
    child = os.fork()
    if child == 0:
        if is_wrong:
            controls.become(home, ANEW)
        commands.become(home, "", controls.WORDS)
    return os.waitpid(child, 0)[1]


def _notes(home: Path) -> set[str] | None:
    try:
        return {str(note) for (note,) in rows(home, "SELECT note FROM check_ins")}
    except (sqlite3.Error, UnicodeDecodeError):
        return None


def _broken(home: Path) -> bool:
    return any((home / "backups").glob("*broken*"))
