"""Where a person stands today: a few figures for `status`."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from valuecheck import due, nudge
from valuecheck.days import ONE_DAY
from valuecheck.models import CheckIn, Unheard
from valuecheck.store import connection as store
from valuecheck.store import daily, query
from valuecheck.store.query import Selection
from valuecheck.workdays import StripDay, streak, week_strip

if TYPE_CHECKING:
    import sqlite3

    from valuecheck.front import Here


class WeekDay(BaseModel):
    """A day of this week: its mean score (None: nothing recorded) and whether it is a day off."""

    model_config = ConfigDict(frozen=True)

    day: date
    value: float | None
    off: bool


class Status(BaseModel):
    """Today: the check-ins, whether the question waits, the streak in workdays, the week so far.

    `sentence` says why nothing is due, or that it is; `next_due` is when the question is next
    asked, in the past while it waits; `unheard` is who has not been heard for long; `started`
    says that there is a store. The JSON of a `schema_version` changes only by addition.
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


def of_today(here: Here) -> Status:
    """The status by the store at this moment. Raises StoreError."""
    with store.reading(here.paths.store) as connection:
        state = due.evaluate(connection, here)
        if connection is None:
            return _status(state, (), 0, _week(None, here, here.today), (), started=False)
        latest = daily.last_day(connection, here.today)
        calendar = daily.work_calendar(connection, here.front.workdays, latest)
        return _status(
            state,
            tuple(query.check_ins(connection, Selection(here.today, here.today))),
            streak(daily.recorded_days(connection), calendar, latest),
            _week(connection, here, latest),
            nudge.unheard(connection, here.today),
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


def _week(connection: sqlite3.Connection | None, here: Here, today: date) -> tuple[WeekDay, ...]:
    monday = today - ONE_DAY * today.weekday()
    calendar = daily.work_calendar(connection, here.front.workdays, today)
    values = daily.day_values(connection, monday, today) if connection else {}
    return tuple(
        WeekDay(day=day.day, value=day.value, off=day.off)
        for day in week_strip(values, calendar, today)
    )
