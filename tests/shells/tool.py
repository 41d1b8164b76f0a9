"""The real program on a user's machine, with stand-ins for what a test cannot wait for or do."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.conftest import NOW
from tests.terminal import sleeps
from valuecheck.config.paths import locate
from valuecheck.config.settings import compiled_settings
from valuecheck.store import connection

if TYPE_CHECKING:
    from tests.shells.machine import Machine
    from tests.terminal import Terminal

QUESTION = "would they be?"
WORDS = "words?"
NOTICE = "today's question waits"
_PROGRAM = """\
#!{python}
import os, sys
with open({calls!r}, "a") as file:
    print(*sys.argv[1:], file=file)
with open({pid!r}, "w") as file:
    print(os.getpid(), file=file)
{stand_ins}
from valuecheck.__main__ import main
sys.exit(main())
"""
# On a busy machine everything takes longer, but what is tested does not change.
PATIENT = """
from valuecheck.ask import hook, tmux
hook._PAINTED_WITHIN = tmux._ANSWERS_WITHIN = 30.0
"""
# The question is open to a user's keys at once, instead of a third of a second later.
OPEN = PATIENT + "hook._MACHINE_SECONDS = 0.0\n"
IGNORED = OPEN + "hook._KEY_SECONDS = 0.2\n"
# The system lets nobody put a key back into the terminal's queue.
FORBIDDEN = """
import fcntl, termios
ioctl = fcntl.ioctl
def without_tiocsti(fd, request, *rest):
    if request == termios.TIOCSTI:
        raise PermissionError
    return ioctl(fd, request, *rest)
fcntl.ioctl = without_tiocsti
"""
# The clock shows what a file says, in seconds since the epoch.
CLOCK = """
import time
time.time = lambda: float(open({clock!r}).read())
"""


def noon() -> str:
    """This moment in the zone where it is noon, for shells, which read the real clock.

    Nowhere else is a day sure not to begin while a test runs.
    """
    now = datetime.now(UTC)
    zone = timezone(timedelta(hours=12 - now.hour))
    return now.astimezone(zone).isoformat(timespec="seconds")


class Tool:
    """The real valuecheck in the place of the one that stands in for it."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.home = machine.stamp.parent.parent
        self.state = machine.stamp.parent
        machine.environ |= {"VALUECHECK_HOME": str(self.home), "VALUECHECK_NOW": NOW}
        self.set('ask_after = "04:00"')
        self.stand_in(OPEN)

    def set(self, *settings: str) -> None:
        """Write the settings, and compile them: a question has no time for that."""
        self.state.mkdir(parents=True, exist_ok=True)
        (self.home / "config.toml").write_text("\n".join((*settings, "")))
        compiled_settings(locate(self.machine.environ), self.machine.environ)

    def stand_in(self, text: str) -> None:
        """From now on the program runs `text` before it begins."""
        self.machine.program.write_text(
            _PROGRAM.format(
                python=sys.executable,
                calls=str(self.machine.bin / "calls"),
                pid=str(self.machine.bin / "pid"),
                stand_ins=text,
            )
        )
        self.machine.program.chmod(0o755)

    def run(self, *words: str, **environ: str) -> str:
        """Run the program as the user does by hand and return its output."""
        return subprocess.run(
            [str(self.machine.program), *words],
            check=True,
            capture_output=True,
            text=True,
            env=self.machine.environ | environ,
            stdin=subprocess.DEVNULL,
        ).stdout

    def start(self, *arguments: str, typed_before: str = "", **environ: str) -> Terminal:
        """Open a terminal with the shell in it, which leaves it to the program what is due.

        The shells' own clock knows nothing of the test's.
        """
        self.machine.stamp.unlink(missing_ok=True)
        return self.machine.start(*arguments, typed_before=typed_before, **environ)

    def asks_in(self, terminal: Terminal) -> None:
        """Wait until the question is up and the program waits for a key."""
        terminal.wait_for("›")
        terminal.wait_until(lambda: sleeps(self.pid), what="the program to wait for a key")

    @property
    def pid(self) -> int:
        """The process of the latest run."""
        return int((self.machine.bin / "pid").read_text())

    @property
    def recorded(self) -> list[tuple[str, int, str]]:
        """Day, score and note of each check-in, in the order of days."""
        path = self.home / "valuecheck.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as opened:
            rows = opened.execute(
                "SELECT day, score, note FROM check_ins WHERE deleted = 0 ORDER BY day, id"
            )
            return rows.fetchall()

    def make_store(self) -> None:
        """Make the store without a row, which takes the program longer than all else."""
        with connection.writing(str(self.home / "valuecheck.db")):
            pass

    def everything(self) -> dict[str, bytes]:
        """Return every file of the user's, but not the records of the stand-ins."""
        return {
            str(path): path.read_bytes()
            for path in self.home.rglob("*")
            if path.is_file() and path.name != "lock"
        }


class Clock:
    """A clock of the program's own that a test can set, also while the program runs."""

    def __init__(self, tool: Tool) -> None:
        self._file = Path(tool.machine.bin / "clock")
        self.text = CLOCK.format(clock=str(self._file))
        tool.machine.environ.pop("VALUECHECK_NOW")
        tool.machine.environ["TZ"] = "Europe/Berlin"

    def set(self, moment: str) -> None:
        """Let it be `moment` in Berlin, such as `2026-11-20 09:00`."""
        berlin = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Berlin"))
        draft = self._file.with_suffix(".new")
        draft.write_text(str(berlin.timestamp()))
        draft.replace(self._file)
