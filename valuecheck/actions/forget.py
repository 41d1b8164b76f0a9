"""Wipe a row for good: from the store, its history and the backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions import ids
from valuecheck.actions.amending import amending
from valuecheck.actions.ids import CHECK_IN, FEEDBACK
from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.scales import shown_score
from valuecheck.core.text import visible
from valuecheck.store import check_ins, feedback, history
from valuecheck.store import connection as store

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context


FORGETTABLE = (CHECK_IN, FEEDBACK)


def forget(context: Context, id_: str) -> int:
    """Wipe a check-in or a piece of feedback for good: row, history and backups.

    Returns how many backups there were. A row that was deleted before can still be forgotten.
    Raises UsageError and StoreError.
    """
    from valuecheck.store.schema import backups_of

    with amending(context, "forget") as change:
        kind, found = ids.resolve(change.connection, id_, *FORGETTABLE, deleted=True)
        history.wipe(change, kind.table, found)
    store.compact(context.paths.store)
    backups = backups_of(context.paths.store)
    for backup in backups:
        history.wipe_from_backup(backup, kind.table, found)
    return len(backups)


def name_to_forget(context: Context, id_: str) -> str:
    """Describe the row that `id_` names. Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as opened:
        connection = ids.existing(opened)
        kind, found = ids.resolve(connection, id_, *FORGETTABLE, deleted=True)
        if kind is CHECK_IN and (row := check_ins.check_in(connection, found)):
            return f"the {row.score} of {day_name(row.day, context.today)}"
        if kind is FEEDBACK and (piece := feedback.piece(connection, found)):
            day, score = day_name(piece.day, context.today), shown_score(piece.scale, piece.score)
            return visible(f"the feedback of {CUSTOMER}{piece.customer} on {day} ({score})")
    return f"this deleted {kind.one}"
