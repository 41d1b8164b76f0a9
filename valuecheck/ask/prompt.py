"""The question by hand: one key answers and is stored at once, then there is room for words."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from valuecheck.actions import ask_state, due, record, stamps
from valuecheck.ask import keys, words
from valuecheck.ask.keys import Meaning
from valuecheck.ask.lock import only_question
from valuecheck.ask.screen import Screen
from valuecheck.core.answer import NOT_TODAY, Answer, parse_note, with_tags
from valuecheck.core.errors import ExitCode, StoreError, UsageError
from valuecheck.core.text import say
from valuecheck.store import connection, daily_path, sqlite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from valuecheck.actions.record import StoredAnswer
    from valuecheck.ask.request import AskRequest
    from valuecheck.config.compiled import Context


def ask(
    context: Context, request: AskRequest, day: date, afterwards: Callable[[Context], None]
) -> int:
    """Ask for `day` at the terminal on standard input. Raises StoreError."""
    # The terminal echoes nothing until the words are edited: what is typed ahead shows up once.
    with _terminal_output(), keys.single_bytes(0):
        screen = Screen.here()
        # Meanwhile no hook asks; a hook that was first does not keep the user from asking.
        with only_question(context.paths):
            for line in screen.question(context.settings.question):
                screen.write(line)
            key = _first_key(screen, context)
            # The night may have passed since the question was drawn.
            context = context.refreshed()
            day = context.today if request.day is None else day
            if key.meaning in (Meaning.LATER, Meaning.INTERRUPT):
                screen.write("")
                say(_later(context, day), sys.stdout)
                interrupted = key.meaning is Meaning.INTERRUPT
                return ExitCode.INTERRUPTED if interrupted else ExitCode.DONE
            screen.write(key.byte.decode())
            stored = store_key(context, request, int(key.byte), day)
        finish(screen, context, request, stored, afterwards)
    return ExitCode.DONE


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


def _first_key(screen: Screen, context: Context) -> keys.Key:
    screen.write(screen.pointer, end="")
    while True:
        key = keys.read_key(0)
        if key.meaning is Meaning.HELP:
            screen.write("?")
            for line in screen.explanation(context.settings):
                screen.write(line)
            screen.write(screen.pointer, end="")
        elif key.meaning is Meaning.FOREIGN:
            keys.read_rest(0, key.byte)
            screen.write("\a", end="")
        else:
            return key


def _later(context: Context, day: date) -> str:
    """Put today's question off, if it is the one that was asked; returns what to say."""
    if day != context.today or not due.is_due(context):
        return "Nothing recorded."
    until = ask_state.put_off(context)
    stamps.tell_shells(context)
    return f"Later, then: a new terminal asks again after {until:%H:%M}."


def store_key(
    context: Context,
    request: AskRequest,
    score: int,
    day: date,
    timeout: float = sqlite.BUSY_SECONDS,
) -> StoredAnswer:
    """Store the score that a key gave, with the request's tags. Raises UsageError, StoreError."""
    note = "" if score == NOT_TODAY else with_tags("", request.kinds, request.customers)
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
    if stored.score != NOT_TODAY:
        _take_words(screen, context, request, stored, timeout)
    say(record.acknowledgement(context, stored, unicode=screen.unicode), sys.stdout)
    if stored.score != NOT_TODAY:
        afterwards(context)


def _take_words(
    screen: Screen, context: Context, request: AskRequest, stored: StoredAnswer, timeout: float
) -> None:
    with connection.reading(context.paths.store) as opened:
        tags = daily_path.tags_lately(opened, context.today)
        history = daily_path.recent_notes(opened)
    line = ""
    while True:
        typed = words.read_line(screen.words_prompt, tags, history=history, prefill=line)
        line = typed or ""
        if not line.strip():
            return
        try:
            note = with_tags(parse_note(line), request.kinds, request.customers)
        except UsageError as error:
            say(f"  {error}", sys.stdout)
            continue
        with record.printed_back(line):
            record.add_note(context, stored, note, timeout)
        return
