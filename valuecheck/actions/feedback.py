"""Add, edit, delete and list feedback of customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import changing, ids
from valuecheck.actions.amending import amending
from valuecheck.core.answer import CUSTOMER, parse_line, parse_tag
from valuecheck.core.days import parse_past_day
from valuecheck.core.errors import UsageError
from valuecheck.core.periods import Period, parse_period
from valuecheck.core.records import Feedback, Filters
from valuecheck.core.scales import (
    SOURCE_LIMIT,
    WORDS_LIMIT,
    known_scale,
    parse_score,
    reads_as_score,
    scale_of,
    typed_score,
)
from valuecheck.core.text import quoted
from valuecheck.core.value_chain import Chain
from valuecheck.store import connection as store
from valuecheck.store import customers as store_customers
from valuecheck.store import daily_path, feedback
from valuecheck.store import ids as store_ids
from valuecheck.store.changes import FEEDBACK
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Row


class FeedbackEdit(NamedTuple):
    """The changes of a piece of feedback, as typed; None leaves a column as it is."""

    score: str | None = None
    words: str | None = None
    day: str | None = None
    customer: str | None = None
    scale: str | None = None
    source: str | None = None


class FeedbackLog(NamedTuple):
    """Feedback, newest first; `id_length` digits distinguish the ids, `more` were left out.

    `none_at_all` is true where the store has no feedback.
    """

    today: date
    rows: Sequence[Feedback]
    id_length: int
    more: int
    none_at_all: bool


def parse_words(text: str) -> str:
    """Return a customer's words as stored, one line. Raises UsageError."""
    return parse_line(text, "what the customer said", WORDS_LIMIT)


def parse_source(text: str) -> str:
    """Where feedback comes from, as stored: one line. Raises UsageError."""
    return parse_line(text, "the source", SOURCE_LIMIT)


def add(
    context: Context,
    customer: str,
    score: str,
    words: str,
    *,
    scale: str | None = None,
    source: str = "",
    day: str = "today",
) -> Feedback:
    """Store a customer's feedback, as typed; without `scale` the score decides it.

    Raises UsageError and StoreError, with nothing noted.
    """
    row = parse(context, customer, score, words, scale=scale, source=source, day=day)
    with changing.changing(context, "feedback add") as change:
        row |= {"id": change.new_id(), "at": change.at}
        change.put(FEEDBACK, row)
    return Feedback.from_row(row)


def parse(
    context: Context,
    customer: str,
    score: str,
    words: str = "",
    *,
    scale: str | None,
    source: str,
    day: str,
) -> Row:
    """Return the columns of feedback that follow from what was typed. Raises UsageError."""
    name = known_scale(scale) if scale is not None else scale_of(score)
    return {
        "customer": parse_tag(customer, CUSTOMER),
        "scale": name,
        "score": parse_score(score, name),
        "words": parse_words(words),
        "source": parse_source(source),
        "day": parse_past_day(day, context.today).isoformat(),
    }


def find(context: Context, word: str) -> Feedback:
    """The piece of feedback that `word` names: `last`, or a unique end of its id.

    Raises UsageError and StoreError.
    """
    with store.reading(context.paths.store) as opened:
        return _found(ids.existing(opened, ids.FEEDBACK), word)


def understood(words: Sequence[str]) -> tuple[str, FeedbackEdit]:
    """Parse the words `[ID] [SCORE] [WORDS]...` into the id of feedback and its changes.

    A lone score keeps the words. Raises UsageError for a first word that is neither id nor score.
    """
    rest = list(words)
    # "10" and "5.0" are scores, "1000" is the end of an id.
    named = bool(rest) and ids.is_id(rest[0])
    id_ = rest.pop(0) if named else "last"
    if rest and reads_as_score(rest[0]):
        return id_, FeedbackEdit(score=rest[0], words=" ".join(rest[1:]) or None)
    if named or not rest:
        return id_, FeedbackEdit(words=" ".join(rest) or None)
    problem = f"{quoted(rest[0])} is neither the id of feedback nor a score"
    raise UsageError(problem, "begin with one, such as 'valuecheck feedback edit last new words'")


def line_of(row: Feedback) -> str:
    """Score and words as one line to edit."""
    return f"{typed_score(row.scale, row.score)} {row.words}".rstrip()


def edit_of_line(line: str) -> FeedbackEdit:
    """The edit that a whole edited line means; nothing after the score removes the words."""
    score, _, words = line.strip().partition(" ")
    return FeedbackEdit(score=score, words=words)


def edit(context: Context, id_: str, wanted: FeedbackEdit) -> tuple[Feedback, Feedback]:
    """Change the piece of feedback `id_` and return it as it was before and as it is now.

    Raises UsageError and StoreError, with nothing changed.
    """
    with amending(context, "feedback edit", ids.FEEDBACK) as change:
        before = _found(change.connection, id_)
        after = before._replace(**_changes(before, wanted, context.today))
        if after != before:
            row = after._asdict() | {"day": after.day.isoformat()}
            del row["at"]
            change.put(FEEDBACK, row)
    return before, after


def delete(context: Context, id_: str) -> Feedback:
    """Delete a piece of feedback; undo brings it back. Raises UsageError and StoreError."""
    with amending(context, "feedback delete", ids.FEEDBACK) as change:
        found = _found(change.connection, id_)
        change.bury(FEEDBACK, found.id)
    return found


def log(
    context: Context,
    period: str | None,
    customers: Sequence[str],
    *,
    search: str = "",
    scale: str | None = None,
    limit: int | None = None,
) -> FeedbackLog:
    """The feedback of a period (None: of all time), of any of `customers` (empty: of all).

    Raises UsageError and StoreError.
    """
    with store.reading(context.paths.store) as connection:
        today = daily_path.last_day(connection, context.today)
        span = parse_period(period, today) if period else Period("all", "all", None, None)
        on_scale = known_scale(scale) if scale is not None else ""
        if connection is None:
            return FeedbackLog(context.today, (), 0, 0, none_at_all=True)
        spelled = Chain(store_customers.customers(connection)).spelled(customers)
        filters = Filters(customers=spelled)
        selection = Selection(span.start, span.end, filters, search, scale=on_scale)
        found = feedback.feedback(connection, selection, limit=limit)
        more = feedback.count(connection, selection) - len(found) if limit == len(found) else 0
        digits = store_ids.short_id_length(connection, FEEDBACK, [row.id for row in found])
        none_at_all = not found and not feedback.count(connection, Selection())
        return FeedbackLog(context.today, found, digits, more, none_at_all)


def _changes(before: Feedback, wanted: FeedbackEdit, today: date) -> dict[str, Any]:
    scale = known_scale(wanted.scale) if wanted.scale is not None else before.scale
    # A score that stays must fit its new scale as if it were typed again.
    score = typed_score(before.scale, before.score) if wanted.score is None else wanted.score
    changes: dict[str, Any] = {"scale": scale, "score": parse_score(score, scale)}
    if wanted.words is not None:
        changes["words"] = parse_words(wanted.words)
    if wanted.source is not None:
        changes["source"] = parse_source(wanted.source)
    if wanted.customer is not None:
        changes["customer"] = parse_tag(wanted.customer, CUSTOMER)
    if wanted.day is not None:
        changes["day"] = parse_past_day(wanted.day, today)
    return changes


def _found(connection: sqlite3.Connection, word: str) -> Feedback:
    id_ = ids.resolve(connection, word, ids.FEEDBACK).id
    if row := feedback.piece(connection, id_):
        return row
    problem = f"the feedback {id_} is deleted"
    raise UsageError(problem, "'valuecheck feedback log' shows the others")
