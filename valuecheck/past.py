"""What `report`, `review` and `calendar` are about: words and settings become evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck import nudge
from valuecheck.days import ONE_DAY, Period, parse_period, unit_period, week_of
from valuecheck.errors import UsageError
from valuecheck.insight.chain import Chain
from valuecheck.models import Filters
from valuecheck.report import Evidence, Review, build
from valuecheck.report.evidence import look_back
from valuecheck.store import connection as store
from valuecheck.store import daily, heard, query
from valuecheck.store.query import Selection
from valuecheck.text import visible

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from valuecheck.front import Here


def evidence(here: Here, period: str | None, filters: Filters) -> Evidence:
    """What a report on a period (None: this week) is built of. Raises UsageError, StoreError.

    Without a period it is last week while this one has no check-in.
    """
    with store.reading(here.paths.store) as connection:
        today = daily.last_day(connection, here.today)
        if period is not None:
            return _evidence(connection, here, parse_period(period, today), filters)
        week = unit_period("week", today)
        recorded = connection is None or query.count(connection, Selection(week.start, week.end))
        span = week if recorded else parse_period("last-week", today)
        return _evidence(connection, here, span, filters)


def review(here: Here, week: str | None) -> Review:
    """The review of a week (None: last week). Raises UsageError and StoreError."""
    with store.reading(here.paths.store) as connection:
        span = parse_period(week or "last-week", daily.last_day(connection, here.today))
        if span.unit != "week" or span.end is None:
            problem = f"{visible(span.label)!r} is no week"
            raise UsageError(problem, "use week, last-week or 2026-W47")
        looked_at = _evidence(connection, here, span, Filters())
        return Review(
            report=build(looked_at._replace(every_note=True)),
            intention=daily.intention(connection, span.label),
            next_week=week_of(span.end + ONE_DAY),
            unheard=nudge.unheard(connection, here.today) if connection else (),
        )


def _evidence(
    connection: sqlite3.Connection | None, here: Here, span: Period, filters: Filters
) -> Evidence:
    today = daily.last_day(connection, here.today)
    calendar = daily.work_calendar(connection, here.front.workdays, today)
    if connection is None:
        return Evidence(span, filters, (), calendar, today, None)
    chain = Chain(heard.customers(connection))
    meant = filters.model_copy(update={"customers": chain.names(filters.customers)})
    spelled = filters.model_copy(update={"customers": chain.spelled(filters.customers)})
    return Evidence(
        period=span,
        filters=meant,
        check_ins=query.scored(connection, Selection(span.start, span.end, spelled), chain.names),
        calendar=calendar,
        today=today,
        first_day=query.first_day(connection),
        earlier=_earlier(connection, span, spelled),
    )


def _earlier(connection: sqlite3.Connection, span: Period, filters: Filters) -> dict[date, float]:
    first = look_back(span)
    if first is None or span.start is None:
        return {}
    return query.day_values(connection, Selection(first, span.start - ONE_DAY, filters))
