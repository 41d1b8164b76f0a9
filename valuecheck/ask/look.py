"""A quick look at the store: whether the hook is to ask now."""

from __future__ import annotations

from valuecheck.actions import ask_state, due, stamps
from valuecheck.ask.prompt import latest_empty
from valuecheck.core.named import NamedTuple
from valuecheck.store import connection, daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from valuecheck.config.compiled import Context

# The store is looked at twice before the question, which waits for locks 0.1 s in all.
LOCK_WAITS = 0.05
_IGNORED_DAYS = 5


class Look(NamedTuple):
    """The state of the store: whether to ask now, or a notice, and which empty day Tab offers."""

    asks: bool
    notice: bool = False
    empty: date | None = None

    @classmethod
    def at(cls, context: Context) -> Look:
        """Look at the store; where nothing is to be asked the shells learn of it."""
        with connection.reading(context.paths.store, LOCK_WAITS) as opened:
            if opened:
                # One transaction waits for a lock once.
                opened.execute("BEGIN")
            state = due.evaluate(opened, context)
            notice = state.due and _wants_notice(opened, context)
            silent = (
                state.later_until is not None
                or context.settings.hook_style == "off"
                or (notice and ask_state.was_noticed(context))
            )
            if state.due and not silent:
                return cls(True, notice, latest_empty(opened, context))
            stamp = stamps.for_shells(opened, state, context)
        stamps.publish(stamp, context)
        return cls(False)


def _wants_notice(opened: sqlite3.Connection | None, context: Context) -> bool:
    """Return whether the user chose the notice, or has ignored the question for days."""
    if context.settings.hook_style == "notice":
        return True
    calendar = daily_path.work_calendar(opened, context.settings.workdays, context.today)
    shown = ask_state.was_shown(context)
    day = context.today
    for _ in range(_IGNORED_DAYS):
        day = calendar.workday_before(day)
        if day not in shown or (opened and daily_path.is_answered_on(opened, day)):
            return False
    return True
