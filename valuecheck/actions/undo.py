"""Take back the last command of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions import ask_state
from valuecheck.actions.amending import amending
from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import ValuecheckError
from valuecheck.store import connection as store
from valuecheck.store import history
from valuecheck.store.history import ChangedSinceError

if TYPE_CHECKING:
    from datetime import datetime

    from valuecheck.config.compiled import Context
    from valuecheck.store.history import Command, Undone


def last_command(context: Context) -> Command:
    """Return the command that undo would take back. Raises NothingToUndoError."""
    with store.reading(context.paths.store) as opened:
        return history.last_command(opened)


def undo(context: Context, expected: Command) -> Undone:
    """Take back `expected`, if it is still the last command. Raises ValuecheckError.

    What another machine has changed since can never be taken back: the next undo passes it over.
    """
    if expected.label == "ask":
        # Whoever takes an answer back wants to give another one now.
        ask_state.end_later(context)
    try:
        return _taken_back(context, expected)
    except ChangedSinceError:
        with amending(context, "undo") as change:
            history.drop(change, expected.command)
        raise


def _taken_back(context: Context, expected: Command) -> Undone:
    with amending(context, "undo") as change:
        if history.last_command(change.connection) != expected:
            problem = "another command has run meanwhile"
            raise ValuecheckError(problem, "run 'valuecheck undo' again to see which one")
        return history.take_back(change, expected.command)


def is_stale(command: Command, now: datetime) -> bool:
    """Return whether a command is older than a day: then undo asks first."""
    return now - command.at > ONE_DAY
