"""Cover what only zsh has: functions before each prompt, and frameworks that add theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

pytestmark = pytest.mark.only(Shell.ZSH)

# As oh-my-zsh, starship and powerlevel10k put themselves in.
OH_MY_ZSH = """
autoload -Uz add-zsh-hook
omz_tick() { print tick }
add-zsh-hook precmd omz_tick
"""
STARSHIP = """
starship_tick() { print tick }
[[ -z "${precmd_functions[(r)starship_tick]}" ]] && precmd_functions+=(starship_tick)
"""
P10K = """
p10k_tick() { print tick }
precmd_functions=(p10k_tick ${precmd_functions:#p10k_tick})
"""


@pytest.mark.parametrize(
    "framework", [OH_MY_ZSH, STARSHIP, P10K], ids=["oh-my-zsh", "starship", "p10k"]
)
@pytest.mark.parametrize("place", ["above", "below"])
def test_frameworks_and_the_hook_leave_each_other_alone(
    machine: Machine, framework: str, place: str
) -> None:
    if place == "above":
        machine.rc.write_text(framework + machine.rc.read_text())
    else:
        machine.configure(framework)
    with machine.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
        terminal.type("false\r")
        terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)
        terminal.type('echo "[$?]"\r')
        terminal.wait_for("\n[1]")
        assert terminal.text.count("tick") >= 2
        machine.look_again(terminal)
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_until(lambda: machine.questions == 2)
