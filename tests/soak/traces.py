"""All that a command does to files, read from what strace writes, and a disk to do it on."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter, defaultdict
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable, Sequence

    from tests.soak.inject import Zygote
    from tests.soak.judging import Homes

CALLS = (
    "openat,pwrite64,write,lseek,ftruncate,fsync,fdatasync,sync,unlink,unlinkat,rename,link,mkdir,rmdir,"
    "sendfile,copy_file_range,pwritev,renameat2,linkat,symlink"
)
UNKNOWN = {"sendfile", "copy_file_range", "pwritev", "renameat2"}
SECTOR = 512


class Step(NamedTuple):
    """One thing that a program did to a file; `path` is the file's name at that time."""

    kind: str  # create, write, truncate, sync, unlink, rename, link, mkdir, said
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""
    file: int = -1  # the file itself, whatever its name is later


class Recorder:
    """Read what strace wrote: the steps of a command, each with the file that it is about."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._numbers = count()
        self._names: dict[str, int] = {}
        self._positions: dict[tuple[str, str], int] = {}
        self._sizes: Counter[int] = Counter()
        self._waiting: dict[str, str] = {}
        self.steps: list[Step] = []
        self.disk = Disk()
        for path in sorted(folder.rglob("*")):
            file = self._name(str(path))
            if path.is_dir():
                self.disk.folders.add(path)
            else:
                self.disk.names[str(path)] = file
                self.disk.bytes[file] = bytearray(path.read_bytes())
                self._sizes[file] = path.stat().st_size

    def read(self, lines: Iterable[str]) -> list[Step]:
        """The steps in their order."""
        for line in lines:
            process, _, call = line.partition(" ")
            call = call.strip()
            if call.endswith("<unfinished ...>"):
                self._waiting[process] = call.removesuffix("<unfinished ...>").rstrip()
                continue
            if resumed := re.match(r"<\.\.\. \w+ resumed>(.*)", call):
                call = self._waiting.pop(process) + resumed[1]
            if match := _CALL.fullmatch(call):
                self._take(process, *match.groups())
        return self.steps

    def _take(self, process: str, call: str, arguments: str, result: str) -> None:
        if result.startswith("-1"):
            return
        words = [_word(word) for word in _WORDS.findall(arguments)]
        take: Callable[[str, list[_Word], str], None] | None = getattr(self, f"_{call}", None)
        if take is not None:
            take(process, words, result)
        elif call in UNKNOWN and self._is_ours(words[0].path):
            message = f"this model knows nothing of {call}"
            raise NotImplementedError(message)

    def _is_ours(self, path: str) -> bool:
        return f"{path}/".startswith(f"{self._folder}/")

    def _name(self, path: str) -> int:
        if path not in self._names:
            self._names[path] = next(self._numbers)
        return self._names[path]

    def _add(self, kind: str, path: str, **rest: object) -> None:
        if self._is_ours(path):
            file = self._names.get(path, -1)
            self.steps.append(Step(kind, path, file=file, **rest))  # type: ignore[arg-type]

    def _openat(self, process: str, words: list[_Word], result: str) -> None:
        path, flags = _joined(words[0], words[1]), words[2].text
        if not self._is_ours(path):
            return
        descriptor = result.partition("<")[0]
        if "O_CREAT" in flags and path not in self._names:
            self._name(path)
            self._add("create", path)
        if "O_TRUNC" in flags:
            self._add("truncate", path)
            self._sizes[self._names[path]] = 0
        self._positions[process, descriptor] = (
            self._sizes[self._names.get(path, -1)] if "O_APPEND" in flags else 0
        )

    def _lseek(self, process: str, words: list[_Word], result: str) -> None:
        self._positions[process, words[0].text] = int(result)

    def _pwrite64(self, _process: str, words: list[_Word], _result: str) -> None:
        self._written(words[0].path, int(words[3].text), words[1].content)

    def _write(self, process: str, words: list[_Word], _result: str) -> None:
        path = words[0].path
        if path == f"{self._folder}/stdout":
            self.steps.append(Step("said", path, data=words[1].content))
            return
        descriptor = words[0].text
        at = self._positions.get((process, descriptor), 0)
        self._positions[process, descriptor] = at + len(words[1].content)
        self._written(path, at, words[1].content)

    def _written(self, path: str, at: int, data: bytes) -> None:
        self._add("write", path, at=at, data=data)
        file = self._names.get(path, -1)
        self._sizes[file] = max(self._sizes[file], at + len(data))

    def _ftruncate(self, _process: str, words: list[_Word], _result: str) -> None:
        self._add("truncate", words[0].path, at=int(words[1].text))

    def _fsync(self, _process: str, words: list[_Word], _result: str) -> None:
        self._add("sync", words[0].path)

    _fdatasync = _fsync

    def _sync(self, _process: str, _words: list[_Word], _result: str) -> None:
        self.steps.append(Step("all", ""))

    def _unlink(self, _process: str, words: list[_Word], _result: str) -> None:
        self._gone(_joined(_HERE, words[0]))

    _rmdir = _unlink

    def _unlinkat(self, _process: str, words: list[_Word], _result: str) -> None:
        self._gone(_joined(words[0], words[1]))

    def _gone(self, path: str) -> None:
        self._add("unlink", path)
        self._names.pop(path, None)

    def _rename(self, _process: str, words: list[_Word], _result: str) -> None:
        path, to = (_joined(_HERE, word) for word in words)
        self._add("rename", path, to=to)
        if path in self._names:
            self._names[to] = self._names.pop(path)

    def _link(self, _process: str, words: list[_Word], _result: str) -> None:
        self._linked(_joined(_HERE, words[0]), _joined(_HERE, words[1]))

    # Python 3.14's os.link.
    def _linkat(self, _process: str, words: list[_Word], _result: str) -> None:
        self._linked(_joined(words[0], words[1]), _joined(words[2], words[3]))

    def _linked(self, path: str, to: str) -> None:
        self._add("link", path, to=to)
        if path in self._names:
            self._names[to] = self._names[path]

    def _mkdir(self, _process: str, words: list[_Word], _result: str) -> None:
        path = _joined(_HERE, words[0])
        self._name(path)
        self._add("mkdir", path)


class _Word(NamedTuple):
    """An argument of a system call: its text, the file that strace says it is, its bytes."""

    text: str
    path: str = ""
    content: bytes = b""


_HERE = _Word("AT_FDCWD")
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (.*)")
_WORDS = re.compile(r'"[^"]*"|[^,\s]+(?:<[^>]*>)?')


def _word(text: str) -> _Word:
    if text.startswith('"'):
        content = _unescaped(text.strip('"'))
        return _Word(text, content.decode(errors="replace"), content)
    number, _, path = text.removesuffix("(deleted)").partition("<")
    return _Word(number, _unescaped(path.removesuffix(">")).decode(errors="replace"))


def _unescaped(text: str) -> bytes:
    if "\\x" not in text:
        return text.encode()
    return bytes.fromhex(text.replace("\\x", ""))


def _joined(folder: _Word, name: _Word) -> str:
    return os.path.join(folder.path, name.path)


class Record(NamedTuple):
    """A command: the disk before it, and what it did to files."""

    name: str
    before: Disk
    steps: Sequence[Step]


def record(zygote: Zygote, homes: Homes, name: str, work: Path) -> Record:
    """Run a command under strace and return what it did."""
    homes.copy(name, work / "0")
    recorder = Recorder(work / "0")
    trace = work / "trace"
    options = ["-y", "-xx", "-s", "4000000", "-o", str(trace), "-e", f"trace={CALLS}"]
    assert zygote.run(options, work, [name])
    status = int(os.readlink(work / "0" / "status"))
    assert os.waitstatus_to_exitcode(status) in (0, 1), name
    steps = recorder.read(trace.read_text().splitlines())
    shutil.rmtree(work / "0")
    return Record(name, recorder.disk, steps)


class Disk:
    """Folders, files by name, and bytes by file."""

    def __init__(self) -> None:
        self.folders: set[Path] = set()
        self.names: dict[str, int] = {}
        self.bytes: defaultdict[int, bytearray] = defaultdict(bytearray)

    def copy(self) -> Disk:
        """Another one like this."""
        other = Disk()
        other.folders, other.names = {*self.folders}, {**self.names}
        other.bytes.update({file: bytearray(content) for file, content in self.bytes.items()})
        return other

    def rename(self, step: Step) -> None:
        """Do a step that changes names."""
        if step.kind == "mkdir":
            self.folders.add(Path(step.path))
        elif step.kind == "create":
            self.names[step.path] = step.file
        elif step.kind == "unlink":
            self.names.pop(step.path, None)
            self.folders.discard(Path(step.path))
        elif step.path in self.names:
            self.names[step.to] = self.names[step.path]
            if step.kind == "rename":
                del self.names[step.path]

    def write(self, step: Step, chance: random.Random | None = None) -> None:
        """Do a step that changes bytes; with `chance` only some sectors of it arrive."""
        file = self.bytes[step.file]
        if step.kind == "truncate":
            del file[step.at :]
            file.extend(bytes(step.at - len(file)))
            return
        file.extend(bytes(max(0, step.at + len(step.data) - len(file))))
        for at in range(0, len(step.data), SECTOR):
            if chance is None or chance.random() < 0.5:
                part = step.data[at : at + SECTOR]
                file[step.at + at : step.at + at + len(part)] = part

    def make(self, then: Path, to: Path) -> None:
        """Write all that is below the folder `then` below the folder `to`."""
        to.mkdir()
        for folder in sorted(self.folders):
            (to / folder.relative_to(then)).mkdir(parents=True, exist_ok=True)
        for name, file in self.names.items():
            path = to / Path(name).relative_to(then)
            # Where the folder's name is lost, the file is as well.
            if path.parent.is_dir():
                path.write_bytes(self.bytes[file])
                path.chmod(0o600)
