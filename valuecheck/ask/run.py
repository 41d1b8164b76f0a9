"""`ask` in all its forms: words on the command line, a line from standard input, or the prompt."""

from __future__ import annotations

import os
import sys

from valuecheck.core.answer import NOT_TODAY, parse_answer, with_tags
from valuecheck.core.days import parse_past_day
from valuecheck.core.errors import ExitCode, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from valuecheck.ask.request import AskRequest
    from valuecheck.config.compiled import Context

_LONGEST_LINE = 100_000


def ask(context: Context, request: AskRequest, afterwards: Callable[[Context], None]) -> int:
    """Carry out `request`; `afterwards` runs once a score is stored and acknowledged.

    Raises UsageError and StoreError.
    """
    day = parse_past_day(request.day, context.today) if request.day is not None else context.today
    if request.if_due and not _is_due(context):
        return ExitCode.DONE
    # Before the question: what was pressed must not fall to a tag that cannot be.
    with_tags("", request.kinds, request.customers)
    if not request.words and sys.stdin.isatty():
        from valuecheck.ask import prompt

        return prompt.ask(context, request, day, afterwards)
    line = " ".join(request.words) if request.words else _line_from_stdin()
    answer = parse_answer(line)
    if answer.score == NOT_TODAY and (request.kinds or request.customers or request.day):
        problem = "0 (not today) takes no day and no tags"
        raise UsageError(problem, "give it alone")
    answer = answer._replace(note=with_tags(answer.note, request.kinds, request.customers))
    from valuecheck.actions import record
    from valuecheck.ask.acknowledgement import acknowledgement
    from valuecheck.ask.screen import Screen
    from valuecheck.core.signals import signals_waiting

    # What is stored is acknowledged: an interrupt between the two waits.
    with signals_waiting():
        with record.printed_back(line):
            stored = record.store_answer(context, answer, day)
        screen = Screen.of(context)
        screen.say(acknowledgement(context, stored, screen))
    if stored.score != NOT_TODAY:
        afterwards(context)
    return ExitCode.DONE


def _is_due(context: Context) -> bool:
    from valuecheck.actions import due

    return due.is_due(context)


def _line_from_stdin() -> str:
    # Byte by byte: the bytes after the line belong to the next reader.
    line = bytearray()
    while len(line) < _LONGEST_LINE and (byte := os.read(0, 1)) not in (b"", b"\n"):
        line += byte
    return line.decode("utf-8", "surrogateescape")
