"""Change the store, then bring what shells read up to date."""

from __future__ import annotations

from contextlib import contextmanager

from valuecheck.actions.due import evaluate
from valuecheck.actions.stamps import for_shells, publish
from valuecheck.store import connection as store
from valuecheck.store import sqlite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Change


@contextmanager
def changing(
    context: Context,
    label: str,
    *,
    command: str = "",
    timeout: float = sqlite.BUSY_SECONDS,
    holds_workweek: bool = True,
) -> Iterator[Change]:
    """One command's change of the store; the shells learn of it. Raises StoreError.

    `label` names it for undo, `command` continues an earlier one. With `holds_workweek` the store
    notes this machine's workdays where they are new.
    """
    with store.changing(
        context.paths.store, label, context.now, command=command, timeout=timeout
    ) as change:
        if holds_workweek:
            change.hold_workweek(context.today, list(context.settings.workdays))
        yield change
        # Before the commit, because after it nothing may fail any more.
        state = evaluate(change.connection, context)
        text = for_shells(change.connection, state, context)
    publish(text, context)


def note_settings(context: Context) -> None:
    """After a change of the settings: note the workdays in the store, if there is one."""
    with store.reading(context.paths.store) as connection:
        started = connection is not None
    if started:
        with changing(context, "config"):
            pass
