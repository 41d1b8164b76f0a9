"""Gather what a message to a customer is about: the work done since their latest feedback."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import customers, ids
from valuecheck.core.days import ONE_DAY, day_name
from valuecheck.core.errors import UsageError
from valuecheck.core.records import Filters
from valuecheck.core.value_chain import Chain
from valuecheck.store import check_ins, unheard
from valuecheck.store import connection as store
from valuecheck.store import customers as stored_customers
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.config.compiled import Context

LONGEST = timedelta(days=90)


class Work(NamedTuple):
    """The work for a customer from `since` on: on how many days, in all and by kind.

    `notes` are those of the check-ins in order of time, `wants` is what the customer wants.
    """

    customer: str
    wants: str
    since: date
    days: int
    kinds: Sequence[tuple[str, int]]
    notes: Sequence[str]


def work_for(context: Context, word: str) -> Work:
    """Return the work for a customer since their latest feedback, of 90 days at most.

    Raises UsageError for a customer that is not known or for whom nothing was done, StoreError.
    """
    name = customers.known(context, word)
    with store.reading(context.paths.store) as opened:
        connection = ids.existing(opened)
        chain = Chain(stored_customers.customers(connection))
        spelled = chain.spelled([name])
        latest = max(unheard.last_heard(connection, spelled, context.today).values(), default=None)
        longest = context.today - LONGEST
        since = max(longest, latest + ONE_DAY) if latest else longest
        selection = Selection(since, None, Filters(customers=spelled))
        rows = check_ins.check_ins(connection, selection)
    if not rows:
        problem = f"no check-in of the last {LONGEST.days} days names @{name}"
        if latest and latest >= longest:
            heard = day_name(latest, context.today)
            problem = f"@{name} gave feedback on {heard}, and no check-in of a later day names them"
        raise UsageError(problem, f"ask once one does, such as: valuecheck 4 @{name}")
    of_kind = Counter(kind for _, kind in {(row.day, kind) for row in rows for kind in row.kinds})
    known = chain.customers.get(name)
    return Work(
        customer=name,
        wants=known.wants if known else "",
        since=rows[0].day,
        days=len({row.day for row in rows}),
        kinds=sorted(of_kind.items(), key=lambda item: (-item[1], item[0])),
        notes=[row.note for row in rows if row.note],
    )
