"""Find customers without recent feedback, by the store."""

from __future__ import annotations

from valuecheck.core.aliases import todays_name
from valuecheck.core.days import ONE_DAY
from valuecheck.stats import unheard as silences
from valuecheck.store import daily_path
from valuecheck.store import unheard as store

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from valuecheck.stats.unheard import Silence


def unheard(connection: sqlite3.Connection, today: date) -> tuple[Silence, ...]:
    """Customers with check-ins lately who have not been heard for long, or never.

    Old names count as the customers that they became.
    """
    became = daily_path.became(connection)
    worked_for: dict[str, set[date]] = {}
    for name, day in store.customer_days(connection, today - silences.LATELY):
        worked_for.setdefault(todays_name(name, became), set()).add(day)
    old = [name for name in became if todays_name(name, became) in worked_for]
    # After a flight west, the day on which somebody was heard may be tomorrow.
    spoken = store.last_heard(connection, {*worked_for, *old}, today + ONE_DAY)
    by_day = sorted(spoken.items(), key=lambda item: item[1])
    last_heard = {todays_name(name, became): day for name, day in by_day}
    return silences.unheard(worked_for, last_heard, today)
