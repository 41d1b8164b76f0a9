"""When something was said: the date forms of survey and help-desk exports, none of them guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import MONTH_NAMES, MONTHS, ONE_DAY, logical_day, zone_here
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import BadCellError, UndecidedError

if TYPE_CHECKING:
    from datetime import tzinfo
    from re import Match


class Order(StrEnum):
    """How dates of numbers are meant."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    EXCEL = "excel"
    EXCEL_1904 = "excel-1904"


class Dates(NamedTuple):
    """How the dates of a file are read: up to `today`, moments in `zone` (None: the machine's).

    A moment counts for the day that has begun by then, at `day_starts_at`.
    """

    order: Order | None
    today: date
    zone: tzinfo | None
    day_starts_at: time

    @classmethod
    def here(cls, order: Order | None, now: datetime, day_starts_at: time) -> Dates:
        """As they are read at this moment, which has the local offset."""
        return cls(order, now.date(), zone_here(now), day_starts_at)


class When(NamedTuple):
    """A moment or day in a file.

    `day` is the day for which it counts here, `written` the date as the file has it, `text` the
    moment in full and in one form, so that it is the same on every machine.
    """

    day: date
    written: date
    text: str


_SURE = 4
_OLDEST, _MIDNIGHT = date(1970, 1, 1), time()
_DAY_ZERO = {Order.EXCEL: datetime(1899, 12, 30), Order.EXCEL_1904: datetime(1904, 1, 1)}  # noqa: DTZ001
_MONTH = {name.casefold(): number for number, name in enumerate(MONTHS, 1)}
_MONTH |= {name: number for number, name in enumerate(map(str.casefold, MONTH_NAMES), 1)} | {
    "sept": 9
}

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_NAMED = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?\.?[- ]([a-z]{3,9})\.?,?[- ](\d{4}|\d{2})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    _WEEKDAY + r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:T|,? |,? at )(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?: ?([AP])\.?M\.?)?"
    r"(?: ?(Z|UTC|GMT))?(?: ?([+-])(\d{1,2})(?::?(\d{2}))?)?",
    re.ASCII | re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?", re.ASCII)
_SINCE_1970 = re.compile(r"(\d{10})(?:\d{3})?", re.ASCII)


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
    text = " ".join(text.split())
    try:
        when = _when(_moment(text, dates.order), dates)
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


def _when(moment: date | datetime, dates: Dates) -> When:
    if not isinstance(moment, datetime):
        return When(moment, moment, moment.isoformat())
    whole = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return When(_day(moment, dates), moment.date(), whole.isoformat(timespec="seconds"))


def _day(moment: datetime, dates: Dates) -> date:
    # Midnight is how many tools write a day without a time.
    if moment.time() == _MIDNIGHT or not _OLDEST <= moment.date() <= dates.today + ONE_DAY:
        return moment.date()
    local = moment if moment.tzinfo is None else moment.astimezone(dates.zone)
    # No change of the clock moves the beginning of a day by hours, and to look is slow.
    if local.time() == _MIDNIGHT or local.hour >= dates.day_starts_at.hour + _SURE:
        return local.date()
    if local.tzinfo is None and dates.zone:
        local = local.replace(tzinfo=dates.zone)
    return logical_day(local.astimezone(dates.zone), dates.day_starts_at)


def _moment(text: str, order: Order | None) -> date | datetime:
    if text[4:5] == text[7:8] == "-" and (moment := _iso(text)):
        return moment if len(text) > 10 else moment.date()
    if match := _YEAR_FIRST.match(text):
        day = date(int(match[1]), int(match[3]), int(match[4]))
    elif match := _NUMBERS.match(text):
        day = _of_numbers(match, order)
    elif match := _NAMED.match(text):
        day = date(_year(match[3]), _month(match[2]), int(match[1]))
    elif match := _NAME_FIRST.match(text):
        day = date(_year(match[3]), _month(match[1]), int(match[2]))
    elif match := _SINCE_1970.fullmatch(text):
        return datetime.fromtimestamp(int(match[1]), UTC)
    elif match := _SERIAL.fullmatch(text):
        return _of_serial(text, order)
    else:
        raise ValueError(text)
    rest = text[match.end() :]
    return _at(day, rest) if rest else day


def _iso(text: str) -> datetime | None:
    """The common case, ten times as fast as the others."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _of_numbers(match: Match[str], order: Order | None) -> date:
    """The date in `20/11/2026`; refused where another order gives another date."""
    orders: list[Order] = [Order.DMY, Order.MDY, Order.YMD]
    if order in orders:
        orders = [order]
    elif match[2] == ".":
        # Nobody who writes dots puts the month first.
        orders = orders[:1]
    readings: dict[date, Order] = {}
    for each in orders:
        if day := _in_order(match, each):
            readings.setdefault(day, each)
    if len(readings) > 1:
        days = " or ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
        remedy = " or ".join(f"--date-order {each}" for each in readings.values())
        problem = f"{match[0]} may be {days}"
        raise UndecidedError(problem, f"add {remedy}")
    if not readings and order:
        problem = f"{match[0]} is no date in the order {order}"
        raise BadCellError(problem)
    return next(iter(readings), None) or _none(match[0])


def _in_order(match: Match[str], order: Order) -> date | None:
    first, second, last = match[1], match[3], match[4]
    year, month, day = {
        Order.DMY: (last, second, first),
        Order.MDY: (last, first, second),
        Order.YMD: (first, second, last),
    }[order]
    try:
        return date(_year(year), int(month), int(day))
    except ValueError:
        return None


def _none(text: str) -> date:
    raise ValueError(text)


def _year(digits: str) -> int:
    """The year; of two digits those from 69 on are of the last century, as POSIX has it."""
    return int(digits) + (0 if len(digits) == 4 else 2000 if int(digits) < 69 else 1900)


def _month(name: str) -> int:
    if number := _MONTH.get(name.casefold()):
        return number
    raise ValueError(name)


def _of_serial(text: str, order: Order | None) -> datetime:
    """The moment of a number as spreadsheets count days."""
    zero = _DAY_ZERO.get(order) if order else None
    if zero is None:
        problem = f"{text} may be a day as Excel counts them"
        raise UndecidedError(
            problem, "add --date-order excel, or excel-1904 for a workbook with 1904 dates"
        )
    return zero + timedelta(seconds=round(float(text.replace(",", ".")) * 86400))


def _at(day: date, rest: str) -> datetime:
    """`day` at the time of day in `rest`, with an offset where it has one."""
    match = _TIME.fullmatch(rest)
    if not match:
        raise ValueError(rest)
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if half := match[4]:
        if not 1 <= hour <= 12:
            raise ValueError(rest)
        hour = hour % 12 + (12 if half in "Pp" else 0)
    zone = None
    if match[6]:
        offset = timedelta(hours=int(match[7]), minutes=int(match[8] or 0))
        zone = timezone(offset if match[6] == "+" else -offset)
    elif match[5]:
        zone = UTC
    return datetime.combine(day, time(hour, minute, second), zone)
