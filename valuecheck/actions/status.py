"""The figures of `status`: level, week and question of today."""

from __future__ import annotations

import os

from valuecheck.actions import ask_state, due, sync_failing, unheard
from valuecheck.config.paths import default_store
from valuecheck.core.named import NamedTuple
from valuecheck.core.trial import to_show
from valuecheck.core.workdays import streak
from valuecheck.store import connection as store
from valuecheck.store import daily_path, gave_way, trials

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from typing import Any

    from valuecheck.actions.due import Due
    from valuecheck.actions.sync_failing import Failing
    from valuecheck.config.compiled import Context
    from valuecheck.core.trial import Trial
    from valuecheck.core.workdays import Lately, StripDay
    from valuecheck.stats.unheard import Silence

# Older days are not remembered well enough to be filled in.
_EMPTY_WITHIN = 10


class Status(NamedTuple):
    """Today: its check-ins, whether the question waits, the last workdays, the week so far.

    `sentences` say whether it waits; `check_ins` are rows as JSON shows them; `lately` is None
    where there are too few workdays, `streak` the recorded workdays in a row, 0 where it was not
    asked for; `empty` the workdays without an answer among the last ten, newest first; `unheard`
    the customer to ask next; `trial` runs today or waits for its verdict; `too_slow` says that the
    question could not be drawn in time, again and again; `other_store` is a second store at the
    default place; `sync_failing` says since when sync fails, once that is worth a line,
    `gave_way` how many edits gave way to newer ones of other machines and were not named yet;
    `started` says that there is a store.
    """

    state: Due
    sentences: list[str]
    check_ins: list[dict[str, Any]]
    lately: Lately | None
    streak: int
    week: list[StripDay]
    empty: list[date]
    unheard: tuple[Silence, ...]
    trial: Trial | None
    too_slow: bool
    other_store: str | None
    sync_failing: Failing | None
    gave_way: int
    started: bool


def of_today(context: Context, *, with_streak: bool = True) -> Status:
    """The status by the store at this moment. Raises StoreError.

    Only JSON shows the streak, for which a whole history may have to be walked.
    """
    with store.reading(context.paths.store) as connection:
        status = _status(connection, context)
        if connection is None or not with_streak:
            return status
        last = daily_path.last_day(connection, context.today)
        calendar = daily_path.work_calendar(connection, context.settings.workdays, last)
        recorded = daily_path.recorded_days(connection, last)
        return status._replace(streak=streak(recorded, calendar, last))


def _status(connection: sqlite3.Connection | None, context: Context) -> Status:
    state = due.evaluate(connection, context)
    last = daily_path.last_day(connection, context.today)
    calendar = daily_path.work_calendar(connection, context.settings.workdays, last)
    status = Status(
        state=state,
        sentences=due.status_sentences(state, context),
        check_ins=[],
        lately=None,
        streak=0,
        week=daily_path.week(connection, calendar, last),
        empty=[],
        unheard=(),
        trial=None,
        too_slow=ask_state.times_too_slow(context) >= ask_state.TOO_OFTEN_SLOW,
        other_store=default_store(context.paths, os.environ),
        sync_failing=sync_failing.long_failing(context.paths),
        gave_way=gave_way.count_unseen(connection) if connection else 0,
        started=connection is not None,
    )
    if connection is None:
        return status
    return status._replace(
        check_ins=daily_path.check_ins_on(connection, context.today),
        lately=daily_path.lately(connection, calendar, last),
        empty=daily_path.empty_workdays(connection, calendar, context.today, _EMPTY_WITHIN),
        unheard=unheard.unheard(connection, context.today),
        trial=to_show(trials.trials(connection), context.today),
    )
