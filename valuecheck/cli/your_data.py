"""Your data: edit, delete, undo, forget."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Annotated

import typer

from valuecheck.cli.support.arguments import confirm
from valuecheck.cli.support.options import YesOption
from valuecheck.cli.support.output import print_lines
from valuecheck.cli.support.panels import YOUR_DATA
from valuecheck.config.context import current_context
from valuecheck.core.errors import SettingsError, UsageError
from valuecheck.core.text import counted, say

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="last, or the last digits of its id: see log.")
]


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    for command in (edit, delete, undo, forget):
        app.command(rich_help_panel=YOUR_DATA)(command)


def edit(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID ANSWER", help="5, or 5 new words, or the last digits of an id and either."
        ),
    ] = None,
    no_note: Annotated[bool, typer.Option("--no-note", help="Remove the note.")] = False,
    day: Annotated[str | None, typer.Option(metavar="DAY", help="Move it to another day.")] = None,
    swap: Annotated[
        str | None, typer.Option(metavar="+OLD=+NEW", help="Put a tag in another's place.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="With --swap: in every check-in that has the tag.")
    ] = False,
) -> None:
    """Change a check-in, the last one by default.

    A lone score keeps the note, words replace it. Without any change the line is edited in place.
    """
    if swap or all_:
        _swap(words or [], swap, alone=not (no_note or day), everywhere=all_)
        return
    from valuecheck.actions import check_ins, ids
    from valuecheck.cli.support.editing import edited_in_place, with_options
    from valuecheck.render.pages import listing
    from valuecheck.render.pages import log as view

    now = current_context()
    id_, wanted = check_ins.understood(words or [])
    wanted = with_options(wanted, now, day, no_note=no_note)
    if wanted is None:
        # Meanwhile another check-in may become the last one.
        id_ = ids.whole(now, id_, ids.CHECK_IN)
        wanted = edited_in_place(now, id_)
    before, after = (view.line(row, now.today) for row in check_ins.edit(now, id_, wanted))
    print_lines(listing.amended(before, after))


def _swap(words: list[str], swap: str | None, *, alone: bool, everywhere: bool) -> None:
    """Carry out `edit [ID] --swap +OLD=+NEW [--all]`. Raises UsageError."""
    from valuecheck.actions import tags

    if swap is None or not alone or len(words) > 1 or (everywhere and words):
        problem = "--swap goes with an id or with --all, and with nothing else"
        raise UsageError(problem, "for example 'valuecheck edit last --swap +incdient=+incident'")
    wanted = tags.parse_swap(swap)
    now = current_context()
    if everywhere:
        count = tags.swap_everywhere(now, wanted)
    else:
        count = tags.swap_in(now, words[0] if words else "last", wanted)
    old, new = wanted.sigil + wanted.old, wanted.sigil + wanted.new
    print_lines([f"✓ {old} is now {new} in {counted(count, 'check-in')}"])


def delete(id_: IdArgument) -> None:
    """Delete a check-in; undo brings it back."""
    from valuecheck.actions import check_ins
    from valuecheck.render.pages import listing
    from valuecheck.render.pages import log as view

    now = current_context()
    gone = view.line(check_ins.delete(now, id_), now.today)
    print_lines(listing.deleted(gone))


def undo(yes: YesOption = False) -> None:
    """Take back this machine's last command, and again the one before."""
    from valuecheck.actions import undo as actions_undo
    from valuecheck.render.words import undo as view

    now = current_context()
    last = actions_undo.last_command(now)
    if doubt := view.doubt(last, now.today, is_stale=actions_undo.is_stale(last, now.now)):
        question = f"Take back {view.name(last, now.today)}?"
        if last.forgot_since:
            question = f"A forget cannot be undone. {question}"
        if not confirm(question, yes=yes, otherwise=doubt):
            return
    print_lines(view.lines(last, actions_undo.undo(now, last), now.today))


def forget(id_: IdArgument, yes: YesOption = False) -> None:
    """Wipe a check-in, a piece of feedback or a trial for good, history and backups too.

    Nothing brings it back. The word last means the last check-in.
    """
    from valuecheck.actions import forget as actions_forget
    from valuecheck.sync import membership

    now = current_context()
    # Meanwhile another check-in may become the last one.
    id_ = actions_forget.whole(now, id_)
    name = actions_forget.name_to_forget(now, id_)
    if confirm(f"Forget {name} for good?", yes=yes, otherwise=f"{name} would be gone for good"):
        backups = actions_forget.forget(now, id_)
        copies = f", also from {counted(backups, 'backup')}" if backups else ""
        say(f"✓ Forgotten for good{copies}.", sys.stdout)
        # It is done: settings that cannot be read come too late to fail.
        with suppress(SettingsError):
            if membership.is_joined(now.paths):
                say("The remote and your other machines wipe it with their next sync.", sys.stdout)
