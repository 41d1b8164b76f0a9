"""What `edit` changes when it is told by options, or by the person in the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.amend import Edit
    from valuecheck.front import Here


def with_options(wanted: Edit | None, here: Here, day: str | None, *, no_note: bool) -> Edit | None:
    """`wanted` with the options on top; None where nothing was asked for. Raises UsageError."""
    from valuecheck.amend import Edit
    from valuecheck.days import parse_past_day
    from valuecheck.errors import UsageError

    if no_note and wanted and wanted.note is not None:
        problem = "--no-note and new words contradict each other"
        raise UsageError(problem, "give one of them")
    if no_note:
        wanted = (wanted or Edit())._replace(note="")
    if day is not None:
        wanted = (wanted or Edit())._replace(day=parse_past_day(day, here.today))
    return wanted


def edited_in_place(here: Here, id_: str) -> Edit:
    """The edit that the person makes to the line itself. Raises UsageError."""
    from valuecheck import amend

    found = amend.find(here, id_)
    prefill = f"{found.score} {found.note}".rstrip()
    return amend.edit_of_line(edited_line(here, prefill, "give a score, words, --no-note or --day"))


def edited_line(here: Here, prefill: str, otherwise: str) -> str:
    """A line as the person edits it; `otherwise` is what to do where nobody is there.

    Raises UsageError.
    """
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.cli.context import is_interactive
    from valuecheck.errors import InterruptedByPersonError, UsageError
    from valuecheck.store import connection, daily

    if not is_interactive():
        problem = "nothing to change was given"
        raise UsageError(problem, otherwise)
    with connection.reading(here.paths.store) as opened:
        tags = daily.tags_lately(opened, here.today)
    line = words.read_line(Screen.here().pointer, tags, prefill=prefill)
    if line is None:
        problem = "nothing was changed"
        raise InterruptedByPersonError(problem, "run it again to edit")
    return line
