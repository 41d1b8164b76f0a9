"""Periods, and the words for them; apart from `days`, because the daily path needs none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from valuecheck.core.days import (
    DAY_WORDS,
    ONE_DAY,
    UNITS,
    WEEKDAYS,
    iso_day,
    monday_of,
    parse_day,
    week_of,
)
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted


class Period(NamedTuple):
    """A stretch of days, both ends included.

    `label` is the user's word in canonical form (`2026-W47`, `2026-11-01..2026-11-20`);
    `unit` is one of day, week, month, quarter, year, range, all. `start` is None for a period
    open at the beginning, `end` None for one that goes on up to today.
    """

    label: str
    unit: str
    start: date | None
    end: date | None


class DateRange(NamedTuple):
    """The first and the last day of a stretch."""

    first: date
    last: date


def parse_days(word: str, today: date) -> tuple[date, date]:
    """The first and the last of the days to come that `word` names: `fri`, `mon..fri`, `A..B`.

    Weekdays are the next ones, the last one counted from the first. Raises UsageError.
    """
    first, dots, last = word.partition("..")
    start = end = parse_day(first, today, upcoming=True)
    if dots:
        end = parse_day(last, start if last.casefold() in WEEKDAYS else today, upcoming=True)
    if end < start:
        raise _reversed(word)
    return start, end


def parse_period(word: str, today: date) -> Period:
    """The period that `word` names; see PERIOD_WORDS, ISO forms, `30d`, `12w` and `A..B`.

    The current week, month, quarter or year keeps its calendar end. Raises UsageError for an
    unknown word, a period that ends before it begins, and one that lies in the future.
    """
    period = _period(word, today)
    if period is None:
        problem = f"{quoted(word)} is not a period"
        raise UsageError(
            problem,
            "use week, last-month, 2026-W47, 2026-11, 2026-Q4, 2026, 30d, 12w, all, "
            "a day, or 2026-11-01..2026-11-20",
        )
    if period.start and period.end and period.end < period.start:
        raise _reversed(word)
    if period.start and period.start > today:
        problem = f"{quoted(word)} lies in the future"
        raise UsageError(problem, f"name a period that begins on {today.isoformat()} or earlier")
    return period


def days_of(label: str) -> DateRange:
    """The days of a period by its label, such as `2026-W47`."""
    period = parse_period(label, date.max)
    return DateRange(period.start or date.min, period.end or date.max)


def unit_period(unit: str, day: date) -> Period:
    """The calendar week, month, quarter or year that contains `day`."""
    if unit == "week":
        start = monday_of(day)
        return Period(week_of(day), unit, start, start + timedelta(days=6))
    if unit == "month":
        start = day.replace(day=1)
        return Period(start.isoformat()[:7], unit, start, _months_later(start, 1) - ONE_DAY)
    if unit == "quarter":
        start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        label = f"{day.year:04}-Q{(day.month + 2) // 3}"
        return Period(label, unit, start, _months_later(start, 3) - ONE_DAY)
    return Period(f"{day.year:04}", "year", date(day.year, 1, 1), date(day.year, 12, 31))


def _period(word: str, today: date) -> Period | None:
    name = word.casefold()
    if name in UNITS:
        return unit_period(name, today)
    if name.startswith("last-") and name[5:] in UNITS:
        start = unit_period(name[5:], today).start
        return unit_period(name[5:], start - ONE_DAY) if start else None
    if name == "all":
        return Period("all", "all", None, None)
    if match := re.fullmatch(r"([1-9][0-9]{0,4})([dw])", name, re.ASCII):
        days = int(match[1]) * (7 if match[2] == "w" else 1)
        first = date.min if days > today.toordinal() else today - timedelta(days=days - 1)
        return Period(name, "range", first, today)
    if ".." in word:
        return _range(word, today)
    if name in DAY_WORDS or iso_day(word):
        day = parse_day(word, today)
        return Period(day.isoformat(), "day", day, day)
    return _iso_period(word)


def _reversed(word: str) -> UsageError:
    return UsageError(f"{quoted(word)} ends before it begins", "put the earlier day first")


def _range(word: str, today: date) -> Period | None:
    first, _, last = word.partition("..")
    if not first and not last:
        return None
    start = parse_day(first, today) if first else None
    end = parse_day(last, today) if last else None
    label = f"{start or ''}..{end or ''}"
    return Period(label, "range", start, end)


def _iso_period(word: str) -> Period | None:
    match = re.fullmatch(r"(\d{4})(?:-(W)?(\d{2})|-Q([1-4]))?", word.upper(), re.ASCII)
    if not match:
        return None
    year, week, number, quarter = int(match[1]), match[2], match[3], match[4]
    try:
        if week:
            return unit_period("week", date.fromisocalendar(year, int(number), 1))
        if number:
            return unit_period("month", date(year, int(number), 1))
        if quarter:
            return unit_period("quarter", date(year, int(quarter) * 3, 1))
        return unit_period("year", date(year, 1, 1))
    except (ValueError, OverflowError):
        return None


def _months_later(first: date, months: int) -> date:
    count = first.month - 1 + months
    return date(first.year + count // 12, count % 12 + 1, 1)
