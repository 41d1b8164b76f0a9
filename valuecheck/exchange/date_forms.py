"""The forms of dates in exports: read where they have one reading, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS
from valuecheck.exchange.cells import UndecidedError
from valuecheck.exchange.months import MONTH_NUMBERS, WEEKDAY_NAMES
from valuecheck.exchange.zones import UnknownZoneError, zone_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from re import Match


class Order(StrEnum):
    """The order of the numbers in a date."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"
    EXCEL = "excel"
    EXCEL_1904 = "excel-1904"


_DAY_ZERO = {Order.EXCEL: datetime(1899, 12, 30), Order.EXCEL_1904: datetime(1904, 1, 1)}  # noqa: DTZ001

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d{2})(\d{2})(?=$|[T ])", re.ASCII)
_WITH_SIGNS = re.compile(
    r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](?: ?\([^()]{1,4}\))?", re.ASCII
)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_WORD = r"[^\W\d_]"
_WEEKDAY = rf"(?:({_WORD}{{2,}}(?:-feira)?)\.?,? )?"
_NAMED = re.compile(
    _WEEKDAY + rf"(\d{{1,2}})(?:st|nd|rd|th|er|º|ª)?\.?(?:-| (?:de |of )?)({_WORD}{{3,}})\.?,?"
    r"(?:-| (?:de |del )?)(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_NAME_FIRST = re.compile(
    _WEEKDAY + rf"({_WORD}{{3,}})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)", re.IGNORECASE
)
_YEAR_LAST = re.compile(
    _WEEKDAY
    + rf"({_WORD}{{3,}})\.? (\d{{1,2}}) (\d{{1,2}}:\d{{2}}(?::\d{{2}})?)((?: \D.*)?) (\d{{4}})",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:T|,? |[,;:]? ?(?:at|um|à|alle|alle ore|às|om|a las|kl\.?) )(?:(午前|午後|오전|오후) ?)?"
    r"(\d{1,2})[:.h時시] ?(\d{2})[分분]?(?:(?:[:.]|(?<=[分분])) ?(\d{2})[秒초]?(?:[.,]\d{1,9})?)?"
    r"(?: ?([AP])\.? ?M\.?(?![A-Z]))?(?: Uhr| h(?![A-Z]))?",
    re.IGNORECASE,
)
_TIME_COMPACT = re.compile(r"[T ](\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?(?=$|[Z+\-])", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?", re.ASCII)
# As XML Schema writes a date.
_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})", re.ASCII)
_AFTER_DAY = ("", " ", "T")
_SINCE_1970 = re.compile(r"(\d{10})(?:[.,]\d{1,9}|\d{3}(?:[.,]\d{1,6})?|\d{6}|\d{9})?", re.ASCII)


def moment_of(text: str, order: Order | None) -> tuple[date | datetime, str]:
    """The date or moment in `text`, and the name of its zone if that is not known.

    Raises ValueError for what is none, and UndecidedError for what has two readings.
    """
    if text[4:5] == "-" and len(text) >= len("2026-11-20"):
        if text[10:11] in _AFTER_DAY and (moment := _iso(text)):
            return (moment if len(text) > len("2026-11-20") else moment.date()), ""
        if match := _DAY_WITH_ZONE.fullmatch(text):
            return date.fromisoformat(match[1]), ""
    if match := _SINCE_1970.fullmatch(text):
        return datetime.fromtimestamp(int(match[1]), UTC), ""
    if match := _SERIAL.fullmatch(text):
        return _of_serial(text, order), ""
    if match := _YEAR_LAST.fullmatch(text):
        text = f"{match[2]} {match[3]}, {match[6]} {match[4]}{match[5]}"
    day, rest = _date(text, order)
    return _at(day, rest) if rest else (day, "")


def _date(text: str, order: Order | None) -> tuple[date, str]:
    """The date that `text` begins with, and the rest."""
    if match := _YEAR_FIRST.match(text):
        day = date(int(match[1]), int(match[3]), int(match[4]))
    elif match := (_COMPACT.match(text) or _WITH_SIGNS.match(text)):
        day = date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _NUMBERS.match(text):
        day = _of_numbers(match, order)
    elif match := _NAMED.match(text):
        day = _of_name(match[1], match[4], match[3], match[2])
    elif match := _NAME_FIRST.match(text):
        day = _of_name(match[1], match[4], match[2], match[3])
    else:
        raise ValueError(text)
    return day, text[match.end() :]


def _iso(text: str) -> datetime | None:
    """The common case, ten times as fast as the others."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _of_name(weekday: str | None, year: str, month: str, day: str) -> date:
    if weekday and weekday.casefold() not in WEEKDAY_NAMES:
        raise ValueError(weekday)
    number = MONTH_NUMBERS.get(month.casefold())
    if number is None:
        raise ValueError(month)
    return date(_year(year), number, int(day))


def _of_numbers(match: Match[str], order: Order | None) -> date:
    """The date in `20/11/2026`; refused where another order gives another date."""
    orders: list[Order] = [Order.DMY, Order.MDY, Order.YMD]
    if order in orders:
        orders = [order]
    elif match[2] == ".":
        # Nobody who writes dots puts the month first.
        orders = orders[:1]
    readings = _readings(match, orders)
    if len(readings) > 1:
        days = " or ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in readings)
        remedy = " or ".join(f"--date-order {each}" for each in readings.values())
        problem = f"{match[0]} may be {days}"
        raise UndecidedError(problem, f"add {remedy}")
    if not readings and order and _readings(match, [Order.DMY, Order.MDY, Order.YMD]):
        # Rows in another order put in doubt those that fit this one.
        problem = f"{match[0]} is no date in the order {order}, but in another"
        raise UndecidedError(problem, "give that order, or export dates such as 2026-11-20")
    return next(iter(readings), None) or _none(match[0])


def _readings(match: Match[str], orders: Iterable[Order]) -> dict[date, Order]:
    """The dates that these orders make of `20/11/2026`."""
    found: dict[date, Order] = {}
    for each in orders:
        if day := _in_order(match, each):
            found.setdefault(day, each)
    return found


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


def _of_serial(text: str, order: Order | None) -> datetime:
    """The moment of a number as spreadsheets count days."""
    zero = _DAY_ZERO.get(order) if order else None
    if zero is None:
        problem = f"{text} may be a day as Excel counts them"
        raise UndecidedError(
            problem, "add --date-order excel, or excel-1904 for a workbook with 1904 dates"
        )
    return zero + timedelta(seconds=round(float(text.replace(",", ".")) * 86400))


def _at(day: date, rest: str) -> tuple[datetime, str]:
    """`day` at the time of day in `rest`, in its zone where it names one, else its name."""
    if match := _TIME.match(rest):
        clock = _clock(match)
    elif match := _TIME_COMPACT.match(rest):
        clock = time(int(match[1]), int(match[2]), int(match[3] or 0))
    else:
        raise ValueError(rest)
    try:
        return datetime.combine(day, clock, zone_of(rest[match.end() :])), ""
    except UnknownZoneError as error:
        return datetime.combine(day, clock), str(error)


def _clock(match: Match[str]) -> time:
    hour, minute, second = int(match[2]), int(match[3]), int(match[4] or 0)
    half = "P" if match[1] in ("午後", "오후") else "A" if match[1] else (match[5] or "").upper()
    if half:
        if not 0 <= hour <= 12 or (match[5] and not hour):
            raise ValueError(match[0])
        hour = hour % 12 + (12 if half == "P" else 0)
    return time(hour, minute, second)
