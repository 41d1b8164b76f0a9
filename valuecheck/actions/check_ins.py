"""Edit and delete check-ins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import ids
from valuecheck.actions.amending import amending
from valuecheck.actions.ids import CHECK_IN
from valuecheck.actions.record import note_columns
from valuecheck.core.answer import Answer, parse_answer, parse_note
from valuecheck.core.days import logical_day
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.store import check_ins
from valuecheck.store import connection as store
from valuecheck.store.changes import CHECK_INS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import CheckIn
    from valuecheck.store.changes import Row


class CheckInEdit(NamedTuple):
    """The changes of a check-in; None leaves a column as it is."""

    score: int | None = None
    note: str | None = None
    day: date | None = None


def find(context: Context, word: str) -> CheckIn:
    """The check-in that `word` names: `last`, or a unique end of its id. Raises UsageError."""
    with store.reading(context.paths.store) as opened:
        return _found(ids.existing(opened), word)


def understood(words: Sequence[str]) -> tuple[str, CheckInEdit | None]:
    """Parse the words `[ID] [ANSWER]...` into the id of a check-in and its changes.

    A lone score keeps the note, words replace it, nothing at all is None. Raises UsageError for a
    first word that is neither an id nor a score.
    """
    rest = list(words)
    named = bool(rest) and ids.is_id(rest[0])
    id_ = rest.pop(0) if named else "last"
    if not rest:
        return id_, None
    if re.fullmatch("[0-9]", rest[0]):
        answer = parse_answer(" ".join(rest))
        return id_, _edit_of(answer, keep_empty_note=True)
    if named:
        return id_, CheckInEdit(note=parse_note(" ".join(rest)))
    problem = f"{quoted(rest[0])} is neither the id of a check-in nor a score"
    raise UsageError(problem, "begin with one of them, such as 'valuecheck edit last new words'")


def edit_of_line(line: str) -> CheckInEdit:
    """The edit that a whole edited line means. Raises UsageError."""
    return _edit_of(parse_answer(line), keep_empty_note=False)


def edit(context: Context, id_: str, wanted: CheckInEdit) -> tuple[CheckIn, CheckIn]:
    """Change the check-in `id_` and return it as it was before and as it is now.

    Raises UsageError and StoreError, with nothing changed.
    """
    with amending(context, "edit") as change:
        before = _found(change.connection, id_)
        row: Row = {"id": before.id}
        if wanted.score is not None:
            row["score"] = wanted.score
        if wanted.note is not None:
            row.update(note_columns(wanted.note))
        if wanted.day is not None:
            answered_on = logical_day(before.at, context.settings.day_starts_at)
            row["day"] = wanted.day.isoformat()
            row["filled_in_later"] = int(wanted.day != answered_on)
        if not _reads_so(before, row):
            change.put(CHECK_INS, row)
        after = _found(change.connection, before.id)
    return before, after


def delete(context: Context, id_: str) -> CheckIn:
    """Delete a check-in; undo brings it back. Raises UsageError and StoreError."""
    with amending(context, "delete") as change:
        found = _found(change.connection, id_)
        change.bury(CHECK_INS, found.id)
    return found


def _reads_so(before: CheckIn, row: Row) -> bool:
    """Return whether `row` would change nothing; then nothing is stored, and undo has nothing."""
    now = {"score": before.score, "note": before.note, "day": before.day.isoformat()}
    return all(now[name] == row[name] for name in now if name in row)


def _edit_of(answer: Answer, *, keep_empty_note: bool) -> CheckInEdit:
    if answer.score == 0:
        problem = "0 (not today) is no score"
        raise UsageError(problem, "to remove a check-in use 'valuecheck delete'")
    return CheckInEdit(answer.score, None if keep_empty_note and not answer.note else answer.note)


def _found(connection: sqlite3.Connection, word: str) -> CheckIn:
    id_ = ids.resolve(connection, word, CHECK_IN).id
    row = check_ins.check_in(connection, id_)
    if row is None:
        problem = f"the check-in {id_} is deleted"
        raise UsageError(problem, "'valuecheck log' shows the others")
    return row
