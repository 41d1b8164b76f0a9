"""Is a question due? And the stamp that lets a shell know without asking us."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import ask_state
from valuecheck.config.paths import write_private_file
from valuecheck.core.days import ONE_DAY, day_name, moment_of
from valuecheck.core.workdays import streak
from valuecheck.store import changes, daily_path
from valuecheck.store import connection as store

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date, datetime

    from valuecheck.config.compiled import CompiledSettings, Context
    from valuecheck.core.workdays import WorkCalendar
    from valuecheck.store.changes import Change

# A shell trusts a stamp at most this far ahead, so no stamp is ever further.
_LONGEST_STAMP = timedelta(hours=26)
_FORESEEN = timedelta(days=1000)


class Due(NamedTuple):
    """Whether today's question waits.

    `day` is the logical day; `due` says that it is a workday without an answer whose asking time
    has come; `workday`, `off` (a day off) and `answered` (that day or a later one) say why not;
    `next_due` is when the question is next asked, in the past while it waits; `later_until` is
    until when the person said "later".
    """

    day: date
    due: bool
    workday: bool
    off: bool
    answered: bool
    next_due: datetime
    later_until: datetime | None


class ForShells(NamedTuple):
    """What shells read instead of asking us.

    `next_due` is when the program is to be started again, in seconds since the epoch; `short` is
    the day in one line, see `short_line`.
    """

    next_due: int
    short: str


def evaluate(connection: sqlite3.Connection | None, context: Context) -> Due:
    """Today's state by the store (None: none yet), the settings and this machine's memory."""
    settings, now, day = context.settings, context.now, context.today
    calendar = daily_path.work_calendar(connection, settings.workdays, day)
    last = daily_path.last_answered(connection) if connection else None
    workday = calendar.is_workday(day)
    # Flown west, today may come before a day that is answered already.
    answered = last is not None and last >= day
    open_question = workday and not answered
    next_day = day if open_question else _next_workday(calendar, max(day, last or day))
    next_due = _asking_time(settings, next_day, now)
    return Due(
        day=day,
        due=open_question and now >= next_due,
        workday=workday,
        off=day in calendar.days_off,
        answered=answered,
        next_due=next_due,
        later_until=ask_state.later_until(context) if open_question else None,
    )


def is_due(context: Context) -> bool:
    """Whether today's question waits for an answer. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        return evaluate(connection, context).due


@contextmanager
def changing(
    context: Context, label: str, *, command: str = "", timeout: float = store.BUSY_SECONDS
) -> Iterator[Change]:
    """One command's change of the store; the shells learn of it. Raises StoreError.

    `label` names it for undo, `command` continues an earlier one.
    """
    with changes.changing(
        context.paths.store, label, context.now, command=command, timeout=timeout
    ) as change:
        change.hold_workweek(context.today, list(context.settings.workdays))
        yield change
        # Before the commit, because after it nothing may fail any more.
        state = evaluate(change.connection, context)
        told = for_shells(change.connection, state, context)
    publish(told, context)


def was_last_week_recorded(context: Context) -> bool:
    """Whether last week has a check-in. Raises StoreError."""
    monday = context.today - ONE_DAY * context.today.weekday()
    with store.reading(context.paths.store) as connection:
        return connection is not None and bool(
            daily_path.day_values(connection, monday - 7 * ONE_DAY, monday - ONE_DAY)
        )


def note_settings(context: Context) -> None:
    """After a change of the settings: note the workdays in the store, if there is one."""
    with store.reading(context.paths.store) as connection:
        started = connection is not None
    if started:
        with changing(context, "config"):
            pass


def tell_shells(context: Context, timeout: float = store.BUSY_SECONDS) -> None:
    """Bring what the shells read up to date with the store. Raises StoreError."""
    with store.reading(context.paths.store, timeout) as connection:
        told = for_shells(connection, evaluate(connection, context), context)
    publish(told, context)


def for_shells(connection: sqlite3.Connection | None, state: Due, context: Context) -> ForShells:
    """What the shells are to read while `state` holds."""
    tomorrow = _asking_time(context.settings, state.day + ONE_DAY, context.now)
    latest = min(tomorrow, context.now + _LONGEST_STAMP)
    asked = latest if context.settings.hook_style == "off" else state.later_until or state.next_due
    return ForShells(int(min(asked, latest).timestamp()), short_line(connection, state, context))


def publish(told: ForShells, context: Context) -> None:
    """Write what the shells read."""
    # Caches: without them a shell starts the program once too often, or shows nothing.
    with suppress(OSError):
        write_private_file(context.paths.next_due, f"{told.next_due}\n")
        write_private_file(context.paths.short, f"{told.short}\n")


def sentence(state: Due) -> str:
    """Whether a question waits, or why not, and when it comes."""
    name = day_name(state.day)
    if state.due:
        return f"{name} has no answer yet."
    if state.answered:
        return f"{name}: nothing more is asked."
    if state.off:
        return f"{name} is a day off: nothing is asked. To answer all the same: valuecheck ask."
    if not state.workday:
        return f"{name} is no workday: nothing is asked. To answer all the same: valuecheck ask."
    return f"{name} is asked after {state.next_due:%H:%M}."


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


def _next_workday(calendar: WorkCalendar, day: date) -> date:
    """The next workday after `day`; where years are all days off, the day after them."""
    horizon = day + _FORESEEN
    return next(calendar.workdays(day + ONE_DAY, horizon), horizon)


def _asking_time(settings: CompiledSettings, day: date, now: datetime) -> datetime:
    return moment_of(day, settings.ask_after or settings.day_starts_at, settings.day_starts_at, now)
