"""What `edit` changes when it is told by options, or by the person in the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.actions.check_ins import CheckInEdit
    from valuecheck.config.compiled import Context


def with_options(
    wanted: CheckInEdit | None, context: Context, day: str | None, *, no_note: bool
) -> CheckInEdit | None:
    """`wanted` with the options on top; None where nothing was asked for. Raises UsageError."""
    from valuecheck.actions.check_ins import CheckInEdit
    from valuecheck.core.days import parse_past_day
    from valuecheck.core.errors import UsageError

    if no_note and wanted and wanted.note is not None:
        problem = "--no-note and new words contradict each other"
        raise UsageError(problem, "give one of them")
    if no_note:
        wanted = (wanted or CheckInEdit())._replace(note="")
    if day is not None:
        wanted = (wanted or CheckInEdit())._replace(day=parse_past_day(day, context.today))
    return wanted


def edited_in_place(context: Context, id_: str) -> CheckInEdit:
    """The edit that the person makes to the line itself. Raises UsageError."""
    from valuecheck.actions import check_ins

    found = check_ins.find(context, id_)
    prefill = f"{found.score} {found.note}".rstrip()
    line = edited_line(context, prefill, "give a score, words, --no-note or --day")
    # What another program wrote may be no answer; left as it is, it is no error either.
    return check_ins.CheckInEdit() if line == prefill else check_ins.edit_of_line(line)


def edited_line(context: Context, prefill: str, otherwise: str) -> str:
    """A line as the person edits it; `otherwise` is what to do where nobody is there.

    Raises UsageError.
    """
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.cli.support.arguments import is_interactive
    from valuecheck.core.errors import InterruptedByPersonError, UsageError
    from valuecheck.store import connection, daily_path

    if not is_interactive():
        problem = "nothing to change was given"
        raise UsageError(problem, otherwise)
    with connection.reading(context.paths.store) as opened:
        tags = daily_path.tags_lately(opened, context.today)
    line = words.read_line(Screen.here().pointer, tags, prefill=prefill)
    if line is None:
        problem = "nothing was changed"
        raise InterruptedByPersonError(problem, "run it again to edit")
    return line
