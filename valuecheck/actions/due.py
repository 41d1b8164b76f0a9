"""Decide whether a question is due, and when the next one comes."""

from __future__ import annotations

import os
import sys
from datetime import timedelta

from valuecheck.actions import ask_state
from valuecheck.core.days import ONE_DAY, day_name, monday_of
from valuecheck.core.errors import ExitCode
from valuecheck.core.moments import Window, moment_in
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import say
from valuecheck.store import connection as store
from valuecheck.store import daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date, datetime

    from valuecheck.config.compiled import Context
    from valuecheck.core.workdays import WorkCalendar

_FORESEEN = timedelta(days=1000)


class Due(NamedTuple):
    """Return whether today's question waits.

    `day` is the logical day. `due`: the question is `unanswered` and its moment has come.
    `unanswered`: a workday without an answer; `workday`, `off` (a day off) and `answered` (that
    day or one at most two days later) say why not. `next_due` is when the question is next asked,
    in the past while it waits, and `asked_from` when its window begins. `later_until` is until
    when the user said "later". `ahead` is a day further ahead that has an answer: the clock was
    wrong when it was given.
    """

    day: date
    due: bool
    unanswered: bool
    workday: bool
    off: bool
    answered: bool
    next_due: datetime
    asked_from: datetime
    window: Window
    later_until: datetime | None
    ahead: date | None

    @property
    def shells_next_due(self) -> datetime:
        """When the question is next asked, without telling a moment that is still to come."""
        return self.next_due if self.due else self.asked_from


def evaluate(connection: sqlite3.Connection | None, context: Context) -> Due:
    """Today's state by the store (None: none yet), the settings and this machine's memory."""
    day = context.today
    calendar = daily_path.work_calendar(connection, context.settings.workdays, day)
    last = daily_path.last_answered(connection, day) if connection else None
    workday = calendar.is_workday(day)
    # After a flight west the local date can be earlier than the last answered day.
    answered = last is not None and last >= day
    unanswered = workday and not answered
    next_day = day if unanswered else _next_workday(calendar, max(day, last or day))
    next_due = asking_time(connection, context, next_day)
    if unanswered and next_due > context.now and ask_state.was_installed_on(context, day):
        # Whoever has just installed the hook wants to see it work.
        next_due = context.now
    return Due(
        day=day,
        due=unanswered and context.now >= next_due,
        unanswered=unanswered,
        workday=workday,
        off=day in calendar.days_off,
        answered=answered,
        next_due=next_due,
        asked_from=_time_in_window(context, next_day, None),
        window=context.settings.ask_after,
        later_until=ask_state.later_until(context) if unanswered else None,
        ahead=daily_path.answered_ahead(connection, day) if connection else None,
    )


def print_state(context: Context, *, verbose: bool) -> int:
    """Return the exit code of `due`; with `verbose` also print the reason. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        state = evaluate(connection, context)
    for sentence in sentences(state) if verbose else ():
        say(sentence, sys.stdout)
    return ExitCode.DONE if state.due else ExitCode.NOT_DUE


def is_due(context: Context) -> bool:
    """Return whether today's question waits for an answer. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        return evaluate(connection, context).due


def is_unanswered(context: Context) -> bool:
    """Return whether today is a workday without an answer, be its moment to come or not."""
    with store.reading(context.paths.store) as connection:
        return evaluate(connection, context).unanswered


def was_last_week_recorded(context: Context) -> bool:
    """Return whether last week has a check-in. Raises StoreError."""
    monday = monday_of(context.today)
    with store.reading(context.paths.store) as connection:
        return connection is not None and bool(
            daily_path.day_values(connection, monday - 7 * ONE_DAY, monday - ONE_DAY)
        )


def hook_asks(context: Context) -> bool:
    """Return whether a shell asks by itself."""
    from valuecheck.shell.renewal import is_installed

    return context.settings.hook_style != "off" and is_installed(context.paths, os.environ)


def status_sentences(state: Due, context: Context) -> list[str]:
    """The same for `status`, which promises no question where no shell asks."""
    found = sentences(state)
    if state.unanswered and not state.due and not hook_asks(context):
        return [f"{day_name(state.day)} has no answer yet.", *found[1:]]
    return found


def sentences(state: Due) -> list[str]:
    """Return whether a question waits, or why not and when it comes; and an answer far ahead."""
    found = [_sentence(state)]
    if state.later_until:
        found.append(f"You said later: not asked before {state.later_until:%H:%M}.")
    if state.ahead:
        name = day_name(state.ahead, state.day)
        found.append(
            f"{name} has an answer already: was this machine's clock wrong? 'valuecheck log' "
            "shows a check-in's id, 'valuecheck edit ID --day DAY' moves it; a 0 (not today) "
            "stops no question before that day."
        )
    return found


def outlook(context: Context) -> str:
    """Say when the hook asks: at once, or why nothing comes now and what to expect."""
    with store.reading(context.paths.store) as connection:
        state = evaluate(connection, context)
    if state.due:
        return ""
    if state.unanswered:
        return _sentence(state)
    return f"{_sentence(state)} From the next workday on the question comes {_when(state)}."


def asking_time(connection: sqlite3.Connection | None, context: Context, day: date) -> datetime:
    """Return when the question of `day` comes due."""
    seed = daily_path.seed(connection, day) if connection else None
    return _time_in_window(context, day, seed)


def _time_in_window(context: Context, day: date, seed: int | None) -> datetime:
    settings = context.settings
    return moment_in(settings.ask_after, day, settings.day_starts_at, seed, context.now)


def _sentence(state: Due) -> str:
    name = day_name(state.day)
    if state.due:
        return f"{name} has no answer yet: due since {state.next_due:%H:%M}."
    if state.answered:
        return f"{name}: nothing more is asked."
    if state.off:
        return f"{name} is a day off: nothing is asked. To answer all the same: valuecheck ask."
    if not state.workday:
        return f"{name} is no workday: nothing is asked. To answer all the same: valuecheck ask."
    return f"{name} has no answer yet: asked {_when(state)}."


def _when(state: Due) -> str:
    start, end = state.window
    if start == end:
        return f"after {start:%H:%M}"
    return f"at a moment between {start:%H:%M} and {end:%H:%M}"


def _next_workday(calendar: WorkCalendar, day: date) -> date:
    """The next workday after `day`; where years are all days off, the day after them."""
    horizon = day + _FORESEEN
    return next(calendar.workdays(day + ONE_DAY, horizon), horizon)
