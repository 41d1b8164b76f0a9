"""Kill the program at random moments and look at what is left.

`python -m tests.soak.kill 2000` runs by hand what the test runs in small, and prints a table.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlite_utils import Migrations

from tests.stored import context_of, notes, rows
from valuecheck.__main__ import main
from valuecheck.actions import changing, record
from valuecheck.core.answer import Answer
from valuecheck.store import connection, schema, sqlite
from valuecheck.store.changes import CHECK_INS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

TICK = "✓".encode()
KILLS_PER_HOME = 20
# Long enough for some answers, short enough that many kills hit the first one.
LONGEST_LIFE = 12  # answers

TWO_STEPS = Migrations("valuecheck")
TWO_STEPS()(schema.create_tables)
TWO_STEPS()(schema.add_customers)
LATER = connection.SCHEMA_VERSION + 1


@TWO_STEPS()
def rebuild_check_ins(db: Database) -> None:
    """A migration that takes its time: every row is written anew."""
    db.execute("CREATE TABLE moved (id TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT")
    db.execute("INSERT INTO moved SELECT id, note FROM check_ins")
    db.execute("ALTER TABLE check_ins ADD COLUMN mood TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE check_ins SET mood = 'fine'")


class Tally(NamedTuple):
    """The result of many kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0
    damaged: int = 0
    drafts: int = 0

    def __add__(self, other: object) -> Tally:
        assert isinstance(other, Tally)
        return Tally(*map(sum, zip(self, other, strict=True)))


class Scenario(NamedTuple):
    """A process until it is killed: `live` gets its number and ticks on stdout."""

    name: str
    live: Callable[[Path, int], None]
    fresh: bool = False  # a new home for every kill
    begin: Callable[[Path], None] = lambda _: None


def answer(_home: Path, life: int) -> None:
    """Answer again and again, through the front door."""
    for number in range(1_000_000):
        main(["4", note_of(life, number)])


def answer_in_two_steps(home: Path, life: int) -> None:
    """Answer as the prompt does: a key, then the words; a tick after both."""
    where = context_of(home)
    for number in range(1_000_000):
        stored = record.store_answer(where, Answer(4, ""), where.today)
        record.add_note(where, stored, note_of(life, number))
        os.write(1, TICK)


def acknowledge_too_early(home: Path, life: int) -> None:
    """The positive control: it says ✓ before the answer is safe."""
    where = context_of(home)
    for number in range(1_000_000):
        with changing.changing(where, "ask") as change:
            row = record.check_in_row(
                where, Answer(4, note_of(life, number)), where.today, late=False
            )
            change.put(CHECK_INS, {"id": change.new_id(), "at": change.at, **row})
            os.write(1, TICK)


def write_in_halves(home: Path, life: int) -> None:
    """The other positive control: score and history are two transactions."""
    where = context_of(home)
    for number in range(1_000_000):
        with changing.changing(where, "ask") as change:
            row = record.check_in_row(
                where, Answer(4, note_of(life, number)), where.today, late=False
            )
            id_ = change.new_id()
            change.put(CHECK_INS, {"id": id_, "at": change.at, **row}, undoable=False)
        with changing.changing(where, "ask") as change:
            change.put(CHECK_INS, {"id": id_})
        os.write(1, TICK)


def migrate_then_answer(home: Path, life: int) -> None:
    """Be a later version of the program, which migrates the store at its first answer."""
    connection.SCHEMA_VERSION = LATER
    schema.migrate = partial(schema.migrate, migrations=TWO_STEPS)
    answer(home, life)


def fill(home: Path) -> None:
    """A store of the older schema with rows to migrate."""
    where = context_of(home)
    with changing.changing(where, "import") as change:
        for number in range(300):
            row = record.check_in_row(where, Answer(3, f"old {number}"), where.today, late=False)
            change.put(CHECK_INS, {"id": change.new_id(), "at": change.at, **row})


ANSWERS = Scenario("answers", answer)
FIRST = Scenario("first answer", answer, fresh=True)
TWO_STEP = Scenario("key, then words", answer_in_two_steps)
MIGRATION = Scenario("migration", migrate_then_answer, fresh=True, begin=fill)
SOUND = (ANSWERS, FIRST, TWO_STEP, MIGRATION)
TOO_EARLY = Scenario("control: ✓ before commit", acknowledge_too_early)
HALVES = Scenario("control: two transactions", write_in_halves)


def note_of(life: int, number: int) -> str:
    """The words of one answer."""
    return f"life {life} answer {number}"


def kill_often(scenario: Scenario, kills: int, longest: float, chance: random.Random) -> Tally:
    """Let `kills` processes live at most `longest` seconds, and count what is wrong afterwards."""
    total = Tally()
    with tempfile.TemporaryDirectory(prefix="valuecheck-kill-") as folder:
        home = Path(folder)
        promised: set[str] = set()
        for life in range(kills):
            if scenario.fresh or life % KILLS_PER_HOME == 0:
                home, promised = Path(folder) / f"home{life}", set()
                os.environ["VALUECHECK_HOME"] = str(home)
                scenario.begin(home)
            ticks = live_and_die(scenario, home, life, chance.random() * longest)
            promised |= {note_of(life, number) for number in range(ticks)}
            found = examine(home, promised)
            total += found._replace(kills=1, acknowledged=ticks)
    return total


def live_and_die(scenario: Scenario, home: Path, life: int, seconds: float) -> int:
    """Run one process, kill it, and return how many answers it acknowledged."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        try:
            scenario.live(home, life)
        finally:
            os._exit(1)
    os.close(writer)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "it ended by itself"
    with open(reader, "rb") as said:
        return said.read().count(TICK)


def examine(home: Path, promised: set[str]) -> Tally:
    """Open the store as the program does and compare it with what was promised.

    What is lost is taken out of `promised`, so that it counts once.
    """
    drafts = len(list(home.rglob("*.tmp")))
    kept: set[str] = set()
    torn = 0
    try:
        if has_tables(home):
            kept, torn = set(notes(home)), sum(halves(home))
        damaged = 0
    except sqlite3.Error:
        damaged = 1
    lost = promised - kept
    promised -= lost
    return Tally(lost=len(lost), halves=torn, damaged=damaged, drafts=drafts)


def has_tables(home: Path) -> bool:
    """Return whether a store had its first migration. Raises sqlite3.Error for a damaged one."""
    if not (home / "valuecheck.db").exists():
        return False
    with closing(sqlite.connect(str(home / "valuecheck.db"))) as opened:
        found = opened.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        return bool(opened.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])


def halves(home: Path) -> Iterator[int]:
    """Count check-ins that cannot be undone, and migrations that ended half way."""
    undoable = "SELECT key FROM history"
    yield rows(home, f"SELECT count(*) FROM check_ins WHERE id NOT IN ({undoable})")[0][0]  # noqa: S608
    ((version,),) = rows(home, "PRAGMA user_version")
    moved = rows(home, "SELECT 1 FROM sqlite_schema WHERE name = 'moved'")
    old = [note for note in notes(home) if note.startswith("old")]
    yield (version == LATER) != bool(moved) or len(old) not in (0, 300)
    for backup in (home / "backups").glob("valuecheck-[1-9]*.db"):
        with closing(sqlite3.connect(backup)) as copy:
            ((count,),) = copy.execute("SELECT count(*) FROM check_ins").fetchall()
        yield count != 300


def run(kills: int, seed: int) -> dict[str, Tally]:
    """All scenarios in turn: `kills` among those that must hold, and the controls."""
    os.environ["VALUECHECK_NOW"] = "2026-11-20T09:00:00+01:00"
    longest = LONGEST_LIFE * seconds_for_an_answer()
    chance = random.Random(seed)
    share = -(-kills // len(SOUND))
    results = {scenario.name: kill_often(scenario, share, longest, chance) for scenario in SOUND}
    for control in (TOO_EARLY, HALVES):
        results[control.name] = kill_often(control, max(40, share // 10), longest, chance)
    return results


def seconds_for_an_answer() -> float:
    """Measure one run on this machine, with all imported; a child inherits the imports."""
    with tempfile.TemporaryDirectory(prefix="valuecheck-kill-") as folder:
        os.environ["VALUECHECK_HOME"] = folder
        with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
            main(["4", "the first makes the store"])
            begun = time.perf_counter()
            for _ in range(10):
                main(["4", "another"])
        return (time.perf_counter() - begun) / 10


def report(results: dict[str, Tally]) -> Iterator[str]:
    """The table."""
    yield "| " + " | ".join(["scenario", *Tally._fields]) + " |"
    yield "|---" * (1 + len(Tally._fields)) + "|"
    for name, tally in results.items():
        yield "| " + " | ".join([name, *map(str, tally)]) + " |"


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for line in report(run(wanted, seed=int(sys.argv[2]) if len(sys.argv) > 2 else 1)):
        print(line)
