"""What `log` and `report` are about: words and settings become rows of the store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.days import ONE_DAY, Period, parse_period, unit_period, week_of
from valuecheck.errors import UsageError
from valuecheck.models import Filters
from valuecheck.report import Evidence, Review, build
from valuecheck.report.evidence import look_back
from valuecheck.store import connection as store
from valuecheck.store import daily, query
from valuecheck.store.query import Selection
from valuecheck.text import visible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.front import Here
    from valuecheck.models import CheckIn


class Listing(NamedTuple):
    """Check-ins, newest first; `id_length` digits tell their ids apart, `more` were left out."""

    check_ins: Sequence[CheckIn]
    id_length: int
    more: int
    empty_store: bool


def check_ins(
    here: Here,
    period: str | None,
    filters: Filters,
    *,
    search: str = "",
    scores: str = "",
    limit: int | None = None,
) -> Listing:
    """The check-ins of a period (None: of all time). Raises UsageError and StoreError."""
    with store.reading(here.paths.store) as connection:
        today = _latest_day(connection, here)
        span = parse_period(period, today) if period else Period("all", "all", None, None)
        selection = Selection(span.start, span.end, filters, search, _score_range(scores))
        if connection is None:
            return Listing((), 0, 0, empty_store=True)
        found = query.check_ins(connection, selection, newest_first=True, limit=limit)
        more = query.count(connection, selection) - len(found) if limit == len(found) else 0
        return Listing(found, query.short_id_length(connection), more, empty_store=False)


def evidence(here: Here, period: str | None, filters: Filters) -> Evidence:
    """What a report on a period (None: this week) is built of. Raises UsageError, StoreError.

    Without a period it is last week while this one has no check-in.
    """
    with store.reading(here.paths.store) as connection:
        today = _latest_day(connection, here)
        if period is not None:
            return _evidence(connection, here, parse_period(period, today), filters)
        this_week = _evidence(connection, here, unit_period("week", today), filters)
        if this_week.check_ins or connection is None:
            return this_week
        return _evidence(connection, here, parse_period("last-week", today), filters)


def review(here: Here, week: str | None) -> Review:
    """The review of a week (None: last week). Raises UsageError and StoreError."""
    with store.reading(here.paths.store) as connection:
        span = parse_period(week or "last-week", _latest_day(connection, here))
        if span.unit != "week" or span.end is None:
            problem = f"{visible(span.label)!r} is no week"
            raise UsageError(problem, "use week, last-week or 2026-W47")
        looked_at = _evidence(connection, here, span, Filters())
        return Review(
            report=build(looked_at._replace(every_note=True)),
            intention=daily.intention(connection, span.label),
            next_week=week_of(span.end + ONE_DAY),
        )


def _evidence(
    connection: sqlite3.Connection | None, here: Here, span: Period, filters: Filters
) -> Evidence:
    today = _latest_day(connection, here)
    calendar = daily.work_calendar(connection, here.front.workdays, today)
    if connection is None:
        return Evidence(span, filters, (), calendar, today, None)
    return Evidence(
        period=span,
        filters=filters,
        check_ins=query.scored(connection, Selection(span.start, span.end, filters)),
        calendar=calendar,
        today=today,
        first_day=query.first_day(connection),
        earlier=_earlier(connection, span, filters),
    )


def _earlier(connection: sqlite3.Connection, span: Period, filters: Filters) -> dict[date, float]:
    first = look_back(span)
    if first is None or span.start is None:
        return {}
    return query.day_values(connection, Selection(first, span.start - ONE_DAY, filters))


def _latest_day(connection: sqlite3.Connection | None, here: Here) -> date:
    latest = daily.latest_day(connection) if connection else None
    return max(here.today, latest or here.today)


def _score_range(text: str) -> tuple[int, int]:
    if not text:
        return (1, 5)
    match = re.fullmatch("([1-5])(?:-([1-5]))?", text)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if low > high:
        problem = f"{visible(text)!r} is no score and no range of scores"
        raise UsageError(problem, "use 2 or 1-2")
    return low, high
