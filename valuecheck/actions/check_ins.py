"""Changing what is recorded: edit, delete, forget, undo, days off."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import due, ids
from valuecheck.actions.ids import CHECK_IN, FEEDBACK, Kind
from valuecheck.actions.record import note_columns
from valuecheck.core.answer import CUSTOMER, Answer, parse_answer, parse_note
from valuecheck.core.days import ONE_DAY, SHOWN, day_name, logical_day, parse_days
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.scales import shown_score
from valuecheck.core.text import visible
from valuecheck.store import check_ins, feedback, history
from valuecheck.store import connection as store
from valuecheck.store.changes import CHECK_INS, DAYS_OFF, INTENTIONS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import CheckIn, DayOff
    from valuecheck.store.changes import Change, Row
    from valuecheck.store.history import Command, TakenBack

FORGETTABLE = (CHECK_IN, FEEDBACK)
_LONGEST_TIME_OFF = 366


class Edit(NamedTuple):
    """What to change in a check-in; None leaves it as it is."""

    score: int | None = None
    note: str | None = None
    day: date | None = None


class Amended(NamedTuple):
    """A check-in before and after an edit."""

    before: CheckIn
    after: CheckIn


def find(context: Context, word: str) -> CheckIn:
    """The check-in that `word` names: `last`, or a unique end of its id. Raises UsageError."""
    with store.reading(context.paths.store) as opened:
        return _found(ids.existing(opened), word)


def understood(words: Sequence[str]) -> tuple[str, Edit | None]:
    """Which check-in and what to change, from the words `[ID] [ANSWER]...`.

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
        return id_, Edit(note=parse_note(" ".join(rest)))
    problem = f"{visible(rest[0])[:SHOWN]!r} is neither the id of a check-in nor a score"
    raise UsageError(problem, "begin with one of them, such as 'valuecheck edit last new words'")


def edit_of_line(line: str) -> Edit:
    """The edit that a whole edited line means. Raises UsageError."""
    return _edit_of(parse_answer(line), keep_empty_note=False)


def edit(context: Context, id_: str, wanted: Edit) -> Amended:
    """Change the check-in `id_`. Raises UsageError and StoreError, with nothing changed."""
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
    return Amended(before, after)


def delete(context: Context, id_: str) -> CheckIn:
    """Delete a check-in; undo brings it back. Raises UsageError and StoreError."""
    with amending(context, "delete") as change:
        found = _found(change.connection, id_)
        change.bury(CHECK_INS, found.id)
    return found


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
    """What would be forgotten, in words. Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as opened:
        connection = ids.existing(opened)
        kind, found = ids.resolve(connection, id_, *FORGETTABLE, deleted=True)
        if kind is CHECK_IN and (row := check_ins.check_in(connection, found)):
            return f"the {row.score} of {day_name(row.day, context.today)}"
        if kind is FEEDBACK and (said := feedback.piece(connection, found)):
            day, score = day_name(said.day, context.today), shown_score(said.scale, said.score)
            return visible(f"what {CUSTOMER}{said.customer} said on {day} ({score})")
    return f"this deleted {kind.one}"


def last_command(context: Context) -> Command:
    """What undo would take back. Raises NothingToUndoError."""
    with store.reading(context.paths.store) as opened:
        return history.last_command(opened)


def undo(context: Context, expected: Command) -> TakenBack:
    """Take back `expected`, if it is still the last command. Raises ValuecheckError."""
    with amending(context, "undo") as change:
        if history.last_command(change.connection) != expected:
            problem = "another command has run meanwhile"
            raise ValuecheckError(problem, "look at it, then undo again")
        return history.take_back(change, expected.command)


def days_off(context: Context) -> list[DayOff]:
    """All days off in order."""
    with store.reading(context.paths.store) as opened:
        return check_ins.days_off(opened) if opened else []


def days_from(word: str, today: date) -> list[date]:
    """The days of `DAY` or `FROM..TO`, where weekdays mean the next ones. Raises UsageError."""
    first, last = parse_days(word, today)
    days = (last - first).days + 1
    if days > _LONGEST_TIME_OFF:
        problem = f"{visible(word)[:SHOWN]!r} names {days:,} days"
        raise UsageError(problem, f"{_LONGEST_TIME_OFF} at once are the most")
    return [first + offset * ONE_DAY for offset in range(days)]


def take_off(context: Context, days: Sequence[date], reason: str) -> None:
    """Mark days off. Raises UsageError and StoreError."""
    note = parse_note(reason)
    with due.changing(context, "off") as change:
        for day in days:
            change.put(DAYS_OFF, {"day": day.isoformat(), "reason": note})


def take_on(context: Context, days: Sequence[date]) -> list[date]:
    """Make days off ordinary days again; returns which were off. Raises UsageError, StoreError."""
    with amending(context, "off --delete") as change:
        off = {row.day for row in check_ins.days_off(change.connection)}
        gone = [day for day in days if day in off]
        if not gone:
            problem = "none of these days is a day off"
            raise UsageError(problem, "'valuecheck off' lists them")
        for day in gone:
            change.bury(DAYS_OFF, day.isoformat())
    return gone


def intend(context: Context, week: str, text: str) -> None:
    """Note what to change in an ISO week; an empty text takes it back. Raises UsageError."""
    intention = parse_note(text)
    with amending(context, "review") as change:
        if intention:
            change.put(INTENTIONS, {"week": week, "at": change.at, "text": intention})
        elif change.get(INTENTIONS, week):
            change.bury(INTENTIONS, week)


def is_stale(command: Command, now: datetime) -> bool:
    """Whether a command is older than a day, so that undo asks first."""
    return now - command.at > ONE_DAY


def _reads_so(before: CheckIn, row: Row) -> bool:
    """Whether `row` would change nothing; then there is nothing to undo either."""
    now = before.model_dump(mode="json")
    return all(now[name] == row[name] for name in ("score", "note", "day") if name in row)


@contextmanager
def amending(context: Context, label: str, kind: Kind = CHECK_IN) -> Iterator[Change]:
    """One command's change of what is there already. Raises UsageError and StoreError."""
    # A store is made by what is recorded first, never by an attempt to change something.
    with store.reading(context.paths.store) as opened:
        ids.existing(opened, kind)
    with due.changing(context, label) as change:
        yield change


def _edit_of(answer: Answer, *, keep_empty_note: bool) -> Edit:
    if answer.score == 0:
        problem = "0 (not today) is no score"
        raise UsageError(problem, "to remove a check-in use 'valuecheck delete'")
    return Edit(answer.score, None if keep_empty_note and not answer.note else answer.note)


def _found(connection: sqlite3.Connection, word: str) -> CheckIn:
    id_ = ids.resolve(connection, word, CHECK_IN).id
    row = check_ins.check_in(connection, id_)
    if row is None:
        problem = f"the check-in {id_} is deleted"
        raise UsageError(problem, "'valuecheck log' shows the others")
    return row
