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
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.soak import judging
from tests.soak.judging import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CALLS = (
    "pwrite64", "write", "ftruncate", "fdatasync", "fsync", "unlink", "unlinkat", "rename", "link",
    "symlink", "mkdir", "rmdir", "fchmod", "chmod", "fchown", "utimensat", "openat", "sendfile",
)  # fmt: skip
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EPERM")
KILLED_CONTROLS = ("control: halves", "control: early")


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


def inject(
    zygote: Zygote, trial: Trial, homes: judging.Homes, names: Sequence[str], work: Path
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


_CALLED = re.compile(r"(\d+) +(\w+)\(")


def counted(
    zygote: Zygote, homes: judging.Homes, names: Sequence[str], work: Path
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


def be_zygote() -> None:
    """Fork a child for each command; the status is kept as a link, which nothing injects."""
    judging.load_everything()
    print("ready", flush=True)
    for line in sys.stdin:
        work, *names = line.rstrip("\n").split("\t")
        for number, name in enumerate(names):
            folder = Path(work) / str(number)
            child = os.fork()
            if child == 0:
                judging.become(folder / "home", name)
            _, status = os.waitpid(child, 0)
            os.symlink(str(status), folder / "status")
        os.symlink("done", Path(work) / "done")


def kills(wanted: int, work: Path, chance: random.Random) -> judging.Tally:
    """Kill at system calls until `wanted` commands have been killed there."""
    return _until(wanted, work, chance, ["signal=KILL"], [*judging.names(), *KILLED_CONTROLS])


def errors(wanted: int, work: Path, chance: random.Random) -> judging.Tally:
    """Let system calls fail until `wanted` commands have met an error."""
    actions = [f"error={name}" for name in ERRORS]
    return _until(wanted, work, chance, actions, [*judging.names(), "control: early"])


def _until(
    wanted: int, work: Path, chance: random.Random, actions: Sequence[str], names: Sequence[str]
) -> judging.Tally:
    judging.load_everything()
    homes = judging.Homes(work, names)
    expected = judging.expectations(homes, names, work)
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
    tally: judging.Tally = Counter()
    end = time.monotonic() + float(os.environ.get("VALUECHECK_SECONDS", "36000"))
    turn = 0
    while judging.done(tally) < wanted and time.monotonic() < end:
        trial, there = everywhere[turn % len(everywhere)]
        turn += 1
        if not zygote.is_alive:
            zygote = Zygote()
        for result in inject(zygote, trial, homes, there, work):
            tally[result.name, "trials"] += 1
            judging.count(tally, result, expected[result.name], trial)
        if turn % 20 == 0:
            print(judging.done(tally), "of", wanted, file=sys.stderr, flush=True)
    zygote.close()
    return tally


def _trials(calls: Mapping[str, Counter[str]], actions: Sequence[str]) -> dict[Trial, list[str]]:
    """Each trial with the commands that come to its system call."""
    found = defaultdict(list)
    for name, counts in calls.items():
        for call, count in counts.items():
            for number in _spread(count):
                if call == "openat" and number <= _SET_UP:
                    continue
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


_PATIENCE = 300
_MOST = 60
# A child opens its three streams before it is the command.
_SET_UP = 3
_AT_ONCE = 12


def random_kills(wanted: int, work: Path, chance: random.Random) -> judging.Tally:
    """Kill commands at random moments of their lives."""
    judging.load_everything()
    names = [*judging.names(), *KILLED_CONTROLS]
    homes = judging.Homes(work, names)
    expected = judging.expectations(homes, names, work)
    tally: judging.Tally = Counter()
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
            judging.become(home, name)
        time.sleep(chance.random() * lifetimes[name] * 1.1)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        tally[name, "trials"] += 1
        tally[name, "killed"] += os.WIFSIGNALED(status)
        judging.count(tally, Result(name, status, folder), expected[name], "random")
        shutil.rmtree(folder)
        if number % 100 == 0:
            print(number, "of", wanted, file=sys.stderr, flush=True)
    return tally


def _lifetime(homes: judging.Homes, name: str, work: Path) -> float:
    home = homes.copy(name, work / "life")
    begun = time.perf_counter()
    judging.forked(home, name)
    shutil.rmtree(work / "life")
    return time.perf_counter() - begun


def main(arguments: Sequence[str]) -> None:
    """`zygote …` is how it starts itself; else KIND and how many."""
    if arguments[:1] == ["zygote"]:
        be_zygote()
        return
    kind, wanted = arguments[0], int(arguments[1])
    seed = int(arguments[2]) if len(arguments) > 2 else 1
    run = {"kill": kills, "error": errors, "random": random_kills}[kind]
    with tempfile.TemporaryDirectory(prefix="valuecheck-soak-") as folder:
        for line in judging.table(run(wanted, Path(folder), random.Random(seed))):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
