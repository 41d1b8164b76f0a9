"""Mark days off, and list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions import changing
from valuecheck.actions.amending import amending
from valuecheck.core.answer import parse_note
from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import UsageError
from valuecheck.core.periods import parse_days
from valuecheck.core.text import quoted
from valuecheck.store import connection as store
from valuecheck.store import days_off as store_days_off
from valuecheck.store.changes import DAYS_OFF

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import DayOff


_LONGEST_TIME_OFF = 366


def days_off(context: Context) -> list[DayOff]:
    """All days off in order."""
    with store.reading(context.paths.store) as opened:
        return store_days_off.days_off(opened) if opened else []


def days_from(word: str, today: date) -> list[date]:
    """The days of `DAY` or `FROM..TO`, where weekdays mean the next ones. Raises UsageError."""
    first, last = parse_days(word, today)
    days = (last - first).days + 1
    if days > _LONGEST_TIME_OFF:
        problem = f"{quoted(word)} names {days:,} days"
        raise UsageError(problem, f"mark at most {_LONGEST_TIME_OFF} at once")
    return [first + offset * ONE_DAY for offset in range(days)]


def take_off(context: Context, days: Sequence[date], reason: str) -> None:
    """Mark days off. Raises UsageError and StoreError."""
    note = parse_note(reason)
    with changing.changing(context, "off") as change:
        for day in days:
            change.put(DAYS_OFF, {"day": day.isoformat(), "reason": note})


def take_on(context: Context, days: Sequence[date]) -> list[date]:
    """Make days off ordinary days again; returns which were off. Raises UsageError, StoreError."""
    with amending(context, "off --delete") as change:
        off = {row.day for row in store_days_off.days_off(change.connection)}
        gone = [day for day in days if day in off]
        if not gone:
            problem = "none of these days is a day off"
            raise UsageError(problem, "'valuecheck off' lists the days off")
        for day in gone:
            change.bury(DAYS_OFF, day.isoformat())
    return gone
