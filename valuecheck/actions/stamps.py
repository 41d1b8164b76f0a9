"""Write what shells read: when to start the program next, and today in one line."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from valuecheck.actions import ask_state
from valuecheck.actions.due import Due, asking_time, evaluate
from valuecheck.config.paths import write_private_file
from valuecheck.core.days import ONE_DAY, moment_of
from valuecheck.core.named import NamedTuple
from valuecheck.store import connection as store
from valuecheck.store import daily_path, sqlite

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from valuecheck.config.compiled import Context


# A shell trusts a stamp at most this far ahead, so no stamp is ever further.
_LONGEST_STAMP = timedelta(hours=26)


class ForShells(NamedTuple):
    """The text of the two files that shells read instead of starting us.

    `next_due` is when the program is to be started again, in seconds since the epoch; `short` is
    the day in one line, see `short_line`.
    """

    next_due: int
    short: str


def update_shells(context: Context, timeout: float = sqlite.BUSY_SECONDS) -> None:
    """Bring what the shells read up to date with the store. Raises StoreError."""
    with store.reading(context.paths.store, timeout) as connection:
        text = for_shells(connection, evaluate(connection, context), context)
    publish(text, context)


def for_shells(connection: sqlite3.Connection | None, state: Due, context: Context) -> ForShells:
    """Return the text of the files that shells read while `state` holds."""
    tomorrow = asking_time(connection, context, state.day + ONE_DAY)
    latest = min(tomorrow, context.now + _LONGEST_STAMP)
    asked = state.later_until or state.next_due
    if context.settings.hook_style == "off" or (state.due and ask_state.was_noticed(context)):
        asked = latest
    return ForShells(int(min(asked, latest).timestamp()), short_line(connection, state, context))


def publish(text: ForShells, context: Context) -> None:
    """Write what the shells read."""
    # Caches: without them a shell starts the program once too often, or shows nothing.
    with suppress(OSError):
        write_private_file(context.paths.next_due, f"{text.next_due}\n")
        write_private_file(context.paths.short, f"{text.short}\n")


def wait(context: Context, seconds: float) -> None:
    """Let no shell start the program for so many seconds."""
    with suppress(OSError):
        until = int(context.now.timestamp() + seconds)
        write_private_file(context.paths.next_due, f"{until}\n")


def short_line(connection: sqlite3.Connection | None, state: Due, context: Context) -> str:
    """The day in one line for a shell's prompt: `1795230000 2026-11-20 4, 17 of 20`.

    First until when this holds, in seconds since the epoch, because a prompt can compare that with
    its clock without knowing time zones; then the logical day; then its mean score and how
    many of the last workdays are recorded, or `due`, or `-` where nothing is asked yet.
    """
    until = moment_of(
        state.day + ONE_DAY,
        context.settings.day_starts_at,
        context.settings.day_starts_at,
        context.now,
    )
    if context.now < state.next_due < until:
        until = state.next_due
    return (
        f"{int(until.timestamp())} {state.day.isoformat()} {_standing(connection, state, context)}"
    )


def _standing(connection: sqlite3.Connection | None, state: Due, context: Context) -> str:
    if connection is None or not state.answered:
        return "due" if state.due else "-"
    value = daily_path.day_values(connection, state.day, state.day).get(state.day)
    calendar = daily_path.work_calendar(connection, context.settings.workdays, state.day)
    found = daily_path.lately(connection, calendar, state.day)
    score = "-" if value is None else f"{value:.3g}"
    return score + (f", {found.recorded} of {found.workdays}" if found else "")
