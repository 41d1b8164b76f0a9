"""Write what shells read: when to start the program next, and today in one line."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from valuecheck.actions.due import Due, asking_time, evaluate
from valuecheck.config.paths import write_private_file
from valuecheck.core.days import ONE_DAY, moment_of
from valuecheck.core.named import NamedTuple
from valuecheck.core.workdays import streak
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


def tell_shells(context: Context, timeout: float = sqlite.BUSY_SECONDS) -> None:
    """Bring what the shells read up to date with the store. Raises StoreError."""
    with store.reading(context.paths.store, timeout) as connection:
        text = for_shells(connection, evaluate(connection, context), context)
    publish(text, context)


def for_shells(connection: sqlite3.Connection | None, state: Due, context: Context) -> ForShells:
    """Return the text of the files that shells read while `state` holds."""
    tomorrow = asking_time(context.settings, state.day + ONE_DAY, context.now)
    latest = min(tomorrow, context.now + _LONGEST_STAMP)
    asked = latest if context.settings.hook_style == "off" else state.later_until or state.next_due
    return ForShells(int(min(asked, latest).timestamp()), short_line(connection, state, context))


def publish(text: ForShells, context: Context) -> None:
    """Write what the shells read."""
    # Caches: without them a shell starts the program once too often, or shows nothing.
    with suppress(OSError):
        write_private_file(context.paths.next_due, f"{text.next_due}\n")
        write_private_file(context.paths.short, f"{text.short}\n")


def short_line(connection: sqlite3.Connection | None, state: Due, context: Context) -> str:
    """The day in one line for a shell's prompt: `1795230000 2026-11-20 4, 6 in a row`.

    First until when this holds, in seconds since the epoch, because a prompt can compare that with
    its clock without knowing time zones; then the logical day; then its mean score and the streak
    in workdays, or `due`, or `-` where nothing is asked or it is not time yet.
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
    run = streak(daily_path.recorded_days(connection), calendar, state.day)
    score = "-" if value is None else f"{value:.3g}"
    return score + (f", {run} in a row" if run > 1 else "")
