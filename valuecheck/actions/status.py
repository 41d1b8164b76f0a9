"""Read today's state and this week's figures for `status`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from valuecheck.actions import due
from valuecheck.actions import unheard as actions_unheard
from valuecheck.core.days import ONE_DAY
from valuecheck.core.records import CheckIn, Unheard
from valuecheck.core.workdays import StripDay, streak, week_strip
from valuecheck.store import check_ins as store_check_ins
from valuecheck.store import connection as store
from valuecheck.store import daily_path
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.config.compiled import Context


class WeekDay(BaseModel):
    """A day of this week: its mean score (None: nothing recorded) and whether it is a day off."""

    model_config = ConfigDict(frozen=True)

    day: date
    value: float | None
    off: bool


class Status(BaseModel):
    """Today: the check-ins, whether the question waits, the streak in workdays, the week so far.

    `sentence` gives the state of the question in words; `next_due` is when it is next asked, in
    the past while it waits; `unheard` are customers without recent feedback; `started` is true
    once there is a store. The JSON of a `schema_version` changes only by addition.
    """

    model_config = ConfigDict(frozen=True)

    schema_version: int = 1
    day: date
    due: bool
    next_due: datetime
    check_ins: tuple[CheckIn, ...]
    streak: int
    week: tuple[WeekDay, ...]
    sentence: str
    unheard: tuple[Unheard, ...]
    started: bool = Field(exclude=True)

    @property
    def strip(self) -> list[StripDay]:
        """The week as the strip draws it."""
        return [StripDay(day.day, day.value, day.off, day.day > self.day) for day in self.week]


def of_today(context: Context) -> Status:
    """The status by the store at this moment. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        state = due.evaluate(connection, context)
        if connection is None:
            return _status(state, (), 0, _week(None, context, context.today), (), started=False)
        latest = daily_path.last_day(connection, context.today)
        calendar = daily_path.work_calendar(connection, context.settings.workdays, latest)
        return _status(
            state,
            tuple(store_check_ins.check_ins(connection, Selection(context.today, context.today))),
            streak(daily_path.recorded_days(connection), calendar, latest),
            _week(connection, context, latest),
            actions_unheard.unheard(connection, context.today),
            started=True,
        )


def _status(
    state: due.Due,
    check_ins: tuple[CheckIn, ...],
    run: int,
    week: tuple[WeekDay, ...],
    unheard: tuple[Unheard, ...],
    *,
    started: bool,
) -> Status:
    return Status(
        day=state.day,
        due=state.due,
        next_due=state.next_due,
        check_ins=check_ins,
        streak=run,
        week=week,
        sentence=due.sentence(state),
        unheard=unheard,
        started=started,
    )


def _week(
    connection: sqlite3.Connection | None, context: Context, today: date
) -> tuple[WeekDay, ...]:
    monday = today - ONE_DAY * today.weekday()
    calendar = daily_path.work_calendar(connection, context.settings.workdays, today)
    values = daily_path.day_values(connection, monday, today) if connection else {}
    return tuple(
        WeekDay(day=day.day, value=day.value, off=day.off)
        for day in week_strip(values, calendar, today)
    )
