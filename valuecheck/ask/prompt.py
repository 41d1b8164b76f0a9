"""The question by hand: one key answers and is stored at once, then there is room for words.

What is needed after the key is loaded after it: the question waits for nothing.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

from valuecheck.ask import keys
from valuecheck.ask.keys import Meaning
from valuecheck.ask.lock import only_question
from valuecheck.ask.painting import Painting
from valuecheck.ask.screen import ASKED_AGAIN, WRONG_KEY
from valuecheck.core.answer import NOT_TODAY, Answer, parse_note, with_tags
from valuecheck.core.errors import ExitCode, StoreError, UsageError
from valuecheck.core.signals import signals_free
from valuecheck.store import connection, daily_path, sqlite

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from datetime import date

    from valuecheck.actions.record import StoredAnswer
    from valuecheck.ask.keys import Key
    from valuecheck.ask.request import AskRequest
    from valuecheck.ask.screen import Screen
    from valuecheck.config.compiled import Context

# Only the last few workdays are remembered well enough to be offered.
_OFFERED_WORKDAYS = 3
_LOCK_WAITS = 0.1


def ask(
    context: Context, request: AskRequest, day: date, afterwards: Callable[[Context], None]
) -> int:
    """Ask for `day` at the terminal on standard input. Raises StoreError."""
    # The terminal echoes nothing until the words are edited: what is typed ahead shows up once.
    with _terminal_output(), keys.single_bytes(0):
        empty = empty_day(context) if request.day is None else None
        while True:
            # Meanwhile no hook asks; a hook that was first does not keep a user from asking.
            with only_question(context.paths):
                painting = Painting(context, empty)
                painting.show()
                key = _first_key(painting)
                # The night may have passed since the question was drawn.
                today, context = context.today, context.refreshed()
                day = context.today if request.day is None else day
                filled_in = painting.day != today
                if filled_in:
                    day = painting.day
                if key.meaning in (Meaning.LATER, Meaning.INTERRUPT):
                    painting.screen.say(["", _later(context, day)])
                    interrupted = key.meaning == Meaning.INTERRUPT
                    return ExitCode.INTERRUPTED if interrupted else ExitCode.DONE
                stored = store_key(painting, context, request, int(key.byte), day)
            finish(painting.screen, context, request, stored, afterwards)
            from valuecheck.actions import due

            # Whoever filled in an earlier day is then asked for today, once.
            if not filled_in or not due.is_unanswered(context):
                return ExitCode.DONE
            empty = None


def empty_day(context: Context) -> date | None:
    """The latest empty one of the last workdays."""
    # The question does not wait for a store that is in use, and comes without this day then.
    with suppress(StoreError), connection.reading(context.paths.store, _LOCK_WAITS) as opened:
        return latest_empty(opened, context)
    return None


def latest_empty(opened: sqlite3.Connection | None, context: Context) -> date | None:
    """The latest empty one of the last workdays, by an open store."""
    if opened is None:
        return None
    calendar = daily_path.work_calendar(opened, context.settings.workdays, context.today)
    days = daily_path.empty_workdays(opened, calendar, context.today, _OFFERED_WORKDAYS)
    return days[0] if days else None


@contextmanager
def _terminal_output() -> Iterator[None]:
    """Standard output is a terminal meanwhile: without that, input() would drop line editing."""
    if os.isatty(1):
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2 if os.isatty(2) else 0, 1)
    try:
        yield
        sys.stdout.flush()
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _first_key(painting: Painting) -> Key:
    complained = False
    while True:
        key = keys.read_key(0) if keys.wait(0) else keys.INTERRUPTED
        if key.meaning == Meaning.HELP:
            painting.explain()
        elif key.meaning == Meaning.OTHER_DAY:
            painting.turn()
        elif key.meaning == Meaning.FOREIGN:
            keys.read_rest(0, key.byte)
            if keys.is_ready(0, keys.BURST_SECONDS):
                # A pasted command, of which a digit must not answer.
                keys.typed_ahead(0)
            # Once in words; a whole sentence of wrong keys is no reason for as many lines.
            if complained:
                painting.ring()
            else:
                painting.complain(WRONG_KEY)
                complained = True
        else:
            return key


def _later(context: Context, day: date) -> str:
    """Put today's question off, if it is the one that was asked; returns what to say."""
    from valuecheck.actions import ask_state, due, stamps

    if day != context.today or not due.is_unanswered(context):
        return "Nothing recorded."
    until = ask_state.put_off(context)
    stamps.update_shells(context)
    if not due.hook_asks(context):
        return "Nothing recorded. Type valuecheck to answer later."
    return ASKED_AGAIN.format(until)


def store_key(
    painting: Painting,
    context: Context,
    request: AskRequest,
    score: int,
    day: date,
    timeout: float = sqlite.BUSY_SECONDS,
) -> StoredAnswer:
    """Show and store the score that a key gave, with the request's tags.

    Raises UsageError and StoreError.
    """
    from valuecheck.actions import record

    note = "" if score == NOT_TODAY else with_tags("", request.kinds, request.customers)
    painting.add(str(score))
    try:
        return record.store_answer(context, Answer(score, note), day, timeout)
    except StoreError:
        # The words typed ahead would go to the shell and run there.
        record.print_back(f"{score} {keys.typed_ahead(0)}")
        raise


def finish(
    screen: Screen,
    context: Context,
    request: AskRequest,
    stored: StoredAnswer,
    afterwards: Callable[[Context], None],
    timeout: float = sqlite.BUSY_SECONDS,
) -> None:
    """After the key: take words, say that the answer is safe, go on to what comes after.

    Raises StoreError.
    """
    from valuecheck.ask.acknowledgement import acknowledgement

    if stored.score != NOT_TODAY:
        stored = _take_words(screen, context, request, stored, timeout)
    screen.say(acknowledgement(context, stored, screen))
    if stored.score != NOT_TODAY:
        with signals_free():
            afterwards(context)


def _take_words(
    screen: Screen, context: Context, request: AskRequest, stored: StoredAnswer, timeout: float
) -> StoredAnswer:
    from valuecheck.actions import record
    from valuecheck.ask import words

    with connection.reading(context.paths.store) as opened:
        tags = daily_path.tags_lately(opened, context.today)
        history = daily_path.recent_notes(opened)
    line = ""
    while True:
        typed = words.read_line(screen.words_prompt, tags, history=history, prefill=line)
        line = typed or ""
        if not line.strip():
            return stored
        try:
            note = with_tags(parse_note(line), request.kinds, request.customers)
        except UsageError as error:
            screen.write(f"  {error}")
            continue
        with record.printed_back(line):
            return record.add_note(context, stored, note, timeout)
