"""Is a question due? And the stamp that lets a shell know without asking us."""

from __future__ import annotations

import sys
from datetime import timedelta

from valuecheck.actions import ask_state
from valuecheck.core.days import ONE_DAY, day_name, moment_of
from valuecheck.core.errors import ExitCode
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import say
from valuecheck.store import connection as store
from valuecheck.store import daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime

    from valuecheck.config.compiled import CompiledSettings, Context
    from valuecheck.core.workdays import WorkCalendar

_FORESEEN = timedelta(days=1000)


class Due(NamedTuple):
    """The state of today's question.

    `day` is the logical day; `due` is true for a workday without an answer whose asking time has
    come; `workday`, `off` (a day off) and `answered` (that day or a later one) are the reasons;
    `next_due` is when the question is next asked, in the past while it waits; `later_until` is
    until when the user put it off.
    """

    day: date
    due: bool
    workday: bool
    off: bool
    answered: bool
    next_due: datetime
    later_until: datetime | None


def evaluate(connection: sqlite3.Connection | None, context: Context) -> Due:
    """Today's state by the store (None: none yet), the settings and this machine's memory."""
    settings, now, day = context.settings, context.now, context.today
    calendar = daily_path.work_calendar(connection, settings.workdays, day)
    last = daily_path.last_answered(connection) if connection else None
    workday = calendar.is_workday(day)
    # After a flight west the local date can be earlier than the last answered day.
    answered = last is not None and last >= day
    open_question = workday and not answered
    next_day = day if open_question else _next_workday(calendar, max(day, last or day))
    next_due = asking_time(settings, next_day, now)
    return Due(
        day=day,
        due=open_question and now >= next_due,
        workday=workday,
        off=day in calendar.days_off,
        answered=answered,
        next_due=next_due,
        later_until=ask_state.later_until(context) if open_question else None,
    )


def tell(context: Context, *, verbose: bool) -> int:
    """Return the exit code of `due`; with `verbose` also print the reason. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        state = evaluate(connection, context)
    if verbose:
        say(sentence(state), sys.stdout)
    return ExitCode.DONE if state.due else ExitCode.NOT_DUE


def is_due(context: Context) -> bool:
    """Return whether today's question waits for an answer. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        return evaluate(connection, context).due


def was_last_week_recorded(context: Context) -> bool:
    """Return whether last week has a check-in. Raises StoreError."""
    monday = context.today - ONE_DAY * context.today.weekday()
    with store.reading(context.paths.store) as connection:
        return connection is not None and bool(
            daily_path.day_values(connection, monday - 7 * ONE_DAY, monday - ONE_DAY)
        )


def sentence(state: Due) -> str:
    """Describe the state of today's question: it waits, or why it does not, and when it comes."""
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


def _next_workday(calendar: WorkCalendar, day: date) -> date:
    """The next workday after `day`; where years are all days off, the day after them."""
    horizon = day + _FORESEEN
    return next(calendar.workdays(day + ONE_DAY, horizon), horizon)


def asking_time(settings: CompiledSettings, day: date, now: datetime) -> datetime:
    """Return when the question of `day` may first be asked."""
    return moment_of(day, settings.ask_after or settings.day_starts_at, settings.day_starts_at, now)
