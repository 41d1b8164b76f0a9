"""A session as it looks on different terminals, kept in golden/; VALUECHECK_GOLDEN=write renews."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.golden import kept
from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from tests.conftest import Fill, Run

GOLDEN = Path(__file__).parent / "golden"
SESSION = (
    "status",
    "log",
    "log +incident --score 1-2",
    "report",
    "report quarter",
    "report last-week @retail",
    "off",
    "config",
    "due --verbose",
    "status --short",
    "log nonsense",
)
HELP = ("--help", *(f"{name} --help" for name in ("ask", "off", "log", "report", "edit", "config")))
# Many commands in one process: what differs between screens is the terminal, not the start.
SCRIPT = """
import sys
from valuecheck.__main__ import main
for command in sys.argv[1:]:
    print(f"$ valuecheck {command}", flush=True)
    main(command.split())
    print(flush=True)
"""


class Look(NamedTuple):
    """A kind of terminal."""

    width: int = 80
    environ: dict[str, str] = {}  # noqa: RUF012


LOOKS = {
    "80": Look(),
    "40": Look(40),
    "ascii": Look(80, {"PYTHONIOENCODING": "ascii"}),
    "narrow-ascii": Look(40, {"PYTHONIOENCODING": "ascii"}),
    "dumb": Look(80, {"TERM": "dumb"}),
    "no-color": Look(80, {"NO_COLOR": "1"}),
}


@pytest.fixture
def lived_in(run: Run, fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three weeks with everything that a screen may have to show."""
    fill(lambda: live_three_weeks(run))
    monkeypatch.setenv("VALUECHECK_REMIND_AFTER", "30m")


def live_three_weeks(run: Run) -> None:
    for day, *answer in (
        ("2026-11-02", "3", "planning"),
        ("2026-11-03", "2", "waited for access rights"),
        ("2026-11-09", "4", "search understands typing errors +feature @search"),
        ("2026-11-10", "1", "lost orders for an hour +incident @retail"),
        ("2026-11-12", "5"),
        ("2026-11-16", "4", "fixed checkout outage +incident @retail"),
        (
            "2026-11-17",
            "2",
            "third status meeting about the migration, nobody decided anything at all +meeting",
        ),
        ("2026-11-18", "4", "capacity plan for Black Friday 🎉 決済の計画 +capacity @retail"),
        ("2026-11-18", "5", "[bold]restore[/] rehearsed: 12 minutes \u202eesrever +dr @checkout"),
    ):
        assert run(*answer, "--day", day, now=f"{day}T17:00:00+01:00").code == 0
    assert run("off", "thu..fri", "sick", now="2026-11-19T09:00:00+01:00").code == 0
    assert run("off", "2026-12-21..2027-01-01", "Christmas at my parents'").code == 0


def without_ids(drawn: str) -> str:
    """`drawn` with one id for all: they differ between two runs."""
    return re.sub(r"^[0-9a-f]{6}(?=  )", "1a2b3c", drawn, flags=re.MULTILINE) + "\n"


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize("name", LOOKS)
def test_a_session_looks_as_it_did_when_somebody_last_looked(name: str) -> None:
    look = LOOKS[name]
    with Terminal(
        sys.executable, "-c", SCRIPT, *SESSION, width=look.width, height=400, environ=look.environ
    ) as terminal:
        assert terminal.end() == 0
    if name in ("dumb", "no-color"):
        assert b"\x1b[3" not in terminal.raw
        assert b"\x1b[4" not in terminal.raw
    if "ascii" in name:
        assert terminal.raw.isascii()
    drawn = without_ids(terminal.text)
    assert drawn == kept(GOLDEN / f"session.{name}.txt", drawn)


@pytest.mark.usefixtures("lived_in")
def test_a_session_into_a_pipe_is_plain() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT, *SESSION],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
    )
    drawn = without_ids(finished.stdout.decode().rstrip())
    assert "\x1b" not in drawn
    assert drawn == kept(GOLDEN / "session.pipe.txt", drawn)


@pytest.mark.parametrize("name", ["80", "40", "ascii"])
def test_help_looks_as_it_did_when_somebody_last_looked(name: str) -> None:
    look = LOOKS[name]
    with Terminal(
        sys.executable, "-c", SCRIPT, *HELP, width=look.width, height=400, environ=look.environ
    ) as terminal:
        assert terminal.end() == 0
    drawn = terminal.text + "\n"
    assert drawn == kept(GOLDEN / f"help.{name}.txt", drawn)


@pytest.mark.parametrize("name", ["80", "40", "ascii", "narrow-ascii", "dumb"])
def test_the_prompt_looks_as_it_did_when_somebody_last_looked(name: str, run: Run) -> None:
    run("3", "yesterday", now="2026-11-19T17:00:00+01:00")
    look = LOOKS[name]
    with Terminal(*PROGRAM, width=look.width, environ=look.environ) as terminal:
        terminal.wait_for("\n>" if "ascii" in name else "›")
        for typed, shows in (("?", "valuecheck off today"), ("4", "words?")):
            terminal.type(typed)
            terminal.wait_for(shows)
        terminal.type("fixed checkout outage +incident @retail\r")
        assert terminal.end() == 0
    assert ("\x1b[1m" in terminal.raw.decode()) == (name != "dumb")
    drawn = terminal.text + "\n"
    assert drawn == kept(GOLDEN / f"prompt.{name}.txt", drawn)
