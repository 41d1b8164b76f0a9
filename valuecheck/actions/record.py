"""Store an answer and acknowledge it."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from valuecheck.actions import changing
from valuecheck.core import text
from valuecheck.core.answer import NOT_TODAY, Answer, tags_of
from valuecheck.core.days import day_name
from valuecheck.core.errors import StoreError, UsageError, ValuecheckError
from valuecheck.core.moments import Window
from valuecheck.core.named import NamedTuple
from valuecheck.store import daily_path, sqlite
from valuecheck.store.changes import CHECK_INS, SKIPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Change, Row


class StoredAnswer(NamedTuple):
    """An answer that is durably stored: its row, and the command that one undo takes back.

    `kinds` and `customers` are its tags; `announced` says that the user is to learn of the
    moments now, which they did not choose.
    """

    id: str
    command: str
    day: date
    score: int
    kinds: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    announced: bool = False


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
) -> StoredAnswer:
    """Add the words to an answer just stored, as part of the same command. Raises StoreError."""
    with changing.changing(context, "ask", command=stored.command, timeout=timeout) as change:
        row = change.get(CHECK_INS, stored.id)
        if row is None or row["deleted"]:
            problem = "the score was undone or deleted in another terminal meanwhile"
            raise StoreError(problem, "answer again with these words")
        change.put(CHECK_INS, {"id": stored.id, **note_columns(note)})
    kinds, customers = tags_of(note)
    return stored._replace(kinds=kinds, customers=customers)


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
    except StoreError as error:
        print_back(answer, uncertain=error.uncertain)
        raise
    except ValuecheckError:
        raise
    except Exception:
        # A mistake of ours must not cost what was typed.
        print_back(answer)
        raise


def print_back(answer: str, *, uncertain: bool = False) -> None:
    """Show what was typed and could not be stored; `uncertain` where it may have been."""
    perhaps = "perhaps " if uncertain else ""
    text.say(f"{perhaps}not stored: {text.visible(answer).strip()}", sys.stderr)


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
    # Who chose a time needs no word of the new default.
    announced = change.take_fact("unannounced") and context.settings.ask_after == Window()
    tags = tags_of(answer.note)
    return StoredAnswer(id_, change.command, day, answer.score, *tags, announced=bool(announced))
