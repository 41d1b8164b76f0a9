"""The commands of `hook`: install, remove and show the shell hook."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from valuecheck.cli.support.options import (
    DryRunOption,
    ForceOption,
    FormatOption,
    JsonOption,
    OutputOption,
    YesOption,
)
from valuecheck.cli.support.output import emit, target
from valuecheck.config.context import current_context
from valuecheck.config.paths import locate
from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import say, visible
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from valuecheck.shell.install import Hook

app = typer.Typer(
    help="The shell hook, which asks once a workday in an open terminal.", no_args_is_help=True
)
ShellArgument = Annotated[
    Shell | None,
    typer.Argument(
        metavar="SHELL",
        help="bash, zsh, fish or nu; otherwise the one you type in.",
        show_default=False,
    ),
]


@app.command()
def install(
    shell: ShellArgument = None, yes: YesOption = False, dry_run: DryRunOption = False
) -> None:
    """Be asked once a workday in an open terminal: shows what it changes, then asks."""
    from valuecheck.cli.support.installing import carried_out
    from valuecheck.shell.install import plan_install

    hook = _hook(shell, lasting=True)
    if not (plan := plan_install(hook)):
        say(f"The hook for {hook.shell} is installed and current.", sys.stdout)
        _say_whether_reached(hook, yes=yes, dry_run=dry_run)
    elif carried_out(plan, hook.file, yes=yes, dry_run=dry_run):
        say(f"Installed. Open a new terminal, or try it here: exec {hook.shell}", sys.stdout)
        _say_when_it_asks()
        if remark := hook.shell.facts.remark:
            say(remark, sys.stdout)
        _say_whether_reached(hook, yes=yes, dry_run=dry_run)


@app.command()
def uninstall(
    shell: ShellArgument = None, yes: YesOption = False, dry_run: DryRunOption = False
) -> None:
    """Take the hook out again: every file becomes what it was before."""
    from valuecheck.cli.support.installing import carried_out
    from valuecheck.shell.install import plan_uninstall

    hook = _hook(shell)
    if not (plan := plan_uninstall(hook)):
        say(f"No hook for {hook.shell} is installed.", sys.stdout)
    elif carried_out(plan, hook.file, yes=yes, dry_run=dry_run):
        say("Uninstalled.", sys.stdout)


@app.command()
def status(
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Say for each shell whether its hook is installed, current and reached."""
    from valuecheck.render.pages import hooks as view
    from valuecheck.shell.install import State, state_of
    from valuecheck.shell.probe import found_wrong, probe

    states = [(hook, state_of(hook)) for hook in map(_hook, Shell)]
    wrong = {
        str(hook.shell): found
        for hook, state in states
        if state is not State.NOT_INSTALLED
        and (found := found_wrong(hook.shell, probe(hook.shell, os.environ)))
    }
    emit(target(format_, json=json, file=output, force=force), view.view(states, wrong))


@app.command("print")
def print_(shell: ShellArgument = None) -> None:
    """Print the hook, for those who keep their dotfiles themselves."""
    hook = _hook(shell)
    sys.stdout.flush()
    sys.stdout.buffer.write(hook.shell.facts.printable(hook.text))


def _hook(shell: Shell | None, *, lasting: bool = False) -> Hook:
    from valuecheck.shell import discovery
    from valuecheck.shell.install import hook_of

    wanted = shell or discovery.current_shell(os.environ, discovery.ancestors())
    program = discovery.lasting_program if lasting else discovery.program
    return hook_of(wanted, locate(os.environ), program(sys.argv[0]), os.environ)


def _say_whether_reached(hook: Hook, *, yes: bool, dry_run: bool) -> None:
    """Start the shell once; where it does not reach the hook say why, and offer what mends it."""
    from valuecheck.cli.support.installing import carried_out
    from valuecheck.shell.facts import Places
    from valuecheck.shell.install import plan_login
    from valuecheck.shell.probe import found_wrong, probe

    if dry_run:
        return
    probes = probe(hook.shell, os.environ)
    wrong = found_wrong(hook.shell, probes)
    if wrong is None:
        return
    places = Places(locate(os.environ), os.environ, sys.platform)
    login_file = hook.shell.facts.login_file(places)
    if login_file and all(one.is_login for one in probes if one.reached != "reached"):
        say(visible(f"But {wrong[0]}. This mends it:"), sys.stdout)
        if carried_out(plan_login(hook, login_file), hook.file, yes=yes, dry_run=False):
            say(visible(f"Added to {login_file}."), sys.stdout)
    else:
        say(visible(f"But {wrong[0]}; {wrong[1]}."), sys.stdout)


def _say_when_it_asks() -> None:
    """Let the question come at once today, so that the user sees the hook work, or say when."""
    from valuecheck.actions import ask_state, due, stamps

    # The hook is installed, whatever is wrong with settings or store.
    with suppress(ValuecheckError):
        context = current_context(warn=False)
        ask_state.note_installed(context)
        stamps.update_shells(context)
        if later := due.outlook(context):
            say(later, sys.stdout)
