"""Find customers without recent feedback in the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import ONE_DAY
from valuecheck.core.value_chain import Chain
from valuecheck.report import unheard as report_unheard
from valuecheck.store import check_ins, customers, feedback

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from valuecheck.core.records import Unheard


def unheard(connection: sqlite3.Connection, today: date) -> tuple[Unheard, ...]:
    """Return the customers with recent check-ins that gave no feedback for long, or never.

    Old names count as the customers that they became.
    """
    chain = Chain(customers.customers(connection))
    worked_for: dict[str, set[date]] = {}
    for name, day in check_ins.customer_days(connection, today - report_unheard.LATELY):
        worked_for.setdefault(chain.name(name), set()).add(day)
    # After a flight west the local date can be earlier than the day of the latest feedback.
    spoken = feedback.last_heard(connection, chain.spelled(worked_for), today + ONE_DAY)
    by_day = sorted(spoken.items(), key=lambda item: item[1])
    last_heard = {chain.name(name): day for name, day in by_day}
    return report_unheard.unheard(worked_for, last_heard, today)
