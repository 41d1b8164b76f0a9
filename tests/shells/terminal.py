"""A terminal to test in: a program on a pseudo-terminal, with a screen that answers requests."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Any, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 10.0


class Screen(pyte.Screen):
    """A screen that sends what a terminal answers to `reply`."""

    reply: Callable[[bytes], object]

    def write_process_input(self, data: str) -> None:
        self.reply(data.encode())

    def report_device_status(self, mode: int, **private: bool) -> None:
        # pyte knows no private requests, which fish and nushell send.
        if not private:
            super().report_device_status(mode)


class Terminal:
    """A program running in a terminal of its own.

    Nothing is read but in `read_for` and what waits on it, so a test sees one order of events.
    `raw` holds every byte the program wrote, `seen` the moment of each portion.
    """

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        typed_before: str = "",
        size: tuple[int, int] = (24, 80),
    ) -> None:
        self.fd, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.screen = Screen(size[1], size[0])
        self.screen.reply = self._answer
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.answers = True
        self.type(typed_before)
        self.process: subprocess.Popen[Any] = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environ),
            cwd=environ["HOME"],
            start_new_session=True,
            # Only this makes the pseudo-terminal the controlling one, on Linux and macOS.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        self.slave = slave

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def type(self, text: str) -> None:
        """Type `text` at once."""
        os.write(self.fd, text.encode())

    def type_slowly(self, text: str, seconds_a_key: float) -> None:
        """Type `text` key by key."""
        for key in text:
            self.type(key)
            self.read_for(seconds_a_key)

    def read_for(self, seconds: float) -> None:
        """Let `seconds` pass and take in what the program writes meanwhile."""
        self._read_until(lambda: False, seconds)

    def wait_for(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until the screen shows `text`. Raises AssertionError with the screen."""
        assert self._read_until(lambda: text in self.text, seconds), (
            f"no {text!r} on this screen:\n{self.text}"
        )

    def wait_until(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until `condition` holds. Raises AssertionError with the screen."""
        assert self._read_until(condition, seconds), f"never came, on this screen:\n{self.text}"

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program ends and return its exit code."""
        self.wait_until(lambda: self.process.poll() is not None, seconds)
        self.read_for(0.02)
        return int(self.process.returncode)

    @property
    def text(self) -> str:
        """Return the screen without empty lines at its end."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    @property
    def modes(self) -> list[Any]:
        """The terminal's settings, as `stty -g` would show them."""
        return termios.tcgetattr(self.slave)

    def close(self) -> None:
        """Close the terminal as its window would: the program is hung up."""
        if self.fd < 0:
            return
        os.close(self.slave)
        os.close(self.fd)
        self.fd = -1
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _answer(self, data: bytes) -> None:
        if self.answers:
            os.write(self.fd, data)

    def _read_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if select.select([self.fd], [], [], min(left, 0.02))[0]:
                try:
                    data = os.read(self.fd, 65536)
                except OSError:  # Linux tells the end of the last program so
                    return condition()
                self.raw += data
                self._stream.feed(data)
        return True
