"""Tags that were typed wrong: name the nearest one, and swap one for another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import ids
from valuecheck.actions.amending import amending
from valuecheck.actions.record import note_columns
from valuecheck.core.answer import CUSTOMER, KIND, parse_note, parse_tag, swapped
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.store import check_ins, customers, trials
from valuecheck.store import connection as store
from valuecheck.store.changes import CHECK_INS, TRIALS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import Filters
    from valuecheck.store.changes import Change


class Swap(NamedTuple):
    """A tag to put in the place of another: the sigil of both, and their names."""

    sigil: str
    old: str
    new: str


def parse_swap(text: str) -> Swap:
    """The swap in a word such as `+incdient=+incident`. Raises UsageError."""
    old, equals, new = text.partition("=")
    sigil = old[:1]
    if not equals or sigil not in (KIND, CUSTOMER) or new[:1] != sigil:
        problem = f"{quoted(text)} is no swap"
        raise UsageError(problem, "write --swap +old=+new, or with @ for customers")
    return Swap(sigil, parse_tag(old, sigil), parse_tag(new, sigil))


def swap_in(context: Context, word: str, swap: Swap) -> int:
    """Swap a tag in the check-in that `word` names; returns 1. Raises UsageError and StoreError."""
    with amending(context, "edit") as change:
        id_ = ids.resolve(change.connection, word, ids.CHECK_IN).id
        if id_ not in check_ins.ids_with(change.connection, _column(swap.sigil), swap.old):
            problem = f"that check-in has no tag {swap.sigil}{swap.old}"
            raise UsageError(problem, "'valuecheck log' shows the notes")
        row = check_ins.check_in(change.connection, id_)
        note = parse_note(swapped(row.note if row else "", *swap))
        change.put(CHECK_INS, {"id": id_, **note_columns(note)})
    return 1


def swap_everywhere(context: Context, swap: Swap) -> int:
    """Swap a tag in every check-in that has it; returns in how many.

    Raises UsageError and StoreError, with nothing changed.
    """
    with amending(context, "edit") as change:
        found = check_ins.ids_with(change.connection, _column(swap.sigil), swap.old)
        if not found:
            problem = f"no check-in has the tag {swap.sigil}{swap.old}"
            raise UsageError(problem, "'valuecheck log' shows the notes")
        for id_ in found:
            row = check_ins.check_in(change.connection, id_)
            note = parse_note(swapped(row.note if row else "", *swap))
            change.put(CHECK_INS, {"id": id_, **note_columns(note)})
        _judge_by(change, swap)
    return len(found)


def _judge_by(change: Change, swap: Swap) -> None:
    """Let trials that wait for their verdict be judged by the new kind: the old one is gone."""
    for trial in trials.trials(change.connection):
        if swap.sigil == KIND and trial.is_open and trial.measure == KIND + swap.old:
            change.put(TRIALS, {"id": trial.id, "measure": KIND + swap.new})


def unknown(context: Context, filters: Filters) -> Iterator[str]:
    """A sentence for each tag of `filters` that no check-in has, with the nearest one that has."""
    from difflib import get_close_matches

    with store.reading(context.paths.store) as connection:
        if connection is None:
            return
        for sigil, names in ((KIND, filters.kinds), (CUSTOMER, filters.customers)):
            known = _known(connection, sigil) if names else set()
            for name in names:
                if name not in known:
                    near = get_close_matches(name, sorted(known), 1)
                    hint = f"; did you mean {sigil}{near[0]}?" if near else "."
                    yield f"No check-in has the tag {sigil}{name}{hint}"


def _known(connection: sqlite3.Connection, sigil: str) -> set[str]:
    """Every tag with this sigil; customers also by their other names."""
    used = check_ins.tags_used(connection, _column(sigil))
    if sigil == KIND:
        return used
    return used | {row.name for row in customers.customers(connection)}


def _column(sigil: str) -> str:
    return "kinds" if sigil == KIND else "customers"
