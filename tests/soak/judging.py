"""Run commands in homes of their own, and judge what they have left behind."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import valuecheck
from tests.soak import commands, contents, controls
from tests.soak.commands import WRITING
from tests.soak.contents import Content, content_of
from tests.soak.controls import CONTROLS
from tests.soak.homes import CODES, TICK, copy_of, make_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FEW = (
    "answer", "forget", "feedback import", "import", "restore", "config", "doctor rows", "sync",
    "sync setup", "export",
)  # fmt: skip
# Said where nobody knows whether it is stored, or where what is stored cannot be shown.
UNCERTAIN = ("stored, but", "perhaps")
# Said where a step is left to the user: rows that stay, a shell that could not be tried.
TOLD = ("not mended", "does not run the hook")


_NUMBERS = re.compile(r"\d+")


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


class Result(NamedTuple):
    """A command that ended with the raw `status` of waitpid."""

    name: str
    status: int
    folder: Path


def load_everything() -> None:
    """Import what commands import, so that no child has to."""
    for module in pkgutil.walk_packages(valuecheck.__path__, "valuecheck."):
        if not module.name.startswith("valuecheck.team."):
            importlib.import_module(module.name)


def become(home: Path, name: str) -> None:
    if name in CONTROLS:
        controls.become(home, name)
    commands.become(home, name)


def template_in(work: Path) -> Path:
    """All loaded, a home below `work` that others are copied from."""
    load_everything()
    (work / "template").mkdir()
    return make_template(work / "template")


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
        status = forked(home, name)
        assert os.waitstatus_to_exitcode(status) in CODES - {2}, (folder / "stderr").read_text()
        after = content_of(home)
        # To forget goes before the copy that is made first where there is room.
        copies = after.sound_copies if "forget" not in name else 0
        found[name] = Expected(before, after._replace(sound_copies=copies))
        shutil.rmtree(folder)
    return found


def forked(home: Path, name: str, words: tuple[str, ...] = ()) -> int:
    """Run a command in a child; returns its raw status."""
    child = os.fork()
    if child == 0:
        commands.become(home, name, words) if words else become(home, name)
    return os.waitpid(child, 0)[1]


def judge(result: Result, expected: Expected) -> Iterator[str]:
    """Say what is wrong with what a command has left behind; nothing where all is well."""
    out, err = (text(result.folder / stream) for stream in ("stdout", "stderr"))
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
    is_told = any(words in out + err for words in TOLD)
    if code == 0 and command.in_steps and not is_after and not is_told:
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
        status = forked(home, result.name, words)
    said = text(result.folder / "stdout") + text(result.folder / "stderr")
    if "Traceback" in said or "unexpectedly" in said:
        yield "traceback"
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        yield "does not go on"
    found = content_of(home)
    if not found.says(expected.after) or found.secret > expected.after.secret:
        yield "not finished again"
    if contents.drafts(home):
        forked(home, result.name, ("doctor", "--fix"))
    if left := contents.drafts(home if is_after else result.folder):
        yield f"leftover {_NUMBERS.sub('N', left[0].name)}"
    if (result.folder / "other" / "sync.key").exists():
        status = forked(result.folder / "other", result.name, ("sync",))
        if os.waitstatus_to_exitcode(status) != 0:
            yield "the other machine cannot sync"


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""


Tally = Counter[tuple[str, str]]


def names() -> list[str]:
    """All commands, or a few where time is short."""
    return [*FEW] if os.environ.get("VALUECHECK_FEW") else [*WRITING]


def count(tally: Tally, result: Result, expected: Expected, trial: object) -> None:
    err = text(result.folder / "stderr")
    for fault in judge(result, expected):
        tally[result.name, fault] += 1
        if result.name not in CONTROLS and os.environ.get("SOAK_SHOW"):
            later = text(result.folder / "stderr")
            found = content_of(result.folder / "home")
            unlike = [
                part
                for part, is_, wanted in zip(Content._fields, found, expected.after, strict=True)
                if is_ != wanted
            ]
            told = (trial, result.name, fault, result.status, err, "|", later, unlike)
            print(*told, file=sys.stderr, flush=True)


def done(tally: Tally) -> int:
    return sum(count for (_, what), count in tally.items() if what == "trials")


def table(tally: Counter[tuple[str, str]]) -> Iterator[str]:
    """One line for each command, and one for all."""
    faults = sorted({what for _, what in tally if what not in ("trials", "killed")})
    yield "| " + " | ".join(["command", "trials", *faults]) + " |"
    yield "|---" * (2 + len(faults)) + "|"
    names = [name for name, what in tally if what == "trials"]
    for name in names:
        cells = [name, str(tally[name, "trials"]), *(str(tally[name, what]) for what in faults)]
        yield "| " + " | ".join(cells) + " |"
    sound = [name for name in names if not name.startswith("control")]
    total = [sum(tally[name, what] for name in sound) for what in ("trials", *faults)]
    yield "| " + " | ".join(["all but controls", *map(str, total)]) + " |"
