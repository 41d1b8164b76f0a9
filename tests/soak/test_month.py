"""A month lived through: shells open for weeks, new ones every day, travels, a clock that jumps.

VALUECHECK_MONTH says how many workdays; in CI a few, by hand 20.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.shells.machine import PROMPT, Machine
from tests.shells.tool import OPEN, QUESTION, Clock, Tool
from valuecheck.core.moments import Window, moment_in
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.terminal import Terminal

WORKDAYS = int(os.environ.get("VALUECHECK_MONTH", "3"))
BERLIN = timezone(timedelta(hours=1))
# Where the machine is, as a file says.
ZONE = "os.environ['TZ'] = open({zone!r}).read()\ntime.tzset()\n"
FLIGHTS = {1: "America/Los_Angeles", 3: "Europe/Berlin"}
FIRST = date(2026, 11, 2)  # a Monday
SECOND = timedelta(seconds=1)


class Life:
    """A user with three shells that stay open, on a clock of the test's own.

    Shells read the real clock: each move of the test's clock moves the stamp by as much.
    """

    def __init__(self, tool: Tool, machines: list[Machine]) -> None:
        self.tool = tool
        self.clock = Clock(tool)
        self._zone = tool.machine.bin / "zone"
        self.flies_to("Europe/Berlin")
        tool.stand_in(OPEN + self.clock.text + ZONE.format(zone=str(self._zone)))
        self.machines = machines
        self.open: list[tuple[Machine, Terminal]] = []
        self._stamp = 0
        self._written = b""

    @property
    def stamped(self) -> datetime:
        """When the shells look again, on the clock of the test."""
        return datetime.fromtimestamp(self._stamp, BERLIN)

    def flies_to(self, zone: str) -> None:
        """From now on the machine is in another time zone."""
        self.zone = ZoneInfo(zone)
        self._zone.write_text(zone)

    def at(self, moment: datetime) -> None:
        """Let it be `moment`."""
        self._keep_stamp()
        self.clock.set(f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M:%S}")
        self.now = moment
        ahead = self._stamp - int(moment.timestamp())
        self._written = f"{int(time.time()) + ahead}\n".encode()
        self.tool.machine.write_stamp(self._written)

    def opens(self, machine: Machine) -> tuple[Machine, Terminal]:
        """Open a terminal and return it once it shows a question or a prompt."""
        terminal = machine.start()
        terminal.wait_until(lambda: "›" in terminal.text or PROMPT in terminal.text)
        return machine, terminal

    def is_asked(self, shell: tuple[Machine, Terminal]) -> bool:
        """Press Enter at a prompt; True if the question comes."""
        machine, terminal = shell
        terminal.clear()
        machine.look_again(terminal)
        terminal.wait_until(lambda: "›" in terminal.text or PROMPT in terminal.text)
        # Fish shows its prompt anew before it looks.
        terminal.wait_until(lambda: "›" in terminal.text or terminal.is_idle())
        self._keep_stamp()
        self.at(self.now)
        return QUESTION in terminal.text

    def answers(self, shell: tuple[Machine, Terminal], score: int) -> None:
        """Answer the question that is up."""
        _, terminal = shell
        self.tool.asks_in(terminal)
        terminal.type(f"{score}\r")
        terminal.wait_for(f"✓ Recorded {score}")
        terminal.wait_for(PROMPT)
        self._keep_stamp()

    def _keep_stamp(self) -> None:
        """Remember what the program wrote, which is in the time of the test's clock."""
        try:
            found = self.tool.machine.stamp.read_bytes()
        except OSError:
            return
        if found != self._written:
            self._stamp, self._written = int(found), found


@pytest.fixture
def life(tmp_path: Path) -> Life:
    machines: list[Machine] = []
    for shell in (Shell.BASH, Shell.ZSH, Shell.FISH):
        executable = shutil.which(shell)
        if executable is None:
            pytest.skip(f"no {shell} here")
        folder = tmp_path if not machines else tmp_path / shell
        machine = Machine(folder, shell, executable)
        if machines:
            # One user: the same program and store, whatever the shell.
            machine.stamp, machine.program = machines[0].stamp, machines[0].program
        machine.install()
        machines.append(machine)
    tool = Tool(machines[0])
    tool.set('ask_after = "10:00..16:00"')
    tool.make_store()
    found = Life(tool, machines)
    for machine in machines:
        machine.environ = {
            **machine.environ,
            **{name: tool.machine.environ[name] for name in ("VALUECHECK_HOME", "TZ")},
        }
        machine.environ.pop("VALUECHECK_NOW", None)
    return found


def moment_of(life: Life, day: date) -> datetime:
    with closing(sqlite3.connect(life.tool.home / "valuecheck.db")) as opened:
        ((seed,),) = opened.execute("SELECT value FROM facts WHERE name = 'seed'")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=life.zone)
    before = os.environ.get("TZ")
    os.environ["TZ"] = life.zone.key
    time.tzset()
    try:
        return moment_in(Window(), day, datetime.min.time().replace(hour=4), int(seed, 16), noon)
    finally:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@pytest.mark.long
def test_a_month_lived_through(life: Life) -> None:
    day, lived, asked = FIRST, 0, []
    life.at(datetime(2026, 11, 1, 12, tzinfo=BERLIN))
    life.open = [life.opens(machine) for machine in life.machines]
    try:
        while lived < WORKDAYS:
            if day.weekday() < 5:
                live(life, day, lived)
                asked.append(day)
                lived += 1
            else:
                noon = datetime(day.year, day.month, day.day, 12, tzinfo=life.zone)
                life.at(noon)
                assert not any(life.is_asked(shell) for shell in life.open), day
            day += timedelta(days=1)
    finally:
        for _, terminal in life.open:
            terminal.close()
    assert [recorded for recorded, _, _ in life.tool.recorded] == [d.isoformat() for d in asked]


def live(life: Life, day: date, number: int) -> None:
    """One workday: silent before the moment, asked once after it, in whichever shell is used."""
    # After a flight east the stamp of the zone before delays the question, within the day.
    moment = max(moment_of(life, day), life.stamped)
    life.at(datetime(day.year, day.month, day.day, 8, 30, tzinfo=life.zone))
    morning = life.opens(life.machines[number % 3])
    shells = [*life.open, morning]
    assert not any(life.is_asked(shell) for shell in shells), f"{day} in the morning"
    life.at(moment - SECOND)
    assert not any(life.is_asked(shell) for shell in shells), f"{day} before {moment}"
    if number % 5 == 1:
        # The laptop sleeps over the moment.
        for _, terminal in life.open:
            terminal.send_signal(signal.SIGSTOP)
        life.at(moment + timedelta(minutes=50))
        for _, terminal in life.open:
            terminal.send_signal(signal.SIGCONT)
    if number % 5 == 2:
        # The clock jumps to 2035, where somebody looks at the status, and comes back.
        life.at(datetime(2035, 3, 5, 3, tzinfo=BERLIN))
        life.tool.run("status")
    life.at(moment + SECOND)
    first, *others = shells[number % 4 :] + shells[: number % 4]
    assert life.is_asked(first), f"{day} after {moment}"
    life.answers(first, number % 5 + 1)
    evening = life.opens(life.machines[(number + 1) % 3])
    for when in (timedelta(minutes=1), timedelta(hours=4)):
        life.at(moment + when)
        asked = [shell for shell in (first, *others, evening) if life.is_asked(shell)]
        assert not asked, f"{day}, {when} after the answer"
    if flight := FLIGHTS.get(number % 5):
        life.flies_to(flight)
        life.at(moment + timedelta(hours=5))
        asked = [shell for shell in (first, *others, evening) if life.is_asked(shell)]
        assert not asked, f"{day}, landed in {flight}"
    for _, terminal in (morning, evening):
        terminal.close()
