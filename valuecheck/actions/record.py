"""Store an answer and acknowledge it."""

from __future__ import annotations

import sys
from contextlib import contextmanager, suppress

from valuecheck.actions import changing
from valuecheck.core import text
from valuecheck.core.answer import NOT_TODAY, Answer, tags_of
from valuecheck.core.days import ONE_DAY, day_name
from valuecheck.core.errors import StoreError, UsageError
from valuecheck.core.named import NamedTuple
from valuecheck.core.workdays import streak, week_strip
from valuecheck.store import connection, daily_path, sqlite
from valuecheck.store.changes import CHECK_INS, SKIPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Change, Row


class StoredAnswer(NamedTuple):
    """An answer that is durably stored: its row, and the command that one undo takes back."""

    id: str
    command: str
    day: date
    score: int


def store_answer(
    context: Context, answer: Answer, day: date, timeout: float = sqlite.BUSY_SECONDS
) -> StoredAnswer:
    """Store a check-in, or for 0 a skip, and bring what shells read up to date.

    Raises UsageError for a skip of a day that is recorded, and StoreError.
    """
    with changing.changing(context, "ask", timeout=timeout) as change:
        if answer.score == NOT_TODAY:
            _refuse_recorded(change, day, context.today)
            change.put(SKIPS, {"day": day.isoformat(), "at": change.at})
            stored = StoredAnswer("", change.command, day, NOT_TODAY)
        else:
            stored = _store_check_in(change, context, answer, day)
    return stored


def add_note(
    context: Context, stored: StoredAnswer, note: str, timeout: float = sqlite.BUSY_SECONDS
) -> None:
    """Add the words to an answer just stored, as part of the same command. Raises StoreError."""
    with changing.changing(context, "ask", command=stored.command, timeout=timeout) as change:
        row = change.get(CHECK_INS, stored.id)
        if row is None or row["deleted"]:
            problem = "the score was undone or deleted in another terminal meanwhile"
            raise StoreError(problem, "answer again with these words")
        change.put(CHECK_INS, {"id": stored.id, **note_columns(note)})


def note_columns(note: str) -> dict[str, str]:
    """The columns of a check-in that follow from its note."""
    tags = tags_of(note)
    return {
        "note": note,
        "kinds": _json_array(tags.kinds),
        "customers": _json_array(tags.customers),
    }


def _json_array(names: Iterable[str]) -> str:
    # No name of a tag has a character that JSON escapes, and importing json takes longer.
    quoted = [f'"{name}"' for name in names]
    return f"[{', '.join(quoted)}]"


@contextmanager
def printed_back(answer: str) -> Iterator[None]:
    """Where storing fails, show the answer, so that nothing typed is lost."""
    try:
        yield
    except StoreError:
        print_back(answer)
        raise


def print_back(answer: str) -> None:
    """Show what was typed and could not be stored."""
    text.say(f"not stored: {text.visible(answer).strip()}", sys.stderr)


def acknowledgement(context: Context, stored: StoredAnswer, *, unicode: bool) -> str:
    """Return the acknowledgement of a stored answer; on a narrow terminal each part has a line."""
    name = day_name(stored.day, context.today)
    if stored.score == NOT_TODAY:
        return f"✓ Not today: {name} counts as not recorded."
    later = "" if stored.day == context.today else ", filled in later"
    parts = [f"✓ Recorded {stored.score} for {name}{later}"]
    # The answer is stored: a failure of this look at the store must not suggest otherwise.
    with suppress(StoreError), connection.reading(context.paths.store) as opened:
        if opened is not None:
            parts += _where_it_stands(opened, context, unicode=unicode)
    line = " · ".join(parts)
    return line if text.cells(line) <= text.columns() else "\n  ".join(parts)


def _where_it_stands(
    opened: sqlite3.Connection, context: Context, *, unicode: bool
) -> Iterator[str]:
    today = daily_path.last_day(opened, context.today)
    calendar = daily_path.work_calendar(opened, context.settings.workdays, today)
    run = streak(daily_path.recorded_days(opened), calendar, today)
    if run > 1:
        yield f"{run} workdays in a row"
    monday = today - ONE_DAY * today.weekday()
    if values := daily_path.day_values(opened, monday, today):
        strip = week_strip(values, calendar, today)
        yield f"this week {text.strip(strip, unicode=unicode)}"


def check_in_row(context: Context, answer: Answer, day: date, *, late: bool) -> Row:
    """The columns of a new check-in that follow from the answer; id and moment come with storing.

    `late` is true for an answer outside its day.
    """
    return {
        "day": day.isoformat(),
        "filled_in_later": int(late),
        "score": answer.score,
        "question": context.settings.question,
        **note_columns(answer.note),
    }


def _refuse_recorded(change: Change, day: date, today: date) -> None:
    if daily_path.day_values(change.connection, day, day):
        problem = f"{day_name(day, today)} is recorded, so 0 (not today) would be untrue"
        raise UsageError(
            problem, "'valuecheck log' shows its check-ins, 'valuecheck delete' removes one"
        )


def _store_check_in(change: Change, context: Context, answer: Answer, day: date) -> StoredAnswer:
    row = check_in_row(context, answer, day, late=day != context.today)
    id_ = change.new_id()
    change.put(CHECK_INS, {"id": id_, "at": change.at, **row})
    return StoredAnswer(id_, change.command, day, answer.score)
