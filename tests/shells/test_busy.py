"""A busy machine is asked, too, within the limits that hold for everybody.

VALUECHECK_BUSY says how many processes keep the machine busy; in CI none, by hand 8.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from tests.shells.tool import WORDS
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.tool import Tool

BUSY = int(os.environ.get("VALUECHECK_BUSY", "0"))
# A question that is not painted in time comes at another prompt.
PROMPTS = 5


@pytest.mark.only(Shell.BASH, *((Shell.ZSH, Shell.FISH) if BUSY else ()))
def test_the_question_comes_and_is_answered(tool: Tool) -> None:
    tool.make_store()
    tool.stand_in("")
    with ExitStack() as stack:
        for _ in range(BUSY):
            process = stack.enter_context(
                subprocess.Popen([sys.executable, "-c", "while True: pass"])
            )
            stack.callback(process.kill)
        terminal = stack.enter_context(tool.start())
        for _ in range(PROMPTS):
            terminal.wait_until(lambda: "›" in terminal.text or PROMPT in terminal.text)
            if "›" in terminal.text:
                break
            terminal.clear()
            tool.machine.look_again(terminal)
        terminal.read_for(1.0)
        terminal.type("4")
        terminal.wait_for(WORDS)
        terminal.type("under load\r")
        terminal.wait_for("✓ Recorded 4")
        terminal.wait_for(PROMPT)
    assert tool.recorded == [("2026-11-20", 4, "under load")]
