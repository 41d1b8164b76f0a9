"""Command lines made of the program's own commands, options and values, on stores of any kind.

`python -m tests.soak.command_lines 20000` runs by hand what the test runs in small, and prints a
table. Each line runs in a child of a process that has all modules loaded, with a limit on its CPU
time; several lines follow each other in one home.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests import fuzzing
from tests.commands import TREE
from tests.soak import judging
from tests.soak.contents import Content, content_of
from tests.soak.homes import CODES, copy_of, environment, make_template
from valuecheck.__main__ import main as program
from valuecheck.core.errors import StoreError
from valuecheck.store import connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.soak.judging import Tally
    from valuecheck.store.changes import Change

_changing = connection.changing

CONTROL = "control: faults"
KINDS = ("good", "damaged", "none")
LINES_PER_HOME = 12
CPU_SECONDS = 20
WALL_SECONDS = 300
# It starts a PostgreSQL of its own.
LEFT_OUT = {"team demo"}
NEVER = {"--open"}  # a browser
# They may have done a part where they say that something is left.
IN_STEPS = {"forget", "doctor", "sync", "uninstall"}
WORDS = (
    "4", "0", "5 words", "last", "abcd", "week", "2026-11-20", "mon", "9999-12-31", "0001-01-01",
    "all", "12w", "+incident", "@retail", "retail", "@", "+", "", "-", "--", "x" * 500, "\udcff",
    "\x1b[31m", "é\u202e", "out.csv", "./out.jsonl", "/dev/null", "/nowhere/out.db", "missing.csv",
    "plain", "json", "nonsense", "1-2", "-1", "999999999999999999999", "4h", "mon..fri", "a=b",
    "score=4", "question", "workdays", "mon,tue", "{}", "%s", "../..", "bash", "1", "export.jsonl",
    "other.csv", "other.db", "harsh.log", "jrnl.json", "daylio.csv", "plain.csv", "feedback.csv",
    "y=5,n=1", r"mood:(\d)", "csat", "nps", "shoppers", "platform", "new", "2h", "carried", "key",
)  # fmt: skip
TYPED = ("", "4 x\n", "\x00\xff", "y\n" * 5)


def line_of(chance: random.Random) -> list[str]:
    """A command line: a command, some of its options with some values, and some words."""
    path = chance.choice(sorted({*TREE} - LEFT_OUT))
    words = path.split()
    options = [each for each in TREE[path].params if each.param_type_name == "option"]
    for option in chance.sample(options, min(len(options), chance.choice((0, 0, 1, 2, 3)))):
        name = chance.choice([*option.opts, *option.secondary_opts])
        if name not in NEVER:
            words += [name] if option.is_flag else [name, chance.choice(WORDS)]
    words += chance.choices(WORDS, k=chance.choice((0, 1, 1, 2, 3)))
    if chance.random() < 0.1:
        chance.shuffle(words)
    return words


def damage(home: Path, chance: random.Random) -> None:
    """Flip, zero, cut or lengthen any file of a home."""
    files = sorted(path for path in home.rglob("*") if path.is_file())
    file = chance.choice([home / "valuecheck.db", *files])
    whole = bytearray(file.read_bytes())
    at = chance.randrange(len(whole) or 1)
    kind = chance.randrange(5)
    if kind == 0 and whole:
        for _ in range(chance.randrange(1, 20)):
            whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        whole[at : at + 4096] = bytes(min(4096, len(whole) - at))
    elif kind == 2:
        del whole[at:]
    elif kind == 3:
        whole += chance.randbytes(chance.randrange(1, 9000))
    else:
        (home / "config.toml").write_text(fuzzing.mutated("config", chance), errors="replace")
    file.write_bytes(whole)


class Ran(NamedTuple):
    """A line that ran: its raw status, and all that it said."""

    status: int
    said: str


def run(words: Sequence[str], home: Path, typed: str, *, is_wrong: bool = False) -> Ran:
    """Run a line in a child; one that takes too long is killed."""
    for stream in ("stdout", "stderr"):
        (home.parent / stream).unlink(missing_ok=True)
    (home.parent / "stdin").write_text(typed, encoding="latin-1")
    child = os.fork()
    if child == 0:
        _become(words, home, is_wrong=is_wrong)
    end = time.monotonic() + WALL_SECONDS
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.001)
    said = (home.parent / stream for stream in ("stdout", "stderr"))
    return Ran(ended[1], "".join(s.read_text(errors="replace") for s in said if s.exists()))


def _become(words: Sequence[str], home: Path, *, is_wrong: bool) -> None:
    os.chdir(home.parent)
    environment(home)
    # No database of this machine is asked, and no window opens.
    os.environ.update(
        PGHOST="/nowhere", PGCONNECT_TIMEOUT="2", BROWSER="true", GIT_SSH_COMMAND="false"
    )
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), descriptor)
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    if is_wrong:
        vars(connection)["changing"] = _storing_before_it_fails
        vars(connection)["reading"] = _wrong
    code = 70
    try:
        code = program(list(words))
    finally:
        os._exit(code)


def _wrong(*_: object) -> None:
    """One part of the positive control: nobody has thought of an error."""
    raise IndexError


@contextmanager
def _storing_before_it_fails(*words: Any, **options: Any) -> Iterator[Change]:
    """The other part: what has failed is stored."""
    with _changing(*words, **options) as change:
        yield change
    raise StoreError("the disk is full", "try again")  # noqa: EM101


def faults(words: Sequence[str], ran: Ran, before: Content, home: Path) -> list[str]:
    """Say what is wrong with a line that ran; nothing where all is well."""
    found = []
    code = os.waitstatus_to_exitcode(ran.status)
    if code < 0:
        found.append("no end" if -code in (signal.SIGKILL, signal.SIGXCPU) else f"signal {-code}")
    elif code not in CODES:
        found.append(f"exit code {code}")
    if "Traceback" in ran.said or "unexpectedly" in ran.said:
        found.append("traceback")
    after = content_of(home)
    if code in (1, 2, 4) and not IN_STEPS & {*words} and after.rows != before.rows:
        found.append("failed, but changed something")
    if after.rows is None and before.rows is not None:
        found.append("damaged")
    return found


def lines(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Run `wanted` lines on stores of each kind, and some of a program with a fault."""
    judging.load_everything()
    (work / "template").mkdir()
    template = make_template(work / "template")
    tally: Tally = Counter()
    kinds = [KINDS[number % len(KINDS)] for number in range(-(-wanted // LINES_PER_HOME))]
    for kind in (*kinds, *[CONTROL] * 5):
        # So deep that no `../..` leads out of it.
        home = copy_of(template.parent, work / "a" / "b" / "c")
        if kind == "none":
            shutil.rmtree(home)
        elif kind == "damaged":
            damage(home, chance)
        for _ in range(LINES_PER_HOME):
            words, typed = line_of(chance), chance.choice(TYPED)
            before = content_of(home)
            ran = run(words, home, typed, is_wrong=kind == CONTROL)
            tally[kind, "trials"] += 1
            for fault in faults(words, ran, before, home):
                tally[kind, fault] += 1
                if kind != CONTROL:
                    print(kind, fault, words, ascii(typed), ran.said[-500:], file=sys.stderr)
        shutil.rmtree(work / "a")
    return tally


def main(arguments: Sequence[str]) -> None:
    """How many lines, and a seed."""
    wanted, seed = int(arguments[0]), int(arguments[1]) if arguments[1:] else 1
    with tempfile.TemporaryDirectory(prefix="valuecheck-lines-") as folder:
        for line in judging.table(lines(wanted, Path(folder), random.Random(seed))):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
