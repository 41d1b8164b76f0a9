"""Read the check-ins that `log` lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.periods import Period, parse_period
from valuecheck.core.text import quoted
from valuecheck.core.value_chain import Chain
from valuecheck.store import check_ins as store_check_ins
from valuecheck.store import connection as store
from valuecheck.store import customers, daily_path, ids
from valuecheck.store.changes import CHECK_INS
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import CheckIn, Filters


class CheckInLog(NamedTuple):
    """Check-ins, newest first; `id_length` digits distinguish their ids, `more` were left out."""

    today: date
    check_ins: Sequence[CheckIn]
    id_length: int
    more: int
    empty_store: bool


def check_ins(
    context: Context,
    period: str | None,
    filters: Filters,
    *,
    search: str = "",
    scores: str = "",
    limit: int | None = None,
) -> CheckInLog:
    """The check-ins of a period (None: of all time). Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as connection:
        today = daily_path.last_day(connection, context.today)
        span = parse_period(period, today) if period else Period("all", "all", None, None)
        lowest_highest = _score_range(scores)
        if connection is None:
            return CheckInLog(context.today, (), 0, 0, empty_store=True)
        chain = Chain(customers.customers(connection))
        spelled = filters._replace(customers=chain.spelled(filters.customers))
        selection = Selection(span.start, span.end, spelled, search, lowest_highest)
        found = store_check_ins.check_ins(connection, selection, newest_first=True, limit=limit)
        more = (
            store_check_ins.count(connection, selection) - len(found) if limit == len(found) else 0
        )
        digits = ids.short_id_length(connection, CHECK_INS, [row.id for row in found])
        return CheckInLog(context.today, found, digits, more, empty_store=False)


def _score_range(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    match = re.fullmatch("([1-5])(?:-([1-5]))?", text)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if low > high:
        problem = f"{quoted(text)} is no score and no range of scores"
        raise UsageError(problem, "use 2 or 1-2")
    return low, high
