"""A short message to a customer: what was done for them, and two questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import day_name
from valuecheck.core.text import counted, cut, visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from valuecheck.actions.asking import Work

_KINDS = 4
_NOTES = 2
# One line of a terminal or a mail.
_NOTE_SHOWN = 75


def message(work: Work, today: date, *, notes: bool) -> Iterator[str]:
    """Return at most eight lines to copy; the user's notes are in it only with `notes`."""
    kinds = [f"{visible(kind)} ({counted(number, 'day')})" for kind, number in work.kinds[:_KINDS]]
    days = counted(work.days, "day")
    done = f": {', '.join(kinds)}" if kinds else ""
    yield f"Since {day_name(work.since, today)} we have worked for you on {days}{done}."
    if notes:
        for note in work.notes[-_NOTES:]:
            yield f"- {visible(cut(_without_sigils(note), _NOTE_SHOWN))}"
    if work.wants:
        yield f"As we understand it, you want: {visible(work.wants).rstrip('.')}."
    yield "How happy are you with this, from 1 (money back) to 5 (gladly pay more)?"
    yield "And what should we have done instead?"


def how_to_note(customer: str) -> str:
    """Name the command that records the answer."""
    return f"Their answer goes in with: valuecheck feedback add {CUSTOMER}{customer} SCORE"


def _without_sigils(note: str) -> str:
    """Return a note as the customer may read it: tags as plain words."""
    return " ".join(
        word[1:] if word[:1] in (KIND, CUSTOMER) and len(word) > 1 else word
        for word in note.split()
    )
