"""Kill every writing command, or fail it, at each of its system calls, and look at what is left.

`python -m tests.soak.inject 3000` runs by hand what the test runs in small, and prints a table.
Needs strace. A process that has all modules loaded runs under it and forks a child for each
command, so that a trial takes a few milliseconds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.soak import commands
from tests.soak.commands import CODES, TICK, WRITING, Content, content_of, copy_of, make_template
from valuecheck.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CALLS = (
    "pwrite64", "fdatasync", "fsync", "unlink", "rename", "ftruncate", "link", "mkdir", "fchmod",
    "chmod", "write",
)  # fmt: skip
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EPERM")
# Commands that are done in two steps, of which the first may stand alone after an error.
IN_STEPS = {"forget", "restore", "import", "import harsh", "feedback import", "doctor", "config"}
FEW = ("answer", "forget", "feedback import", "import", "restore", "config")
CONTROLS = {
    "control: halves": "the score and its words are two transactions",
    "control: early": "it says ✓ before it is stored",
}


class Trial(NamedTuple):
    """A command, the system call at which something happens, the how-manieth, and what."""

    call: str
    number: int
    action: str  # "signal=KILL", or "error=EIO"

    @property
    def option(self) -> str:
        """The option of strace."""
        return f"inject={self.call}:{self.action}:when={self.number}"


class Zygote:
    """A process with all modules loaded, which forks a child for each command.

    strace is attached to it for each trial; it counts the system calls of every child anew.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.soak.inject", "zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self.is_alive = True

    def run(self, trial: Trial, work: Path, names: Sequence[str]) -> bool:
        """Run a command in each folder of `work` that is named by its number.

        Returns False where they take too long; the process is of no use then.
        """
        tracer = subprocess.Popen(
            ["strace", "-f", "-p", str(self._process.pid), "-o", "/dev/null",
             "-e", f"trace={trial.call}", "-e", trial.option],
            stderr=subprocess.PIPE,
        )  # fmt: skip
        assert tracer.stderr is not None
        try:
            assert b"attached" in tracer.stderr.readline()
            assert self._process.stdin is not None
            self._process.stdin.write("\t".join([str(work), *names]) + "\n")
            self._process.stdin.flush()
            end = time.monotonic() + _PATIENCE
            while not (work / "done").is_symlink():
                if time.monotonic() > end:
                    self._process.kill()
                    self.is_alive = False
                    return False
                time.sleep(0.01)
            return True
        finally:
            tracer.terminate()
            tracer.communicate()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def inject(
    zygote: Zygote, trial: Trial, template: Path, names: Sequence[str], work: Path
) -> Iterator[Result]:
    """Run all commands `names` with one injection each; what became of every one."""
    folders = [work / f"{number}" for number in range(len(names))]
    for folder in folders:
        copy_of(template.parent, folder)
    if zygote.run(trial, work, names):
        (work / "done").unlink()
    for name, folder in zip(names, folders, strict=True):
        if not (folder / "status").is_symlink():
            # Started when time was up: nobody knows what it is doing.
            shutil.rmtree(folder, ignore_errors=True)
            continue
        yield Result(name, int(os.readlink(folder / "status")), folder)
        shutil.rmtree(folder)


class Result(NamedTuple):
    """A command that ended with the raw `status` of waitpid."""

    name: str
    status: int
    folder: Path


def be_zygote() -> None:
    """Fork a child for each command; the status is kept as a link, which nothing injects."""
    _load_everything()
    print("ready", flush=True)
    for line in sys.stdin:
        work, *names = line.rstrip("\n").split("\t")
        for number, name in enumerate(names):
            folder = Path(work) / str(number)
            child = os.fork()
            if child == 0:
                _become(folder / "home", name)
            _, status = os.waitpid(child, 0)
            os.symlink(str(status), folder / "status")
        os.symlink("done", Path(work) / "done")


def _load_everything() -> None:
    """Import what commands import, so that no child has to."""


def _become(home: Path, name: str) -> None:
    if name not in CONTROLS:
        commands.become(home, WRITING[name])
    _be_control(home, name)


def _be_control(home: Path, name: str) -> None:
    """Be a program with a fault that the harness must find."""
    from tests.stored import context_of
    from valuecheck.actions import changing, record
    from valuecheck.core.answer import Answer
    from valuecheck.store.changes import CHECK_INS

    os.chdir(home.parent)
    said = os.open(home.parent / "stdout", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    where = context_of(home)
    row = record.check_in_row(where, Answer(4, "control"), where.today, late=False)
    try:
        if name == "control: early":
            os.write(said, TICK.encode())
        with changing.changing(where, "ask") as change:
            id_ = change.new_id()
            change.put(CHECK_INS, {"id": id_, "at": change.at, **row, "note": ""})
        if name == "control: halves":
            with changing.changing(where, "ask", command=change.command) as change:
                change.put(CHECK_INS, {"id": id_, "note": "control"})
    finally:
        os._exit(0)


class Expected(NamedTuple):
    """Return what a home may say after a command: as before it, or as after it."""

    before: Content
    after: Content


def expectations(template: Path, work: Path) -> dict[str, Expected]:
    """Return what each command makes of the template where nothing goes wrong."""
    before = content_of(template)
    found = {}
    for name in (*_names(), *CONTROLS):
        folder = work / "expected"
        home = copy_of(template.parent, folder)
        child = os.fork()
        if child == 0:
            _become(home, name)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) in (0, 1), (name, (folder / "stderr").read_text())
        found[name] = Expected(before, content_of(home))
        shutil.rmtree(folder)
    return found


def judge(result: Result, expected: Expected) -> Iterator[str]:
    """Return what is wrong with what a command has left behind; nothing where all is well."""
    home = result.folder / "home"
    out = _text(result.folder / "stdout")
    err = _text(result.folder / "stderr")
    killed = os.WIFSIGNALED(result.status)
    code = -1 if killed else os.waitstatus_to_exitcode(result.status)
    if "Traceback" in out + err or "unexpectedly" in err:
        yield "traceback"
    if not killed and code not in CODES:
        yield f"exit code {code}"
    try:
        found = content_of(home)
    except (sqlite3.Error, StoreError, AssertionError) as error:
        yield f"damaged ({error})"
        return
    is_after = _says(found, expected.after)
    if not is_after and not _says(found, expected.before) and not _is_on_the_way(found, expected):
        yield "half"
    if (TICK in out or code == 0) and not is_after:
        yield "lost"
    if code > 0 and is_after and not _says(found, expected.before):
        step = result.name in IN_STEPS or "stored, but" in err or "perhaps" in err
        if not step:
            yield "done, but said to have failed"


def _says(found: Content, expected: Content) -> bool:
    # Copies made on the way may be more than expected, never fewer or broken.
    return found[:1] + found[2:4] == expected[:1] + expected[2:4]


def _is_on_the_way(found: Content, expected: Expected) -> bool:
    """Return whether settings are written already, and the store has yet to note the workdays.

    The next command that writes notes them.
    """
    return _says(found, expected.before._replace(settings=expected.after.settings))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


def kills(wanted: int, work: Path, chance: random.Random) -> Counter[tuple[str, str]]:
    """Kill at system calls until `wanted` commands have been killed there."""
    return _until(wanted, work, chance, ["signal=KILL"], [*_names(), *CONTROLS])


def errors(wanted: int, work: Path, chance: random.Random) -> Counter[tuple[str, str]]:
    """Let system calls fail until `wanted` commands have met an error."""
    actions = [f"error={name}" for name in ERRORS]
    return _until(wanted, work, chance, actions, [*_names(), "control: early"])


def _names() -> list[str]:
    """All commands, or a few where time is short."""
    return [*FEW] if os.environ.get("VALUECHECK_FEW") else [*WRITING]


def _until(
    wanted: int, work: Path, chance: random.Random, actions: Sequence[str], names: Sequence[str]
) -> Counter[tuple[str, str]]:
    template = make_template(work / "template")
    expected = expectations(template, work)
    trials = [
        Trial(call, number, action)
        for call in CALLS
        for number in range(1, _MOST.get(call, 6) + 1)
        for action in actions
    ]
    chance.shuffle(trials)
    if os.environ.get("VALUECHECK_FEW"):
        # Where the controls show what they are for.
        trials = [Trial("pwrite64", number, actions[0]) for number in (30, 9, 32, 14, 28, 34)]
    tally: Counter[tuple[str, str]] = Counter()
    turn = 0
    zygote = Zygote()
    end = time.monotonic() + float(os.environ.get("VALUECHECK_SECONDS", "3600"))
    while _trials(tally) < wanted and time.monotonic() < end:
        trial = trials[turn % len(trials)]
        turn += 1
        if not zygote.is_alive:
            zygote = Zygote()
        for result in inject(zygote, trial, template, names, work):
            hit = os.WIFSIGNALED(result.status) if "KILL" in trial.action else True
            if not hit:
                continue
            tally[result.name, "trials"] += 1
            for fault in judge(result, expected[result.name]):
                tally[result.name, fault] += 1
                if result.name not in CONTROLS and os.environ.get("VALUECHECK_SHOW"):
                    print(trial, result.name, fault, _text(result.folder / "stderr"))
    zygote.close()
    return tally


def _trials(tally: Counter[tuple[str, str]]) -> int:
    return sum(count for (_, what), count in tally.items() if what == "trials")


_PATIENCE = 60
_MOST = {"pwrite64": 30, "fdatasync": 8, "fsync": 6, "write": 12}


def random_kills(wanted: int, work: Path, chance: random.Random) -> Counter[tuple[str, str]]:
    """Kill commands at random moments of their lives."""
    _load_everything()
    template = make_template(work / "template")
    expected = expectations(template, work)
    tally: Counter[tuple[str, str]] = Counter()
    names = [*_names(), *CONTROLS]
    lifetimes = {name: _lifetime(template, name, work) for name in names}
    end = time.monotonic() + float(os.environ.get("VALUECHECK_SECONDS", "3600"))
    for number in range(wanted):
        if time.monotonic() > end:
            break
        name = names[number % len(names)]
        folder = work / "random"
        home = copy_of(template.parent, folder)
        child = os.fork()
        if child == 0:
            _become(home, name)
        time.sleep(chance.random() * lifetimes[name] * 1.1)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        result = Result(name, status, folder)
        tally[name, "trials"] += 1
        tally[name, "killed"] += os.WIFSIGNALED(status)
        for fault in judge(result, expected[name]):
            tally[name, fault] += 1
        shutil.rmtree(folder)
    return tally


def _lifetime(template: Path, name: str, work: Path) -> float:
    home = copy_of(template.parent, work / "life")
    begun = time.perf_counter()
    child = os.fork()
    if child == 0:
        _become(home, name)
    os.waitpid(child, 0)
    shutil.rmtree(work / "life")
    return time.perf_counter() - begun


def table(tally: Counter[tuple[str, str]]) -> Iterator[str]:
    """One line for each command, and one for all."""
    faults = sorted({what for _, what in tally if what not in ("trials", "killed")})
    yield "| " + " | ".join(["command", "trials", *faults]) + " |"
    yield "|---" * (2 + len(faults)) + "|"
    names = [name for name, what in tally if what == "trials"]
    for name in names:
        cells = [name, str(tally[name, "trials"]), *(str(tally[name, what]) for what in faults)]
        yield "| " + " | ".join(cells) + " |"
    sound = [name for name in names if name not in CONTROLS]
    total = [sum(tally[name, what] for name in sound) for what in ("trials", *faults)]
    yield "| " + " | ".join(["all but controls", *map(str, total)]) + " |"


def main(arguments: Sequence[str]) -> None:
    """`zygote …` is how it starts itself; else KIND and how many."""
    if arguments[:1] == ["zygote"]:
        be_zygote()
        return
    kind, wanted = arguments[0], int(arguments[1])
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    run = {"kill": kills, "error": errors, "random": random_kills}[kind]
    with tempfile.TemporaryDirectory(prefix="valuecheck-soak-") as folder:
        (Path(folder) / "template").mkdir()
        for line in table(run(wanted, Path(folder), random.Random(seed))):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
