"""Turn options, or a line that the user edits in place, into an edit of a check-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.cli.support.arguments import is_interactive
from valuecheck.core.days import parse_past_day
from valuecheck.core.errors import InterruptedByUserError, UsageError

if TYPE_CHECKING:
    from valuecheck.actions.check_ins import CheckInEdit
    from valuecheck.config.compiled import Context


def with_options(
    wanted: CheckInEdit | None, context: Context, day: str | None, *, no_note: bool
) -> CheckInEdit | None:
    """`wanted` with the options on top; None where nothing was asked for. Raises UsageError."""
    from valuecheck.actions.check_ins import CheckInEdit

    if no_note and wanted and wanted.note is not None:
        problem = "--no-note and new words contradict each other"
        raise UsageError(problem, "give one of them")
    if no_note:
        wanted = (wanted or CheckInEdit())._replace(note="")
    if day is not None:
        wanted = (wanted or CheckInEdit())._replace(day=parse_past_day(day, context.today))
    return wanted


def edited_in_place(context: Context, id_: str) -> CheckInEdit:
    """Let the user edit the line of a check-in, and return the edit. Raises UsageError."""
    from valuecheck.actions import check_ins

    found = check_ins.find(context, id_)
    prefill = f"{found.score} {found.note}".rstrip()
    line = edited_line(context, prefill, "give a score, words, --no-note or --day")
    # What another program wrote may be no answer; left as it is, it is no error either.
    return check_ins.CheckInEdit() if line == prefill else check_ins.edit_of_line(line)


def edited_line(context: Context, prefill: str, otherwise: str) -> str:
    """Let the user edit a line and return it; `otherwise` is the remedy where nobody is there.

    Raises UsageError.
    """
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.store import connection, daily_path

    if not is_interactive():
        problem = "no change is given"
        raise UsageError(problem, otherwise)
    with connection.reading(context.paths.store) as opened:
        tags = daily_path.tags_lately(opened, context.today)
    line = words.read_line(Screen.of(context).prompt("Edit"), tags, prefill=prefill)
    if line is None:
        problem = "nothing was changed"
        raise InterruptedByUserError(problem, "run it again to edit")
    return line
