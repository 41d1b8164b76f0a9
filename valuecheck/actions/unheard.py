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
    from collections.abc import Mapping
    from datetime import date

    from valuecheck.stats.unheard import Silence

_YEAR = 365 * ONE_DAY
# Days of work in a quarter from which on it is worth knowing what a customer wants.
_MUCH = 5


def unheard(connection: sqlite3.Connection, today: date) -> tuple[Silence, ...]:
    """The customer to ask next: with much recent work and without recent feedback; or nothing.

    Old names count as the customers that they became; one who is not to be asked is left out.
    """
    became = daily_path.became(connection)
    worked_for = _worked_for(connection, became, today)
    old = [name for name in became if todays_name(name, became) in worked_for]
    # After a flight west, the day of the latest feedback may be tomorrow.
    spoken = store.last_heard(connection, {*worked_for, *old}, today + ONE_DAY)
    by_day = sorted(spoken.items(), key=lambda item: item[1])
    last_heard = {todays_name(name, became): day for name, day in by_day}
    return silences.unheard(worked_for, last_heard, today)


def wants_unknown(connection: sqlite3.Connection, today: date) -> str | None:
    """Return the customer most worked for lately whose wants are not known or a year old.

    None where there is no such customer, or little was done for any.
    """
    worked_for = _worked_for(connection, daily_path.became(connection), today)
    known = store.wants_known(connection, today - _YEAR)
    days = {name: len(found) for name, found in worked_for.items() if name not in known}
    much = [name for name, count in days.items() if count >= _MUCH]
    return min(much, key=lambda name: (-days[name], name), default=None)


def _worked_for(
    connection: sqlite3.Connection, became: Mapping[str, str], today: date
) -> dict[str, set[date]]:
    """Return the days of work lately for each customer that may be asked, by today's names."""
    worked_for: dict[str, set[date]] = {}
    for name, day in store.customer_days(connection, today - silences.LATELY):
        worked_for.setdefault(todays_name(name, became), set()).add(day)
    for name in store.not_asked(connection):
        worked_for.pop(name, None)
    return worked_for
