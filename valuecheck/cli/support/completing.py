"""The script that lets Tab complete, printed or installed for a shell."""

from __future__ import annotations

import os
import sys
from importlib.resources import files
from typing import TYPE_CHECKING

import typer

from valuecheck.cli.support.installing import carried_out
from valuecheck.config.paths import locate
from valuecheck.core.text import say
from valuecheck.shell import discovery, rc_write
from valuecheck.shell.completion import completion_of
from valuecheck.shell.install import plan_install, plan_uninstall
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from valuecheck.shell.install import Hook


def completion_for(shell: Shell | None) -> Hook:
    """The completion for `shell`, by default the one that the user types in. Raises UsageError."""
    wanted = shell or discovery.current_shell(os.environ, discovery.ancestors())
    return completion_of(wanted, locate(os.environ), _script(wanted), os.environ)


def install(completion: Hook, *, yes: bool, dry_run: bool) -> None:
    """Put the completion where its shell loads it, after a question."""
    if not (plan := plan_install(completion)):
        say(f"Completion for {completion.shell} is installed and current.", sys.stdout)
    elif carried_out(plan, completion.file, yes=yes, dry_run=dry_run):
        say("Installed. New terminals complete valuecheck with Tab.", sys.stdout)
        if completion.shell is Shell.ZSH and not _starts_completion(completion):
            say(
                "Your .zshrc does not start zsh's completion. Put this above the block:", sys.stdout
            )
            say("  autoload -Uz compinit && compinit", sys.stdout)


def uninstall(completion: Hook, *, yes: bool, dry_run: bool) -> None:
    """Take the completion out again, after a question."""
    if not (plan := plan_uninstall(completion)):
        say(f"No completion for {completion.shell} is installed.", sys.stdout)
    elif carried_out(plan, completion.file, yes=yes, dry_run=dry_run):
        say("Uninstalled.", sys.stdout)


def _script(shell: Shell) -> str:
    if shell is Shell.NU:
        from valuecheck.cli.root import app
        from valuecheck.cli.support import externs

        return externs.script(typer.main.get_command(app))
    script = files("valuecheck.cli") / "completion" / f"{shell}.{shell}"
    return script.read_text(encoding="utf-8")


def _starts_completion(completion: Hook) -> bool:
    """Return whether the rc file mentions compinit, or a framework that runs it."""
    text = b"".join(rc_write.read(path) or b"" for path in completion.rc_files)
    return any(word in text for word in (b"compinit", b"oh-my-zsh", b"prezto", b"zim", b"antidote"))
