"""Set up: config, doctor, demo, completion, uninstall, help."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from valuecheck.cli.hook import ShellArgument
from valuecheck.cli.support.options import (
    DryRunOption,
    ForceOption,
    FormatOption,
    JsonOption,
    OutputOption,
    YesOption,
)
from valuecheck.cli.support.output import emit, target

# Typer reads the annotations when it runs.
from valuecheck.cli.support.panels import SET_UP
from valuecheck.config.context import current_context
from valuecheck.config.paths import locate
from valuecheck.core.errors import ExitCode, UsageError
from valuecheck.core.text import say, visible
from valuecheck.shell.shells import Shell


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (config, doctor, demo, completion, uninstall):
        app.command(rich_help_panel=SET_UP)(command)
    app.command("help", rich_help_panel=SET_UP)(help_)
    app.command(hidden=True)(complete)


def config(
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="The setting.")] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Back to the default.")] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show all settings, show one, or change one."""
    from valuecheck.cli.support import configuring
    from valuecheck.config import settings
    from valuecheck.config.values import shown
    from valuecheck.render.pages import settings as view

    paths = locate(os.environ)
    if key is None and unset:
        problem = "--unset needs a setting"
        raise UsageError(problem, "say which, such as 'valuecheck config --unset workdays'")
    chosen = json or format_ is not None or output is not None
    if key is not None and (unset or value is not None):
        configuring.change(paths, os.environ, key, value, unset=unset, quiet=chosen)
        if not chosen:
            return
    elif key is not None and not chosen:
        say(shown(configuring.value_of(paths, os.environ, key)), sys.stdout)
        return
    keys = settings.KEYS if key is None else (settings.known_key(key),)
    found = configuring.lenient(paths, os.environ)
    emit(target(format_, json=json, file=output, force=force), view.view(found, keys))


def doctor(
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is safe to mend.")] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Say what is wrong on this machine and how to mend it: exit 0 if all is well, else 1.

    --fix mends modes, leftovers, rows that no command can use, and saves what can be read of a
    damaged store; what it replaces is kept.
    """
    from valuecheck.actions.doctor import examination
    from valuecheck.actions.doctor.finding import Finding
    from valuecheck.render.pages import doctor as view
    from valuecheck.sync import checking

    def examined() -> list[Finding]:
        paths = locate(os.environ)
        own = examination.examine(paths, os.environ, sys.argv[0])
        return [*own, *checking.examine(paths, os.environ)]

    findings = examined()
    if fix:
        for done in examination.mend(findings):
            say(visible(f"valuecheck: {done}"), sys.stderr)
        findings = examined()
    emit(target(format_, json=json, file=output, force=force), view.view(findings))
    if any(finding.problem for finding in findings):
        raise typer.Exit(ExitCode.FAILED)


def demo(
    folder: Annotated[
        str | None, typer.Argument(metavar="FOLDER", help="Where to put it: a new or empty folder.")
    ] = None,
) -> None:
    """Look at a made-up year in a throw-away folder; your own data stays out of it."""
    from valuecheck.actions import demo as made_up
    from valuecheck.actions import reporting
    from valuecheck.cli.support import trying
    from valuecheck.core.records import Filters
    from valuecheck.render import views
    from valuecheck.report import build

    home = made_up.fill(folder, os.environ)
    os.environ[made_up.HOME] = home
    context = current_context()
    period = made_up.opening(context.today)
    found = build(reporting.read_inputs(context, period, Filters()))
    emit(target(None), views.first_screen(found), paged=False)
    say("", sys.stdout)
    for line in (*trying.judged(context), ""):
        say(visible(line), sys.stdout)
    for line in made_up.how_to_go_on(home, period, _shell()):
        # A command with the folder is there to be copied.
        say(visible(line), sys.stdout, breaks=made_up.HOME not in line)


def _shell() -> Shell:
    """Return the shell that the user types in, bash where it is another one than we know."""
    from valuecheck.shell.discovery import ancestors, current_shell

    try:
        return current_shell(os.environ, ancestors())
    except UsageError:
        return Shell.BASH


def completion(
    shell: ShellArgument = None,
    install: Annotated[
        bool, typer.Option("--install", help="Put it where the shell loads it.")
    ] = False,
    uninstall: Annotated[
        bool, typer.Option("--uninstall", help="Take it out of there again.")
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Let Tab complete commands, tags and periods: print the script for that, or install it."""
    from valuecheck.cli.support import completing

    if install and uninstall:
        problem = "--install and --uninstall contradict each other"
        raise UsageError(problem, "give one of them")
    found = completing.completion_for(shell)
    if install:
        completing.install(found, yes=yes, dry_run=dry_run)
    elif uninstall:
        completing.uninstall(found, yes=yes, dry_run=dry_run)
    elif yes or dry_run:
        problem = "--yes and --dry-run go with --install or --uninstall"
        raise UsageError(problem, "add one of these")
    else:
        sys.stdout.write(found.text.decode())


def uninstall(
    data: Annotated[
        bool, typer.Option("--data", help="Your answers and settings as well, for good.")
    ] = False,
    export: Annotated[
        str | None,
        typer.Option("--export", metavar="FILE", help="With --data: write everything there first."),
    ] = None,
    no_export: Annotated[
        bool, typer.Option("--no-export", help="With --data: keep no copy.")
    ] = False,
    yes: YesOption = False,
    dry_run: DryRunOption = False,
) -> None:
    """Remove hooks, completion and caches from this machine; then say how to remove the program."""
    from valuecheck.cli.support import uninstalling

    wanted = uninstalling.UninstallOptions(data, export, no_export)
    uninstalling.run(locate(os.environ), wanted, yes=yes, dry_run=dry_run)


def complete(words: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Print the candidates for the last word, one a line."""
    from valuecheck.shell.complete import candidates

    for candidate in candidates(words or []):
        say(candidate, sys.stdout)


def help_(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="Such as report, or hook install.")
    ] = None,
    man: Annotated[bool, typer.Option("--man", help="Show the whole manual page.")] = False,
) -> None:
    """Explain the program, or one command."""
    from valuecheck.cli.root import app, run
    from valuecheck.cli.support import manual

    if not man:
        raise typer.Exit(run([*(command or []), "--help"]))
    if command:
        problem = "the manual is one page"
        raise UsageError(problem, "leave the command out, or --man")
    manual.show(manual.page(typer.main.get_command(app)))
