"""The logical day, the words for days, and the only reader of the clock."""

from __future__ import annotations

import time as clock
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAY_WORDS = ("today", "yesterday", *WEEKDAYS)
UNITS = ("week", "month", "quarter", "year")
PERIOD_WORDS = (*DAY_WORDS, *UNITS, *(f"last-{unit}" for unit in UNITS), "30d", "12w", "all")
ONE_DAY = timedelta(days=1)
DAY_MILLISECONDS = 86_400_000
_MINUTE = timedelta(minutes=1)
# No place on earth is further from UTC, and SQLite takes no other offset for a time.
_LARGEST_OFFSET = timedelta(hours=14)
_OLDEST, _TOO_LATE = datetime(1970, 1, 1, tzinfo=UTC), datetime(9001, 1, 1, tzinfo=UTC)


def now(environ: Mapping[str, str]) -> datetime:
    """This moment with the local offset from UTC.

    `VALUECHECK_NOW` (an ISO time with offset) replaces the clock, only beside `VALUECHECK_HOME`,
    so that a forgotten variable never dates a real answer. Raises UsageError, also for a time zone
    that no stored time can have.
    """
    fixed = environ.get("VALUECHECK_NOW")
    if not fixed:
        return _local(datetime.fromtimestamp(clock.time(), UTC), environ)
    remedy = "use a time with offset such as 2026-11-20T09:00:00+01:00, or unset it"
    if not environ.get("VALUECHECK_HOME"):
        problem = "VALUECHECK_NOW is set without VALUECHECK_HOME"
        raise UsageError(problem, "set both for a trial, or unset it")
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        moment = None
    if moment is None or not _has_usual_offset(moment):
        problem = f"VALUECHECK_NOW is {quoted(fixed)}, which is no time with an offset"
        raise UsageError(problem, remedy)
    if not is_storable(moment):
        problem = f"VALUECHECK_NOW lies in the year {moment.year}"
        raise UsageError(problem, remedy)
    _local(moment, environ)
    return moment


def seconds_running() -> float:
    """Return seconds on a clock that only runs forward, to measure how long something takes."""
    return clock.monotonic()


def is_storable(moment: datetime) -> bool:
    """Return whether the store can hold `moment`: it refuses unusual offsets from UTC and years."""
    return _has_usual_offset(moment) and _OLDEST <= moment < _TOO_LATE


def _has_usual_offset(moment: datetime) -> bool:
    offset = moment.utcoffset()
    return offset is not None and abs(offset) <= _LARGEST_OFFSET and not offset % _MINUTE


def _local(moment: datetime, environ: Mapping[str, str]) -> datetime:
    """Return `moment` in the machine's time zone. Raises UsageError where that is an odd one."""
    try:
        local = moment.astimezone()
    except ValueError:
        # An offset of a day or more, which TZ can ask for and datetime refuses.
        local = None
    if local is None or not _has_usual_offset(local):
        problem = f"the time zone {quoted(environ.get('TZ', 'of this machine'))} cannot be used"
        remedy = "set TZ to a place such as Europe/Berlin: whole minutes, 14 hours at most from UTC"
        raise UsageError(problem, remedy)
    return local


def stopwatch() -> float:
    """Return seconds of a clock that nobody sets, to measure how long something takes."""
    return clock.monotonic()


def logical_day(moment: datetime, day_starts_at: time) -> date:
    """The latest day that has begun by `moment`; before `day_starts_at` it is still the day before.

    A clock set back over `day_starts_at` does not bring the day before back.
    """
    return latest_begun(moment, lambda day: instant(day, day_starts_at, moment))


def latest_begun(moment: datetime, begin: Callable[[date], datetime]) -> date:
    """The latest day that has begun by `moment`, where `begin` says when each one does."""
    day = moment.date() + ONE_DAY
    while moment < begin(day):
        day -= ONE_DAY
    return day


def instant(day: date, at: time, near: datetime) -> datetime:
    """The moment at which the wall clock shows `at` on calendar date `day`.

    The machine's time zone decides where it agrees with the offset of `near`, else that offset.
    Of a time that comes twice the first counts; a time that is skipped is read as if the clock
    had not been changed yet, so that the first skipped one is the moment of the change.
    """
    wall = datetime.combine(day, at)
    if near.astimezone().utcoffset() != near.utcoffset():
        return wall.replace(tzinfo=near.tzinfo)
    # wall.astimezone() alone would read a skipped time by the offset after the change.
    return datetime.fromtimestamp(wall.timestamp(), UTC).astimezone()


def zone_here(near: datetime) -> tzinfo | None:
    """Return the argument for `astimezone` that gives the time on the wall clock here.

    The machine's time zone (None) where it agrees with the offset of `near`, else that offset.
    """
    return near.tzinfo if near.astimezone().utcoffset() != near.utcoffset() else None


def moment_of(day: date, at: time, day_starts_at: time, near: datetime) -> datetime:
    """The moment of clock time `at` within logical `day`; before its start means the next night."""
    return instant(day if at >= day_starts_at else day + ONE_DAY, at, near)


def monday_of(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - day.weekday() * ONE_DAY


def week_of(day: date) -> str:
    """The ISO week, such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def day_name(day: date, today: date | None = None) -> str:
    """Such as `Fri 20 Nov`, with the year where it is another one than that of `today`."""
    year = "" if today is None or day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()].title()} {day.day} {MONTHS[day.month - 1]}{year}"


def parse_day(word: str, today: date, *, upcoming: bool = False) -> date:
    """The day that `word` names: today, yesterday, mon…sun or an ISO date.

    A weekday is the latest one that is not in the future; with `upcoming` the next one, today
    included, and `tomorrow` is known. Raises UsageError.
    """
    name = word.casefold()
    if name == "today":
        return today
    if name == "yesterday":
        return today - ONE_DAY
    if name == "tomorrow" and upcoming:
        return today + ONE_DAY
    if name in WEEKDAYS:
        offset = WEEKDAYS.index(name) - today.weekday()
        return today + timedelta(days=offset % 7 if upcoming else -(-offset % 7))
    if day := iso_day(word):
        return day
    known = "today, tomorrow" if upcoming else "today, yesterday"
    problem = f"{quoted(word)} is not a day"
    raise UsageError(problem, f"use {known}, mon to sun, or a date such as {today.isoformat()}")


def parse_past_day(word: str, today: date) -> date:
    """The day that `word` names, which must not be in the future. Raises UsageError."""
    day = parse_day(word, today)
    if day > today:
        problem = f"{day.isoformat()} is in the future"
        raise UsageError(problem, f"today is {today.isoformat()}")
    return day


def iso_day(word: str) -> date | None:
    """Return the day of an ISO date with hyphens; None for any other word."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    # fromisoformat also takes 20261120 and 2026-W47-5.
    return day if day.isoformat() == word else None
