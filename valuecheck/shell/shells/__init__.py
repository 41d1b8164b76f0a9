"""The shells that have a hook: a file of facts and the hook itself for each."""

from __future__ import annotations

from enum import StrEnum

from valuecheck.shell.shells.bash import Bash
from valuecheck.shell.shells.fish import Fish
from valuecheck.shell.shells.nu import Nu
from valuecheck.shell.shells.zsh import Zsh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.shell.facts import ShellFacts


class Shell(StrEnum):
    """A shell that has a hook."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    NU = "nu"

    @property
    def facts(self) -> ShellFacts:
        """The facts of this shell."""
        return _FACTS[self]


_FACTS: dict[Shell, ShellFacts] = {
    Shell.BASH: Bash(),
    Shell.ZSH: Zsh(),
    Shell.FISH: Fish(),
    Shell.NU: Nu(),
}
