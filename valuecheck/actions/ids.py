"""Find the check-in or piece of feedback that a word names: `last`, or the end of an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.store import changes, ids
from valuecheck.store import connection as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import SyncedTable

# Hyphens as in a whole id: a day such as 2026-11-20 is none.
_ID = re.compile(r"[0-9a-f]{4,32}|[0-9a-f-]{,23}-[0-9a-f]{12}")


class RecordType(NamedTuple):
    """Rows that have ids: what one and several are called, and the command that lists them.

    `none` and `begin` are problem and remedy where there is none yet.
    """

    table: SyncedTable
    one: str
    several: str
    log: str
    none: str
    begin: str


class Found(NamedTuple):
    """A row by its whole id."""

    kind: RecordType
    id: str


CHECK_IN = RecordType(
    changes.CHECK_INS,
    "check-in",
    "check-ins",
    "'valuecheck log'",
    "nothing is recorded yet",
    "answer first with 'valuecheck'",
)
FEEDBACK = RecordType(
    changes.FEEDBACK,
    "piece of feedback",
    "pieces of feedback",
    "'valuecheck feedback log'",
    "no feedback is noted yet",
    "begin with 'valuecheck feedback add'",
)
TRIAL = RecordType(
    changes.TRIALS,
    "trial",
    "trials",
    "'valuecheck try'",
    "no trial is declared yet",
    "declare one with 'valuecheck try'",
)


def is_id(word: str) -> bool:
    """Return whether `word` looks like an id or the end of one."""
    return word.casefold() == "last" or bool(_ID.fullmatch(word.casefold()))


def whole(context: Context, word: str, *kinds: RecordType, deleted: bool = False) -> str:
    """The whole id that `word` names now, so that what is shown is what is changed.

    Raises UsageError and StoreError.
    """
    with store.reading(context.paths.store) as opened:
        return resolve(existing(opened, kinds[0]), word, *kinds, deleted=deleted).id


def existing(
    connection: sqlite3.Connection | None, kind: RecordType = CHECK_IN
) -> sqlite3.Connection:
    """The store, which must be there already. Raises UsageError."""
    if connection is None:
        raise UsageError(kind.none, kind.begin)
    return connection


def resolve(
    connection: sqlite3.Connection, word: str, *kinds: RecordType, deleted: bool = False
) -> Found:
    """The row of one of `kinds` that `word` names; `last` is the last one of the first kind.

    `deleted` ones are found too if so. Raises UsageError.
    """
    word = word.casefold()
    if word == "last":
        if last := ids.last_id(connection, kinds[0].table):
            return Found(kinds[0], last)
        raise UsageError(kinds[0].none, kinds[0].begin)
    one = _listed([kind.one for kind in kinds], "or")
    if not _ID.fullmatch(word):
        problem = f"{quoted(word)} is no id of a {one}"
        raise UsageError(problem, "give 'last' or at least 4 of its last digits")
    suffix = word.replace("-", "")
    found = [
        Found(kind, id_)
        for kind in kinds
        for id_ in ids.ids_ending_in(connection, kind.table, suffix, deleted=deleted)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        several = _listed([kind.several for kind in kinds], "and")
        problem = f"{len(found)} {several} end in {quoted(word)}"
        raise UsageError(problem, "give more digits")
    logs = _listed([kind.log for kind in kinds], "and")
    shows = "show" if len(kinds) > 1 else "shows"
    problem = f"no {one} ends in {quoted(word)}"
    raise UsageError(problem, f"{logs} {shows} the ids")


def _listed(words: Sequence[str], last: str) -> str:
    """Such as `a, b or c`."""
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end
