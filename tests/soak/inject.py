"""Kill every writing command, or fail it, at each of its system calls, and look at what is left.

`python -m tests.soak.inject kill 3000` runs by hand what the test runs in small, and prints a
table; other kinds are `error` and `random`. Needs strace, but for `random`. A process that has all
modules loaded is traced and forks a child for each command. How many system calls of a kind a
command makes is counted first, so that something happens in each trial.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.soak import commands, controls
from tests.soak.commands import CODES, TICK, WRITING, Content, content_of, copy_of, make_template
from tests.soak.controls import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CALLS = (
    "pwrite64", "write", "ftruncate", "fdatasync", "fsync", "unlink", "unlinkat", "rename", "link",
    "symlink", "mkdir", "rmdir", "fchmod", "chmod", "fchown", "utimensat", "openat", "sendfile",
)  # fmt: skip
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EPERM")
FEW = (
    "answer", "forget", "feedback import", "import", "restore", "config", "doctor rows", "sync",
    "sync setup", "export",
)  # fmt: skip
KILLED_CONTROLS = ("control: halves", "control: early")
# Said where nobody knows whether it is stored, or where what is stored cannot be shown.
UNCERTAIN = ("stored, but", "perhaps")


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
        self.pid = self._process.pid
        self.is_alive = True

    def run(self, options: Sequence[str], work: Path, names: Sequence[str]) -> bool:
        """Run commands under strace, each in the folder of `work` that is named by its number.

        Returns False where they take too long; the process is of no use then.
        """
        tracer = subprocess.Popen(
            ["strace", "-f", "-p", str(self.pid), *options], stderr=subprocess.PIPE
        )
        assert tracer.stderr is not None
        try:
            assert b"attached" in tracer.stderr.readline()
            assert self._process.stdin is not None
            self._process.stdin.write("\t".join([str(work), *names]) + "\n")
            self._process.stdin.flush()
            end = time.monotonic() + _PATIENCE
            while not (work / "done").is_symlink():
                if time.monotonic() > end:
                    done = sum((work / f"{n}" / "status").is_symlink() for n in range(len(names)))
                    print("too slow:", *options, names[done], file=sys.stderr, flush=True)
                    self.close()
                    return False
                time.sleep(0.005)
            (work / "done").unlink()
            return True
        finally:
            tracer.terminate()
            tracer.communicate()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self.is_alive = False


class Homes:
    """The home in which each command begins, made once."""

    def __init__(self, work: Path, names: Iterable[str]) -> None:
        (work / "template").mkdir()
        self._template = make_template(work / "template")
        self._work = work
        for name in names:
            if name in WRITING:
                commands.prepared(self._template, name, work / "prepared" / name)

    def copy(self, name: str, to: Path) -> Path:
        """A copy of a command's home in the new folder `to`."""
        return copy_of(
            self._work / "prepared" / name if name in WRITING else self._template.parent, to
        )


def inject(
    zygote: Zygote, trial: Trial, homes: Homes, names: Sequence[str], work: Path
) -> Iterator[Result]:
    """Run all commands `names` with one injection each; what became of every one."""
    folders = [work / f"{number}" for number in range(len(names))]
    for name, folder in zip(names, folders, strict=True):
        homes.copy(name, folder)
    options = ["-o", os.devnull, "-e", f"trace={trial.call}", "-e", trial.option]
    zygote.run(options, work, names)
    for name, folder in zip(names, folders, strict=True):
        # Without a status it was started when time was up: nobody knows what it is doing.
        if (folder / "status").is_symlink():
            yield Result(name, int(os.readlink(folder / "status")), folder)
        shutil.rmtree(folder, ignore_errors=True)


_NUMBERS = re.compile(r"\d+")
_CALLED = re.compile(r"(\d+) +(\w+)\(")


def counted(
    zygote: Zygote, homes: Homes, names: Sequence[str], work: Path
) -> dict[str, Counter[str]]:
    """Count the system calls of each kind that a command makes itself, by its name."""
    found = {}
    for name in names:
        homes.copy(name, work / "0")
        trace = work / "trace"
        options = ["-o", str(trace), "-e", "trace=" + ",".join(CALLS)]
        assert zygote.run(options, work, [name])
        lines = [_CALLED.match(line) for line in trace.read_text().splitlines()]
        called = [line.groups() for line in lines if line and line[1] != str(zygote.pid)]
        # What the command has started is not the command.
        found[name] = Counter(call for process, call in called if process == called[0][0])
        shutil.rmtree(work / "0")
    return found


class Result(NamedTuple):
    """A command that ended with the raw `status` of waitpid."""

    name: str
    status: int
    folder: Path


def be_zygote() -> None:
    """Fork a child for each command; the status is kept as a link, which nothing injects."""
    load_everything()
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


def load_everything() -> None:
    """Import what commands import, so that no child has to."""


def _become(home: Path, name: str) -> None:
    if name in CONTROLS:
        controls.become(home, name)
    commands.become(home, name)


class Expected(NamedTuple):
    """A home as it is before a command, and as it is after it: all that it may say."""

    before: Content
    after: Content


def expectations(homes: Homes, names: Iterable[str], work: Path) -> dict[str, Expected]:
    """Return what each command makes of its home where nothing goes wrong."""
    found = {}
    for name in names:
        folder = work / "expected"
        home = homes.copy(name, folder)
        before = content_of(home)
        status = _forked(home, name)
        assert os.waitstatus_to_exitcode(status) in CODES - {2}, (folder / "stderr").read_text()
        found[name] = Expected(before, content_of(home))
        shutil.rmtree(folder)
    return found


def _forked(home: Path, name: str, words: tuple[str, ...] = ()) -> int:
    """Run a command in a child; returns its raw status."""
    child = os.fork()
    if child == 0:
        commands.become(home, name, words) if words else _become(home, name)
    return os.waitpid(child, 0)[1]


def judge(result: Result, expected: Expected) -> Iterator[str]:
    """Say what is wrong with what a command has left behind; nothing where all is well."""
    out, err = (_text(result.folder / stream) for stream in ("stdout", "stderr"))
    killed = os.WIFSIGNALED(result.status)
    code = -1 if killed else os.waitstatus_to_exitcode(result.status)
    if "Traceback" in out + err or "unexpectedly" in err:
        yield "traceback"
    if not killed and code not in CODES:
        yield f"exit code {code}"
    found = content_of(result.folder / "home")
    if found.rows is None and expected.before.rows is not None:
        yield "damaged"
        return
    command = WRITING.get(result.name, commands.Writing(()))
    is_after = found.says(expected.after) and found.secret <= expected.after.secret
    is_before = found.says(expected.before)
    is_on_the_way = command.in_steps and found.is_between(*expected)
    if not is_after and not is_before and not is_on_the_way:
        yield "half"
    if (TICK in out or code == 0) and not is_after and not command.in_steps:
        yield "lost"
    if code == 0 and command.in_steps and not is_after and "not mended" not in out + err:
        yield "lost"
    is_sure = not command.in_steps and not any(words in err for words in UNCERTAIN)
    if code > 0 and is_after and not is_before and is_sure:
        yield "done, but said to have failed"
    if result.name in WRITING:
        yield from _goes_on(result, expected, is_after=is_after)


def _goes_on(result: Result, expected: Expected, *, is_after: bool) -> Iterator[str]:
    """Say what is wrong with running the command again, or any other where it is done."""
    command = WRITING[result.name]
    home = result.folder / "home"
    for stream in ("stdout", "stderr"):
        with suppress(FileNotFoundError):
            (result.folder / stream).unlink()
    is_begun = not content_of(home).says(expected.before)
    lines = (is_begun and command.again) or (command.words,)
    if is_after:
        # A demo changes nothing of the home, and its folder may be half made.
        lines = command.again if result.name == "demo" else (("log",),)
    for words in lines:
        status = _forked(home, result.name, words)
    said = _text(result.folder / "stdout") + _text(result.folder / "stderr")
    if "Traceback" in said or "unexpectedly" in said:
        yield "traceback"
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        yield "does not go on"
    found = content_of(home)
    if not found.says(expected.after) or found.secret > expected.after.secret:
        yield "not finished again"
    if commands.drafts(home):
        _forked(home, result.name, ("doctor", "--fix"))
    if left := commands.drafts(home if is_after else result.folder):
        yield f"leftover {_NUMBERS.sub('N', left[0].name)}"
    if (result.folder / "other" / "sync.key").exists():
        status = _forked(result.folder / "other", result.name, ("sync",))
        if os.waitstatus_to_exitcode(status) != 0:
            yield "the other machine cannot sync"


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


Tally = Counter[tuple[str, str]]


def kills(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Kill at system calls until `wanted` commands have been killed there."""
    return _until(wanted, work, chance, ["signal=KILL"], [*_names(), *KILLED_CONTROLS])


def errors(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Let system calls fail until `wanted` commands have met an error."""
    actions = [f"error={name}" for name in ERRORS]
    return _until(wanted, work, chance, actions, [*_names(), "control: early"])


def _names() -> list[str]:
    """All commands, or a few where time is short."""
    return [*FEW] if os.environ.get("VALUECHECK_FEW") else [*WRITING]


def _until(
    wanted: int, work: Path, chance: random.Random, actions: Sequence[str], names: Sequence[str]
) -> Tally:
    load_everything()
    homes = Homes(work, names)
    expected = expectations(homes, names, work)
    zygote = Zygote()
    calls = counted(zygote, homes, names, work)
    everywhere = [
        (trial, there[at : at + _AT_ONCE])
        for trial, there in _trials(calls, actions).items()
        for at in range(0, len(there), _AT_ONCE)
    ]
    print(sum(len(each) for _, each in everywhere), "places", file=sys.stderr, flush=True)
    chance.shuffle(everywhere)
    if os.environ.get("VALUECHECK_FEW"):
        everywhere = _some(everywhere, chance, wanted)
    tally: Tally = Counter()
    end = time.monotonic() + float(os.environ.get("VALUECHECK_SECONDS", "36000"))
    turn = 0
    while _done(tally) < wanted and time.monotonic() < end:
        trial, there = everywhere[turn % len(everywhere)]
        turn += 1
        if not zygote.is_alive:
            zygote = Zygote()
        for result in inject(zygote, trial, homes, there, work):
            tally[result.name, "trials"] += 1
            _count(tally, result, expected[result.name], trial)
    zygote.close()
    return tally


def _trials(calls: Mapping[str, Counter[str]], actions: Sequence[str]) -> dict[Trial, list[str]]:
    """Each trial with the commands that come to its system call."""
    found = defaultdict(list)
    for name, counts in calls.items():
        for call, count in counts.items():
            for number in _spread(count):
                for action in actions:
                    found[Trial(call, number, action)].append(name)
    return found


def _spread(count: int) -> Iterable[int]:
    """The numbers up to `count`, or so many of them, the first and the last among them."""
    step = max(1, count / _MOST)
    return sorted(
        {round(1 + each * step) for each in range(_MOST) if each * step < count} | {count}
    )


def _some(
    everywhere: Sequence[tuple[Trial, list[str]]], chance: random.Random, wanted: int
) -> list[tuple[Trial, list[str]]]:
    """A few commands at a time at places all over, and the controls where they show something."""
    few = [
        (trial, [chance.choice(there) for _ in range(min(len(there), 3))])
        for trial, there in everywhere[:wanted]
    ]
    shown = [
        (trial, [name])
        for name in KILLED_CONTROLS
        for trial in _evenly([trial for trial, there in everywhere
                              if trial.call == "pwrite64" and name in there])
    ]  # fmt: skip
    return [*shown, *((trial, [*dict.fromkeys(there)]) for trial, there in few)]


def _evenly(trials: Sequence[Trial]) -> Sequence[Trial]:
    return sorted(trials, key=lambda trial: trial.number)[:: max(1, len(trials) // 6)]


def _count(tally: Tally, result: Result, expected: Expected, trial: object) -> None:
    err = _text(result.folder / "stderr")
    for fault in judge(result, expected):
        tally[result.name, fault] += 1
        if result.name not in CONTROLS and os.environ.get("SOAK_SHOW"):
            later = _text(result.folder / "stderr")
            found = content_of(result.folder / "home")
            unlike = [
                (part, is_, was)
                for part, is_, was in zip(Content._fields, found, expected.after, strict=True)
                if is_ != was
            ]
            told = (trial, result.name, fault, result.status, err, "|", later, unlike)
            print(*told, file=sys.stderr, flush=True)


def _done(tally: Tally) -> int:
    return sum(count for (_, what), count in tally.items() if what == "trials")


_PATIENCE = 300
_MOST = 60
_AT_ONCE = 12


def random_kills(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Kill commands at random moments of their lives."""
    load_everything()
    names = [*_names(), *KILLED_CONTROLS]
    homes = Homes(work, names)
    expected = expectations(homes, names, work)
    tally: Tally = Counter()
    lifetimes = {name: _lifetime(homes, name, work) for name in names}
    end = time.monotonic() + float(os.environ.get("VALUECHECK_SECONDS", "36000"))
    for number in range(wanted):
        if time.monotonic() > end:
            break
        name = names[number % len(names)]
        folder = work / "random"
        home = homes.copy(name, folder)
        child = os.fork()
        if child == 0:
            _become(home, name)
        time.sleep(chance.random() * lifetimes[name] * 1.1)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        tally[name, "trials"] += 1
        tally[name, "killed"] += os.WIFSIGNALED(status)
        _count(tally, Result(name, status, folder), expected[name], "random")
        shutil.rmtree(folder)
    return tally


def _lifetime(homes: Homes, name: str, work: Path) -> float:
    home = homes.copy(name, work / "life")
    begun = time.perf_counter()
    _forked(home, name)
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
        for line in table(run(wanted, Path(folder), random.Random(seed))):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
