"""The bytes of a file, and the text that they are."""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.config.paths import create_private_file
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 512 << 20
STANDARD_INPUT = "-"
UTF_8 = "utf-8"
_SQLITE = b"SQLite format 3\0"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8",
    UTF_8: "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}


class Content(NamedTuple):
    """A file as it was read: its name as typed, its bytes, and how they encode text."""

    name: str
    data: bytes
    codec: str

    @property
    def shown(self) -> str:
        """The file as the person is told of it."""
        return "standard input" if self.name == STANDARD_INPUT else self.name

    @property
    def encoding(self) -> str:
        """The encoding by its common name."""
        return _NAMES[self.codec]

    @property
    def is_guessed(self) -> bool:
        """Whether the encoding is only what the bytes look like."""
        return self.codec in ("cp1252", "latin-1")

    def open(self) -> Lines:
        """The text, line by line from the beginning."""
        return Lines(self)


class Lines:
    """The lines of a file with their ends; `number` were read so far, `share` of all bytes."""

    def __init__(self, content: Content) -> None:
        self.number = 0
        self._size = len(content.data) or 1
        self._bytes = io.BytesIO(content.data)
        # Unlike a StringIO it never holds the whole text, which may take four times the bytes.
        self._text = io.TextIOWrapper(self._bytes, content.codec, newline="")

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = next(self._text)
        self.number += 1
        return line

    @property
    def share(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._bytes.tell() / self._size


@contextmanager
def sqlite_file(name: str) -> Iterator[str | None]:
    """A copy of the SQLite file `name`, gone when the block ends; None where it is none."""
    if name == STANDARD_INPUT or not _begins_as_sqlite(name):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        copy = os.path.join(folder, "valuecheck.db")
        with open(create_private_file(copy), "wb") as file:
            file.write(bytes_of(name))
        yield copy


def _begins_as_sqlite(name: str) -> bool:
    try:
        # A pipe can be read once, so it is left to be read as text.
        if not os.path.isfile(name):
            return False
        with open(name, "rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def read_file(name: str) -> Content:
    """The file `name`, `-` for standard input. Raises ValuecheckError where it is no text."""
    data = bytes_of(name)
    shown = "standard input" if name == STANDARD_INPUT else repr(name)
    if len(data) > LARGEST:
        problem = f"{shown} has more than {LARGEST >> 20} MB"
        raise ValuecheckError(problem, "split it and import the parts")
    if data.startswith(b"PK\x03\x04"):
        problem = f"{shown} is a workbook or an archive"
        raise ValuecheckError(problem, "save it as CSV and import that")
    if not data.strip():
        problem = f"{shown} is empty"
        raise ValuecheckError(problem, "export it again, or name another file")
    return Content(name, data, _codec_of(data, shown))


def bytes_of(name: str) -> bytes:
    """All bytes of a file, `-` for standard input. Raises ValuecheckError."""
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(LARGEST + 1)
        with open(name, "rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        problem = f"there is no file {quoted(name, PATH_SHOWN)}"
        raise UsageError(problem, "check its name and folder") from error
    except IsADirectoryError as error:
        problem = f"{quoted(name, PATH_SHOWN)} is a folder"
        raise UsageError(problem, "name a file in it") from error
    except (OSError, ValueError) as error:
        problem = (
            f"cannot read {quoted(name, PATH_SHOWN)}: {getattr(error, 'strerror', None) or error}"
        )
        raise ValuecheckError(problem, "check that it is a file and yours to read") from error


def _codec_of(data: bytes, shown: str) -> str:
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    if marked is None and b"\0" in data:
        problem = f"{shown} is no text: it has zero bytes"
        raise ValuecheckError(problem, "save it as CSV in UTF-8")
    for codec in (marked,) if marked else (UTF_8, "cp1252", "latin-1"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            problem = f"{shown} is no text: it has zero characters"
            raise ValuecheckError(problem, "save it as CSV in UTF-8")
        return codec
    problem = f"{shown} begins as {_NAMES[marked or UTF_8]} does, but is not"
    raise ValuecheckError(problem, "save it as CSV in UTF-8")
