"""The user's own options, aliases and names neither break the hook nor are broken by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from valuecheck.shell.install import apply, plan_install, plan_uninstall
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

SETTINGS = {
    Shell.BASH: [
        "set -u",
        "set -o pipefail -E; trap 'echo ERROR' ERR",
        "set -o posix",
        "set -f; shopt -s nullglob failglob extglob",
        "IFS=0123456789",
        "alias unset=false read=false local=false printf=false bind=false",
        "set -o noclobber; shopt -s compat31 2>/dev/null",
        "unset EPOCHSECONDS; set -u",
        "LC_ALL=C",
    ],
    Shell.ZSH: [
        "setopt nounset",
        "setopt err_return pipefail",
        "setopt ksh_arrays sh_word_split no_glob",
        "setopt warn_create_global warn_nested_var",
        "setopt rc_quotes ksh_glob null_glob",
        "setopt posix_identifiers posix_builtins",
        "emulate sh",
        "setopt ignore_close_braces",
        "IFS=0123456789",
        "alias local=false print=false zle=false; alias -g now=oops due=oops",
        "LC_ALL=C",
    ],
    Shell.FISH: ["set -g IFS 0", "set -g vc_due 5"],
    Shell.NU: ["$env.config.hooks.pre_prompt = [{|| print -n '' }]", "alias open = ^open"],
}
pytestmark = pytest.mark.settings(SETTINGS)


def set_up(machine: Machine, setting: str) -> None:
    """Configure `setting` above the hook, so that the hook meets it."""
    apply(plan_uninstall(machine.hook))
    machine.configure(setting + "\n")
    apply(plan_install(machine.hook))


def test_it_asks_and_is_answered(machine: Machine, setting: str) -> None:
    set_up(machine, setting)
    with machine.start() as terminal:
        terminal.wait_for("QUESTION")
        terminal.type("4")
        terminal.wait_for(PROMPT)
        assert terminal.text.splitlines() == ["RECORDED 4", PROMPT]
        terminal.type("echo T\r")
        terminal.wait_for("\nT")


def test_it_is_silent_before_the_time(machine: Machine, setting: str) -> None:
    set_up(machine, setting)
    machine.ask_in(1000)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.05)
        assert terminal.text == PROMPT
    assert machine.calls == []
