"""Read the first key one byte at a time, so that no byte for the shell is lost."""

from __future__ import annotations

import fcntl
import os
import select
import sys
import termios
from contextlib import contextmanager, suppress

from valuecheck.core.named import NamedTuple
from valuecheck.core.signals import ENDING, signal, signals_free, signals_waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_ESCAPE, _INTERRUPT = b"\x1b", b"\x03"
_LATER = (b"", b"\r", b"\n", b"\x04", b"\x1a")  # end of input, Enter, Ctrl-D, Ctrl-Z
# How long the rest of an escape sequence may take to arrive after its first byte.
_SEQUENCE_SECONDS = 0.05
# A paste, an escape sequence or a line that a program types arrives at once. Of what a user
# types at 5 ms a key, faster than any hand, no third byte arrives within this time.
BURST_SECONDS = 0.008
_MACHINE_BYTES = 3

TerminalError = termios.error


class Meaning:
    """Meanings of the first key."""

    SCORE = "score"
    NOT_TODAY = "not today"
    LATER = "later"
    HELP = "help"
    OTHER_DAY = "other day"
    INTERRUPT = "interrupt"
    FOREIGN = "foreign"


class Key(NamedTuple):
    """A key that was pressed: a Meaning, and the byte as read, empty at the end of input."""

    meaning: str
    byte: bytes


INTERRUPTED = Key(Meaning.INTERRUPT, b"")


@contextmanager
def single_bytes(fd: int) -> Iterator[None]:
    """The terminal gives single bytes without echo or signals; afterwards it is as it was.

    Nothing in its queue is thrown away on the way in or out. Signals wait, except in `wait` and
    while words are edited: a digit that was read is stored and acknowledged, or its loss is said.
    """
    before = termios.tcgetattr(fd)
    mode = termios.tcgetattr(fd)
    mode[3] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
    mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    handlers = {number: signal.signal(number, _exit_cleanly) for number in ENDING}
    try:
        with signals_waiting():
            termios.tcsetattr(fd, termios.TCSANOW, mode)
            try:
                yield
            finally:
                # A terminal that was closed has no settings any more.
                with suppress(termios.error):
                    termios.tcsetattr(fd, termios.TCSADRAIN, before)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def wait(fd: int, seconds: float | None = None) -> bool:
    """Return whether a key was pressed within `seconds` (None: however long it takes).

    False as well where the process was interrupted; other signals end it.
    """
    with suppress(KeyboardInterrupt), signals_free():
        return is_ready(fd, seconds)
    return False


def read_key(fd: int) -> Key:
    """Read one byte alone, and say what it means."""
    try:
        byte = os.read(fd, 1)
    except OSError:
        # The terminal went away while we waited.
        byte = b""
    return Key(_meaning(fd, byte), byte)


def read_rest(fd: int, first: bytes) -> bytes:
    """Read the rest of a key after its `first` byte: an escape sequence, a UTF-8 character."""
    if first == _ESCAPE:
        return _sequence(fd)
    if first < b"\xc0":
        return b""
    return b"".join(_next(fd) for _ in range(1 + (first >= b"\xe0") + (first >= b"\xf0")))


def typed_ahead(fd: int) -> str:
    """Read everything that is typed but not read yet."""
    typed = b""
    while byte := _next(fd):
        typed += byte
    return typed.decode("utf-8", "replace").strip()


def is_ready(fd: int, seconds: float | None) -> bool:
    """Return whether a byte can be read within `seconds`; None waits for it."""
    return bool(select.select([fd], [], [], seconds)[0])


def waiting(fd: int) -> int:
    """Count the bytes in the terminal's queue without reading them."""
    count = fcntl.ioctl(fd, termios.FIONREAD, bytes(4))
    return int.from_bytes(count, sys.byteorder)


def is_machine(fd: int) -> bool:
    """Return whether bytes arrive faster than a user types: a paste, or a program that types."""
    select.select([], [], [], BURST_SECONDS)
    return waiting(fd) >= _MACHINE_BYTES


def push_back(fd: int, key: bytes) -> bool:
    """Put a key's bytes in front of the terminal's queue; False where the system forbids it."""
    behind = waiting(fd)
    try:
        _put_at_the_end(fd, key)
    except OSError:
        return False
    # What was there before it goes behind it.
    _put_at_the_end(fd, os.read(fd, behind) if behind else b"")
    return True


def _meaning(fd: int, byte: bytes) -> str:
    if byte in (b"1", b"2", b"3", b"4", b"5"):
        return Meaning.SCORE
    if byte == b"0":
        return Meaning.NOT_TODAY
    if byte == b"?":
        return Meaning.HELP
    if byte == b"\t":
        return Meaning.OTHER_DAY
    if byte == _INTERRUPT:
        return Meaning.INTERRUPT
    if byte == _ESCAPE and not is_ready(fd, _SEQUENCE_SECONDS):
        return Meaning.LATER
    return Meaning.LATER if byte in _LATER else Meaning.FOREIGN


def _put_at_the_end(fd: int, data: bytes) -> None:
    for number in data:
        fcntl.ioctl(fd, termios.TIOCSTI, bytes([number]))


def _sequence(fd: int) -> bytes:
    # ECMA-48: ESC [ parameters, then a final byte from @ to ~; ESC O and one byte; ESC and one;
    # ESC ] and its like, a terminal's reply, up to BEL or ESC \. Alt puts another ESC in front.
    read = _next(fd)
    while read.endswith(_ESCAPE) and (byte := _next(fd)):
        read += byte
    introducer = read[-1:]
    if introducer == b"O":
        read += _next(fd)
    elif introducer == b"[":
        while (byte := _next(fd)) and not b"@" <= byte <= b"~":
            read += byte
        read += byte
    elif introducer in (b"]", b"P", b"_", b"^", b"X"):
        while (byte := _next(fd)) not in (b"", b"\x07", _ESCAPE):
            read += byte
        read += byte + (_next(fd) if byte == _ESCAPE else b"")
    return read


def _next(fd: int) -> bytes:
    return os.read(fd, 1) if is_ready(fd, _SEQUENCE_SECONDS) else b""


def _exit_cleanly(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)
