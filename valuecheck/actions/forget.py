"""Wipe a row for good, in two steps: from the store and its history, then from the copies."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from valuecheck.actions import copies, ids
from valuecheck.actions.amending import amending
from valuecheck.actions.ids import CHECK_IN, FEEDBACK, TRIAL
from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.errors import StoreError
from valuecheck.core.scales import shown_score
from valuecheck.core.text import quoted, visible
from valuecheck.core.trial import chain_of
from valuecheck.store import check_ins, feedback, forgetting, trials
from valuecheck.store import connection as store
from valuecheck.store.copy_files import FORGET, copies_of
from valuecheck.store.forgetting import Pending

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.config.compiled import Context
    from valuecheck.core.trial import Trial


FORGETTABLE = (CHECK_IN, FEEDBACK, TRIAL)
_SHOWN = 6


def forget(context: Context, id_: str) -> int:
    """Wipe a check-in, a piece of feedback or a trial for good: row, history and copies.

    A trial goes with those that went on from it, which have the same words. Returns how many
    copies there were. A row that was deleted before can still be forgotten.
    Raises UsageError and StoreError; what failed half way says what is left to do, by id.
    """
    before = copies_of(context.paths.store)
    # On a full disk a copy cannot be made, and forgetting makes room.
    with suppress(StoreError):
        copies.make_before(context, FORGET)
    with amending(context, "forget") as change:
        kind, found = ids.resolve(change.connection, id_, *FORGETTABLE, deleted=True)
        for each in _with_the_same_words(change.connection, found):
            forgetting.wipe(change, kind.table, each)
            forgetting.begin(change, Pending(kind.table.name, each))
    finish(context)
    return len(before)


def finish(context: Context) -> None:
    """Wipe what was forgotten from copies and free pages as well. Raises StoreError."""
    with store.reading(context.paths.store) as opened:
        pending = forgetting.pending(opened) if opened is not None else []
    if not pending:
        return
    try:
        store.compact(context.paths.store)
        forgetting.wipe_from_copies(context.paths.store, pending)
    except StoreError as error:
        digits = _digits(pending[0].key)
        problem = (
            f"{digits} is wiped from the store, but not yet from its copies and free space: "
            f"{error.problem}"
        )
        remedy = f"{error.remedy}; 'valuecheck forget {digits}' finishes it"
        raise StoreError(problem, remedy) from error
    with store.changing(context.paths.store, "forget", context.now) as change:
        for each in pending:
            forgetting.end(change, each)


def whole(context: Context, word: str) -> str:
    """The whole id that `word` names; `last` is one that is half forgotten, where there is one.

    Raises UsageError and StoreError.
    """
    if word.casefold() == "last":
        with store.reading(context.paths.store) as opened:
            for each in forgetting.pending(opened) if opened is not None else ():
                return each.key
    return ids.whole(context, word, *FORGETTABLE, deleted=True)


def _with_the_same_words(connection: sqlite3.Connection, id_: str) -> list[str]:
    """Return the ids of all rows that keep the words of this one: a trial may have gone on."""
    return [each.id for each in _chain(connection, id_)] or [id_]


def _chain(connection: sqlite3.Connection, id_: str) -> list[Trial]:
    found = trials.trials(connection)
    return [other for each in found if each.id == id_ for other in chain_of(each, found)]


def _digits(key: str) -> str:
    return key.replace("-", "")[-_SHOWN:]


def name_to_forget(context: Context, id_: str) -> str:
    """Describe the row that `id_` names. Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as opened:
        connection = ids.existing(opened)
        kind, found = ids.resolve(connection, id_, *FORGETTABLE, deleted=True)
        if kind is CHECK_IN and (row := check_ins.check_in(connection, found)):
            words = f", {quoted(row.note)}," if row.note else ""
            return f"the {row.score} of {day_name(row.day, context.today)}{words}"
        if kind is FEEDBACK and (piece := feedback.piece(connection, found)):
            day, score = day_name(piece.day, context.today), shown_score(piece.scale, piece.score)
            return visible(f"the feedback of {CUSTOMER}{piece.customer} on {day} ({score})")
        if kind is TRIAL and (chain := _chain(connection, found)):
            went_on = " and what went on from it" if len(chain) > 1 else ""
            return f"the trial of {day_name(chain[0].start, context.today)}{went_on}"
    return f"this deleted {kind.one}"
