"""A program on a terminal of its own, typed at and read as a user does."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Any

import pyte

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping
    from types import TracebackType

PROGRAM = (sys.executable, "-m", "valuecheck")
_PATIENCE = 20.0


class Terminal:
    """`command` on a terminal of `width` columns and `height` lines.

    `raw` is every byte that it wrote.
    `stdout` is where its standard output goes instead of the terminal; `settings_before` are the
    terminal's settings before it began.
    """

    def __init__(
        self,
        *command: str,
        width: int = 80,
        height: int = 30,
        stdout: int | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self._master, self._slave = pty.openpty()
        self._screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self.resize(width)
        self.settings_before = self.settings
        self._process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave if stdout is None else stdout,
            stderr=self._slave,
            env={**_environ(), **(environ or {})},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        for fd in (self._master, self._slave):
            if fd >= 0:
                os.close(fd)

    @property
    def lines(self) -> list[str]:
        """The lines on the screen down to the last one that is not empty."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip().split("\n")

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    @property
    def settings(self) -> list[Any]:
        """The settings of the terminal, as `stty -g` tells them apart."""
        return termios.tcgetattr(self._slave)

    @property
    def unread(self) -> int:
        """Count the typed bytes that the next program would find."""
        modes = self.settings
        modes[3] &= ~termios.ICANON
        termios.tcsetattr(self._slave, termios.TCSANOW, modes)
        count = fcntl.ioctl(self._slave, termios.FIONREAD, bytes(4))
        return int.from_bytes(count, sys.byteorder)

    def resize(self, width: int) -> None:
        """Give the terminal another width, as a user who drags its window."""
        size = struct.pack("HHHH", self._screen.lines, width, 0, 0)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, size)
        self._screen.resize(self._screen.lines, width)

    def type(self, typed: str | bytes, pace: float = 0.0) -> None:
        """Press the keys, `pace` seconds apart; 0 for all at once."""
        data = typed.encode() if isinstance(typed, str) else typed
        for part in [data[i : i + 1] for i in range(len(data))] if pace else [data]:
            os.write(self._master, part)
            self._read(pace)

    def wait_for(self, text: str) -> None:
        """Wait until the screen shows `text`."""
        self._wait_until(lambda: text in self.text, f"{text!r}")

    def wait_for_bytes(self, data: bytes) -> None:
        """Wait until the program has written `data`."""
        self._wait_until(lambda: data in self.raw, repr(data))

    def settle(self, seconds: float = 0.1) -> None:
        """Wait until nothing was written for `seconds`."""
        while self._read(seconds):
            pass

    def end(self) -> int:
        """Wait for the end of the program; returns its exit code, or minus the signal."""
        self._wait_until(lambda: self._process.poll() is not None, "the end of the program")
        self.settle(0.02)
        return self._process.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hang_up(self) -> int:
        """Close the terminal, as somebody does who closes the window."""
        for fd in (self._slave, self._master):
            os.close(fd)
        self._master = self._slave = -1
        return self._process.wait(_PATIENCE)

    def _wait_until(self, is_so: Any, what: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not is_so():
            assert time.monotonic() < end, f"waited in vain for {what}; the screen:\n{self.text}"
            self._read(0.02)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 65536)
        self.raw += data
        self._stream.feed(data)
        return bool(data)


def _environ() -> dict[str, str]:
    # The terminal itself knows its width.
    return {name: value for name, value in os.environ.items() if name != "COLUMNS"}
