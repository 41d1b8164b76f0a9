"""Simulated power cuts: what a command has written, cut at any system call, with any part of what
was not yet synchronised lost.

`python -m tests.soak.power 3000` runs by hand what the test runs in small. Needs strace, which
records what every writing command does to files; the states of the disk are then made up from that
record: of each file the bytes that were synchronised and any of those that were not, in sectors,
and of each folder the names up to any moment after it was synchronised.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.soak import homes, inject, judging
from tests.soak.commands import WRITING
from tests.soak.traces import Record, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.soak.judging import Tally
    from tests.soak.traces import Disk, Step

OF_A_CONTROL = 40
# Their files are read by another machine, or made by another program with its own promises.
LEFT_OUT = {"sync git", "demo", "status", "due"}
CARELESS = ("control: careless store", "control: careless file")


_NAMES = {"create", "unlink", "rename", "link", "mkdir"}


def cut(disk: Disk, steps: Sequence[Step], end: int, chance: random.Random) -> str:
    """Let the power fail after `end` steps: `disk` is as it was, and becomes what is left.

    Returns what the command had said.
    """
    done = steps[:end]
    synced: dict[int, int] = {}
    folders: dict[str, int] = {}
    everything = max((n for n, step in enumerate(done) if step.kind == "all"), default=-1)
    for number, step in enumerate(done):
        if step.kind == "sync":
            synced[step.file] = number
            folders[step.path] = number
            # Whatever is synchronised has its way there as well.
            for parent in Path(step.path).parents:
                folders.setdefault(f"{parent}/", number)
    loose = [
        number
        for number, step in enumerate(done)
        if step.kind in _NAMES and number > max(everything, _safe(step, synced, folders))
    ]
    lost = {*loose[chance.randrange(len(loose) + 1) :]}
    said = b""
    for number, step in enumerate(done):
        if step.kind == "said":
            said += step.data
        elif step.kind in _NAMES:
            if number not in lost:
                disk.rename(step)
        elif step.kind in ("write", "truncate"):
            if number <= max(everything, synced.get(step.file, -1)):
                disk.write(step)
            elif (luck := chance.random()) < 0.6:
                disk.write(step, chance if luck < 0.2 else None)
    return said.decode(errors="replace")


def _safe(step: Step, synced: Mapping[int, int], folders: Mapping[str, int]) -> int:
    """Return up to which step the name that a step gave or took is safe."""
    in_folder = folders.get(os.path.dirname(step.to or step.path), -1)
    if step.kind == "mkdir":
        return max(in_folder, folders.get(f"{step.path}/", -1), folders.get(step.path, -1))
    # A file that was synchronised is found again under the name that it was made with.
    return max(in_folder, synced.get(step.file, -1)) if step.kind == "create" else in_folder


def cuts(wanted: int, work: Path, chance: random.Random) -> Tally:
    """Cut the power `wanted` times in all commands together, and some times in each control."""
    judging.load_everything()
    names = [*_names(), *CARELESS]
    homes = judging.Homes(work, names)
    expected = judging.expectations(homes, names, work)
    zygote = inject.Zygote()
    records = {name: record(zygote, homes, name, work) for name in names}
    zygote.close()
    tally: Tally = Counter()
    sound = [name for name in names if name not in CARELESS]
    turns = [sound[turn % len(sound)] for turn in range(wanted)]
    for name in (*turns, *CARELESS * OF_A_CONTROL):
        for fault in _cut_once(records[name], expected[name], work, chance):
            tally[name, fault] += 1
        tally[name, "trials"] += 1
    return tally


def _names() -> list[str]:
    if os.environ.get("VALUECHECK_FEW"):
        return [
            "answer", "edit", "forget", "import", "restore", "backup", "export", "config",
            "sync setup", "hook install", "uninstall data",
        ]  # fmt: skip
    return [name for name in WRITING if name not in LEFT_OUT]


def _cut_once(
    found: Record, expected: judging.Expected, work: Path, chance: random.Random
) -> list[str]:
    folder = work / "cut"
    then = work / "0"
    end = chance.randrange(1, len(found.steps) + 1)
    if chance.random() < 0.2:
        end = len(found.steps)
    disk = found.before.copy()
    said = cut(disk, found.steps, end, chance)
    disk.make(then, folder)
    homes.moved(folder, then)
    (folder / "stdout").write_text(said)
    status = 0 if end == len(found.steps) else signal.SIGKILL
    result = judging.Result(found.name, status, folder)
    faults = [*judging.judge(result, expected)]
    if faults and os.environ.get("SOAK_SHOW"):
        print(found.name, end, len(found.steps), found.steps[end - 1][:3], faults, file=sys.stderr)
        err = folder / "stderr"
        print("   ", err.read_text() if err.exists() else "", file=sys.stderr, flush=True)
    shutil.rmtree(folder)
    return faults


def main(arguments: Sequence[str]) -> None:
    """How many cuts, and a seed."""
    wanted, seed = int(arguments[0]), int(arguments[1]) if arguments[1:] else 1
    with tempfile.TemporaryDirectory(prefix="valuecheck-power-") as folder:
        for line in judging.table(cuts(wanted, Path(folder), random.Random(seed))):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
