from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

pytestmark = pytest.mark.only(Shell.NU)


@pytest.mark.parametrize(
    ("version", "asked"), [("0.111", 0), ("0.112", 1), ("0.115", 1), ("1.0", 1)]
)
def test_a_nushell_that_is_too_old_stays_silent(machine: Machine, version: str, asked: int) -> None:
    major, minor = version.split(".")
    text = machine.hook_file.read_text()
    assert text.count("(version |") == 1
    record = f"({{major: {major}, minor: {minor}}} |"
    machine.hook_file.write_text(text.replace("(version |", record))
    machine.always_exit(0)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
    assert machine.questions == asked
