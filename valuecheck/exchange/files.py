"""The bytes of a file, read in pieces so that its size costs no memory."""

from __future__ import annotations

import io
import os
import shutil
import stat
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from valuecheck.config.paths import create_private_file
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, quoted
from valuecheck.exchange.encodings import encoding_of, refuse_binary, shown_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO

MEGABYTE = 1 << 20
LARGEST = 512 * MEGABYTE
LONGEST_LINE = 10 * MEGABYTE
STANDARD_INPUT = "-"
_SQLITE = b"SQLite format 3\0"
_CHUNK = MEGABYTE // 4


class Content(NamedTuple):
    """An open file: its name as typed, its descriptor and size in bytes, and its encoding.

    `is_guessed` says that the encoding is only what the bytes look like. `longest_line` is about
    the length in bytes of the longest line: exact where it has more than a chunk.
    """

    name: str
    descriptor: int
    size: int
    codec: str
    is_guessed: bool
    longest_line: int

    @property
    def shown(self) -> str:
        """The file's name for messages."""
        return "standard input" if self.name == STANDARD_INPUT else self.name

    @property
    def base_name(self) -> str:
        """The file's name without its folder."""
        return self.shown if self.name == STANDARD_INPUT else Path(self.name).name

    @property
    def encoding(self) -> str:
        """The encoding by its common name."""
        return shown_encoding(self.codec)

    def open(self) -> Text:
        """The text from its beginning; several may be open at once."""
        return Text(self)

    def refuse_long_lines(self) -> None:
        """Raise ValuecheckError for a file with a line over LONGEST_LINE."""
        if self.longest_line > LONGEST_LINE:
            shown = quoted(self.shown, PATH_SHOWN)
            problem = f"{shown} has a line of more than {LONGEST_LINE // MEGABYTE} MB"
            raise ValuecheckError(problem, "export it again with one answer a line")


class Text(io.TextIOWrapper):
    """The decoded text of a file with its line ends."""

    def __init__(self, content: Content) -> None:
        self._from = _FromStart(content.descriptor)
        self._whole = content.size or 1
        stream = cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", self._from), _CHUNK))
        super().__init__(stream, content.codec, newline="")

    @property
    def share(self) -> float:
        """The share of the file that was read, from 0 to 1."""
        return min(self._from.offset / self._whole, 1.0)


class _FromStart(io.RawIOBase):
    """A file from its first byte on, whatever else reads from the same descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = os.pread(self._descriptor, len(buffer), self.offset)
        buffer[: len(data)] = data
        self.offset += len(data)
        return len(data)


@contextmanager
def opened(name: str, encoding: str = "", *, advice: str = "") -> Iterator[Content]:
    """The file `name`, `-` for standard input; `encoding` is the user's, empty: found out.

    `advice` is given instead of the encodings to choose from, where no option chooses one.

    Raises UsageError and ValuecheckError where there is no such file or it is no text.
    """
    shown = "standard input" if name == STANDARD_INPUT else quoted(name, PATH_SHOWN)
    with _seekable(name, shown) as file:
        descriptor = file.fileno()
        size = os.fstat(descriptor).st_size
        if size > LARGEST:
            raise _too_large(shown)
        longest_line = _longest_line(descriptor, shown)
        codec, is_guessed = encoding_of(lambda: _chunks(descriptor), shown, encoding, advice)
        try:
            yield Content(name, descriptor, size, codec, is_guessed, longest_line)
        except UnicodeDecodeError as error:
            problem = f"{shown} has changed while it was read"
            raise ValuecheckError(problem, "import it again") from error


@contextmanager
def sqlite_file(name: str) -> Iterator[str | None]:
    """A copy of the SQLite file `name`, gone when the block ends; None where it is none."""
    if name == STANDARD_INPUT or not _begins_as_sqlite(name):
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="valuecheck-") as folder:
        copy = os.path.join(folder, "valuecheck.db")
        with open(create_private_file(copy), "wb") as file, open(name, "rb") as original:
            shutil.copyfileobj(original, file)
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


@contextmanager
def _seekable(name: str, shown: str) -> Iterator[IO[bytes]]:
    """The file itself, or a private copy of what can be read only once."""
    try:
        if name == STANDARD_INPUT:
            file: IO[bytes] = _copied(sys.stdin.buffer, shown)
        else:
            file = open(name, "rb")  # noqa: SIM115
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                with file as stream:
                    file = _copied(stream, shown)
    except FileNotFoundError as error:
        problem = f"there is no file {shown}"
        raise UsageError(problem, "check its name and folder") from error
    except IsADirectoryError as error:
        problem = f"{shown} is a folder"
        raise UsageError(problem, "name a file in it") from error
    except (OSError, ValueError) as error:
        problem = f"cannot read {shown}: {getattr(error, 'strerror', None) or error}"
        raise ValuecheckError(problem, "check that it is a file and yours to read") from error
    with file:
        yield file


def _copied(stream: IO[bytes], shown: str) -> IO[bytes]:
    """A copy of a stream in a file without a name, which goes with its descriptor."""
    with ExitStack() as unless_done:
        copy = unless_done.enter_context(tempfile.TemporaryFile())
        size = 0
        while chunk := stream.read(_CHUNK):
            if not size:
                # An endless device is refused by its first bytes.
                refuse_binary(chunk, shown)
            size += len(chunk)
            if size > LARGEST:
                raise _too_large(shown)
            copy.write(chunk)
        copy.flush()
        unless_done.pop_all()
    return copy


def _chunks(descriptor: int) -> Iterator[bytes]:
    offset = 0
    while data := os.pread(descriptor, _CHUNK, offset):
        offset += len(data)
        yield data


def _longest_line(descriptor: int, shown: str) -> int:
    """Return about the length in bytes of the longest line. Raises ValuecheckError if empty."""
    longest = run = 0
    is_empty = True
    for chunk in _chunks(descriptor):
        is_empty = is_empty and not chunk.strip(b" \t\r\n")
        ends = [end for end in (chunk.find(b"\n"), chunk.find(b"\r")) if end >= 0]
        if ends:
            longest = max(longest, run + min(ends))
            run = len(chunk) - max(chunk.rfind(b"\n"), chunk.rfind(b"\r")) - 1
        else:
            run += len(chunk)
    if is_empty:
        problem = f"{shown} is empty"
        raise ValuecheckError(problem, "export it again, or name another file")
    return max(longest, run)


def _too_large(shown: str) -> ValuecheckError:
    problem = f"{shown} has more than {LARGEST // MEGABYTE} MB"
    return ValuecheckError(problem, "split it and import the parts")
