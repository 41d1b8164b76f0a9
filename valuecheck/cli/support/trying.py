"""Run `try`: declare, stop and list trials, and ask what follows after one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.actions import trials
from valuecheck.cli.support.arguments import is_interactive
from valuecheck.core.days import parse_day
from valuecheck.core.text import say, visible
from valuecheck.core.trial import AGAIN, KEEP, STOP
from valuecheck.render.pages import trials as pages
from valuecheck.render.words import trials as words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.render.page import View

QUESTION = "{}: keep it (k), stop it (s), or go on for as long again (a)? Enter decides later."
_CHOICES = {"k": KEEP, "s": STOP, "a": AGAIN}


def declared(context: Context, text: str, length: str, by: str, start: str | None) -> Iterator[str]:
    """Declare a trial; yields when it is judged and by what. Raises UsageError, StoreError."""
    weeks, measure = trials.parse_length(length), trials.parse_measure(by)
    first = parse_day(start, context.today, upcoming=True) if start else None
    yield from words.declared(trials.declare(context, text, weeks, measure, first), context.today)


def stopped(context: Context, text: str) -> Iterator[str]:
    """Stop a trial; yields which. Raises UsageError and StoreError."""
    yield words.stopped(trials.stop(context, text))


def listed(context: Context) -> View:
    """Return all trials; those that are over are judged first. Raises StoreError."""
    trials.judge_ended(context)
    found, id_length = trials.listed(context)
    return pages.view(found, context.today, id_length)


def judged(context: Context) -> Iterator[str]:
    """Judge the trials that are over; yields the verdict that waits for a decision, if any.

    Raises StoreError.
    """
    trials.judge_ended(context)
    if ended := trials.to_decide(context):
        yield words.ended(ended)


def asked_what_follows(context: Context) -> bool:
    """Ask, once a trial is judged and a user is there, what follows; return whether they decided.

    Raises UsageError and StoreError.
    """
    ended = trials.to_decide(context)
    if ended is None or not is_interactive():
        return False
    from valuecheck.ask import words as input_line
    from valuecheck.ask.screen import Screen
    from valuecheck.store.daily_path import KnownTags

    say(f"\n{QUESTION.format(visible(ended.text))}", sys.stdout)
    typed = input_line.read_line(Screen.of(context).prompt("Answer"), KnownTags([], [])) or ""
    decision = _CHOICES.get(typed.strip().casefold()[:1])
    if decision is None:
        say("Nothing decided; 'valuecheck try' asks again.", sys.stdout)
        return False
    for line in words.decided(trials.decide(context, ended, decision), decision, context.today):
        say(line, sys.stdout)
    return True
