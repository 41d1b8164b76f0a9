"""A program on a terminal of its own, typed at and read as a user does."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Any, Self

from tests.emulator import Emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PROGRAM = (sys.executable, "-m", "valuecheck")
# A hook's question with time to be painted on a busy machine, and open to keys at once.
PATIENT_HOOK = (
    sys.executable,
    "-c",
    """
import sys
from valuecheck.ask import hook
from valuecheck.__main__ import main
hook._PAINTED_WITHIN, hook._MACHINE_SECONDS = 60.0, 0.0
sys.exit(main(["ask", "--hook", *sys.argv[1:]]))
""",
)
# Only what fails takes so long: a busy machine needs its time.
PATIENCE = 60.0
_HANGS_UP_WITHIN = 5.0


class Terminal:
    """`command` on a terminal of `width` columns and `height` lines.

    Nothing is read but in the methods that wait, so a test sees one order of events.
    `raw` is every byte that the program wrote. `stdout` is where its standard output goes instead
    of the terminal. `environ` is added to this process's environment, or replaces it if `alone`.
    `typed_before` is typed before the program starts. `settings_before` are the terminal's
    settings at that time. `kitty`: the terminal offers kitty's keyboard protocol.
    """

    def __init__(
        self,
        *command: str,
        width: int = 80,
        height: int = 30,
        stdout: int | None = None,
        environ: Mapping[str, str] | None = None,
        alone: bool = False,
        cwd: Path | None = None,
        typed_before: str = "",
        kitty: bool = False,
    ) -> None:
        self._master, self._slave = pty.openpty()
        self._emulator = Emulator(width, height, self._answer, kitty=kitty)
        self.raw = b""
        self.resize(width)
        self.settings_before = self.settings
        self.type(typed_before)
        self._process = subprocess.Popen(
            command,
            stdin=self._slave,
            stdout=self._slave if stdout is None else stdout,
            stderr=self._slave,
            env={**({} if alone else _environ()), **(environ or {})},
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_be_at_the_terminal,  # noqa: PLW1509
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def lines(self) -> list[str]:
        """The lines on the screen down to the last one that is not empty."""
        return self._emulator.lines

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
        screen = self._emulator.screen
        size = struct.pack("HHHH", screen.lines, width, 0, 0)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, size)
        screen.resize(screen.lines, width)

    def clear(self) -> None:
        """Empty the screen."""
        self._emulator.screen.reset()

    def type(self, typed: str | bytes, pace: float = 0.0) -> None:
        """Press the keys, `pace` seconds apart; 0 for all at once."""
        data = typed.encode() if isinstance(typed, str) else typed
        for part in [data[i : i + 1] for i in range(len(data))] if pace else [data]:
            os.write(self._master, self._emulator.encode(part))
            if pace:
                self.read_for(pace)

    def read_for(self, seconds: float) -> None:
        """Let `seconds` pass and take in what the program writes meanwhile."""
        self._read_until(lambda: False, seconds)

    def settle(self, seconds: float = 0.1) -> None:
        """Wait until nothing was written for `seconds`."""
        while self._read(seconds):
            pass

    def wait_for(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until the screen shows `text`. Raises AssertionError with the screen."""
        self.wait_until(lambda: text in self.text, seconds, repr(text))

    def wait_for_bytes(self, data: bytes) -> None:
        """Wait until the program has written `data`. Raises AssertionError with the screen."""
        self.wait_until(lambda: data in self.raw, what=repr(data))

    def wait_until(
        self, condition: Callable[[], bool], seconds: float = PATIENCE, what: str = "it"
    ) -> None:
        """Wait until `condition` holds. Raises AssertionError with the screen."""
        assert self._read_until(condition, seconds), f"waited for {what}; the screen:\n{self.text}"

    def wait_until_it_waits(self) -> None:
        """Wait until the program has written its last and sleeps: it waits for a key.

        A signal between the last look at signals and that sleep is noticed at the next key.
        """
        self.settle()
        self.wait_until(lambda: sleeps(self._process.pid), what="the program to wait for a key")

    def is_idle(self) -> bool:
        """Return whether the program waits for a key, and not for a child of its own."""
        own = str(self._process.pid)
        listed = ["ps", "-A", "-o", "ppid="]
        parents = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split()
        return own not in parents and sleeps(self._process.pid)

    def end(self) -> int:
        """Wait for the end of the program; returns its exit code, or minus the signal."""
        self.wait_until(lambda: self._process.poll() is not None, what="the end of the program")
        self.settle(0.02)
        return self._process.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self._process.send_signal(number)

    def hang_up(self, within: float = PATIENCE) -> int:
        """Close the terminal, as a user who closes its window. Returns the program's exit code.

        Raises TimeoutExpired for a program that has not ended `within` so many seconds.
        """
        for fd in (self._slave, self._master):
            os.close(fd)
        self._master = self._slave = -1
        return self._process.wait(within)

    def close(self) -> None:
        """Hang up and end the program, whatever it does."""
        if self._master < 0:
            return
        try:
            self.hang_up(_HANGS_UP_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _answer(self, data: bytes) -> None:
        os.write(self._master, data)

    def _read_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not condition():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._read(min(left, 0.02))
        return True

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        data = os.read(self._master, 65536)
        self.raw += data
        self._emulator.feed(data)
        return bool(data)


def _be_at_the_terminal() -> None:
    """Let a new process have its terminal, and signals as if a user had started it there."""
    # Only this makes the pseudo-terminal the controlling one, on Linux and macOS.
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # Ignored by tests that run in the background of a script, or under nohup.
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def sleeps(pid: int) -> bool:
    """Return whether a process waits for something, such as a key."""
    listed = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(listed, capture_output=True, text=True, check=False).stdout
    # I is a long sleep on macOS.
    return state.startswith(("S", "I"))


def _environ() -> dict[str, str]:
    # The terminal itself knows its width.
    return {name: value for name, value in os.environ.items() if name != "COLUMNS"}
