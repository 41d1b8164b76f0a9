"""The day for which a date or a moment in a file counts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from valuecheck.core.days import ONE_DAY, instant, latest_begun, zone_here
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import BadCellError
from valuecheck.exchange.date_forms import Order, moment_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo


class Dates(NamedTuple):
    """The rules for the dates of a file: up to `today`, moments in `zone` (None: the machine's).

    A moment counts for the day that has begun by then, at `day_starts_at`: `begin` says when.
    `written_in` is the zone of moments that name none, by the heading of their column; None: that
    of the machine.
    """

    order: Order | None
    today: date
    zone: tzinfo | None
    day_starts_at: time
    begin: Callable[[date], datetime]
    written_in: tzinfo | None = None

    @classmethod
    def here(cls, order: Order | None, now: datetime, day_starts_at: time) -> Dates:
        """As they are read at this moment, which has the local offset."""
        # Asked for again and again, and slow.
        begin = cache(lambda day: instant(day, day_starts_at, now))
        return cls(order, now.date(), zone_here(now), day_starts_at, begin)


class When(NamedTuple):
    """A moment or day in a file.

    `day` is the day for which it counts here, `written` the date as the file has it, `text` the
    moment in full and in one form, so that it is the same on every machine. `aside` is the name
    of a time zone that is not known: the date counts as it is written.
    """

    day: date
    written: date
    text: str
    aside: str = ""


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–−", "-"))
_SURE = 4
# No date is longer.
_LONGEST = 200
_OLDEST, _MIDNIGHT = date(1970, 1, 1), time()


def parse_order(word: str) -> Order:
    """The order of this name. Raises UsageError."""
    try:
        return Order(word.strip().casefold())
    except ValueError:
        problem = f"{quoted(word)} is no order of dates"
        raise UsageError(problem, f"use {', '.join(Order)}") from None


def parse_when(text: str, dates: Dates) -> When:
    """The moment or day that `text` names.

    Raises BadCellError for what is no day from 1970 on up to today, and UndecidedError for what
    can be read in more than one way as long as no order says which.
    """
    text = text[:_LONGEST]
    if not text.isascii():
        text = normalize("NFKC", text).translate(_DASHES)
    text = " ".join(text.split())
    try:
        moment, aside = moment_of(text, dates.order)
        when = _when(moment, dates, aside)
    except (ValueError, OverflowError):
        problem = f"{quoted(text)} is no date" if text else "it has no date"
        raise BadCellError(problem) from None
    if when.day > dates.today:
        problem = f"{when.day.isoformat()} is in the future"
        raise BadCellError(problem)
    if when.day < _OLDEST:
        problem = f"{when.day.isoformat()} is before 1970"
        raise BadCellError(problem)
    return when


def _when(moment: date | datetime, dates: Dates, aside: str) -> When:
    if not isinstance(moment, datetime):
        return When(moment, moment, moment.isoformat(), aside)
    # Before the column's zone: a heading that is understood later changes no identity.
    whole = moment if moment.tzinfo is None else moment.astimezone(UTC)
    if moment.tzinfo is None and dates.written_in and not aside:
        day = _day(moment.replace(tzinfo=dates.written_in), dates)
    else:
        day = _day(moment, dates)
    return When(day, moment.date(), whole.isoformat(timespec="seconds"), aside)


def _day(moment: datetime, dates: Dates) -> date:
    day = moment.date()
    # Midnight is how many tools write a day without a time.
    if moment.time() == _MIDNIGHT or not _OLDEST <= day <= dates.today + ONE_DAY:
        return day
    local = moment if moment.tzinfo is None else moment.astimezone(dates.zone)
    # No change of the clock moves the beginning of a day by hours, and to look is slow.
    if local.time() == _MIDNIGHT or local.hour >= dates.day_starts_at.hour + _SURE:
        return local.date()
    if local.tzinfo is None and dates.zone:
        local = local.replace(tzinfo=dates.zone)
    return latest_begun(local.astimezone(dates.zone), dates.begin)
