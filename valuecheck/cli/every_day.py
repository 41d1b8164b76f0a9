"""Every day: ask, status, due, off."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from valuecheck.cli.support.options import ForceOption, FormatOption, JsonOption, OutputOption
from valuecheck.cli.support.output import emit, target
from valuecheck.cli.support.panels import EVERY_DAY
from valuecheck.config.context import current_context
from valuecheck.core.errors import UsageError
from valuecheck.core.text import encodable, say


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (ask, status, due, off):
        app.command(rich_help_panel=EVERY_DAY)(command)


def ask(
    answer: Annotated[
        list[str] | None,
        typer.Argument(metavar="ANSWER", help="1 to 5 and a few words, or 0 for not today."),
    ] = None,
    day: Annotated[
        str | None, typer.Option(metavar="DAY", help="Fill in an earlier day: yesterday, mon, …")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="A kind of work, as +KIND.")
    ] = None,
    customer: Annotated[
        list[str] | None, typer.Option(metavar="CUSTOMER", help="Whom it was for, as @CUSTOMER.")
    ] = None,
    if_due: Annotated[
        bool, typer.Option("--if-due", help="Do nothing unless today's question waits.")
    ] = False,
) -> None:
    """Answer the question.

    Without ANSWER it prompts, or reads one line where standard input is no terminal. Words given
    here also enter the shell's own history and the process list; the prompt's do not. Words that
    begin with a dash go after --.
    """
    from valuecheck.ask import run
    from valuecheck.ask.request import AskRequest

    request = AskRequest(tuple(answer or ()), day, tuple(kind or ()), tuple(customer or ()), if_due)
    raise typer.Exit(run.ask(current_context(), request, lambda _: None))


def status(
    short: Annotated[
        bool,
        typer.Option(
            "--short", help="One line for a prompt, after the second that it holds until."
        ),
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """Show today's answer or that it is due, the last workdays, this week and what is empty."""
    from valuecheck.ask import show_status

    now = current_context()
    if short:
        if json or format_:
            problem = "--short has a format of its own"
            raise UsageError(problem, "leave out --json and --format")
        typer.echo(show_status.status(now, show_status.SHORT), nl=False)
        return
    to = target(format_, json=json, file=output, force=force)
    if to.format in show_status.FORMATS and to.file is None:
        sys.stdout.write(encodable(show_status.status(now, to.format), sys.stdout))
        return
    from valuecheck.actions import status as today
    from valuecheck.render.pages import status as view

    emit(to, view.view(today.of_today(now)))


def due(
    verbose: Annotated[bool, typer.Option("--verbose", help="Say why, or why not.")] = False,
) -> None:
    """Tell scripts whether today's question waits: exit 0 if so, 3 if not."""
    from valuecheck.actions import due as due_state

    raise typer.Exit(due_state.print_state(current_context(), verbose=verbose))


def off(
    when: Annotated[
        str | None, typer.Argument(metavar="DAY|FROM..TO", help="today, fri, mon..fri, dates.")
    ] = None,
    reason: Annotated[
        list[str] | None, typer.Argument(metavar="REASON", help="Holiday, sick, …")
    ] = None,
    delete: Annotated[
        bool, typer.Option("--delete", help="Make these days ordinary days again.")
    ] = False,
    format_: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    force: ForceOption = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Put reasons into markdown, html and csv as well.")
    ] = False,
) -> None:
    """Mark days off: no question then, and no missed day. Without argument: list them.

    A weekday is the next one, today included; tomorrow is a day, too. With --format or --json
    all days off are listed after the change.
    """
    from valuecheck.actions import days_off
    from valuecheck.render.pages import days_off as view

    now = current_context()
    if when is None and delete:
        problem = "--delete needs a day"
        raise UsageError(problem, "say which, such as 'valuecheck off --delete fri'")
    to = target(format_, json=json, file=output, force=force)
    if when is not None:
        days = days_off.days_from(when, now.today)
        if delete:
            days = days_off.take_on(now, days)
        else:
            days_off.take_off(now, days, " ".join(reason or ()))
        if format_ is None and not json and output is None:
            say(f"✓ {'No longer off' if delete else 'Off'}: {view.span(days)}", sys.stdout)
            return
    emit(to, view.view(days_off.days_off(now), now.today), notes=notes)
