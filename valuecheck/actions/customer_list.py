"""Read every customer with its place in the chain and its figures, for `customer list`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.days import ONE_DAY
from valuecheck.core.named import NamedTuple
from valuecheck.core.periods import Period, parse_period
from valuecheck.core.value_chain import Chain
from valuecheck.report import figures
from valuecheck.store import check_ins as store_check_ins
from valuecheck.store import connection as store
from valuecheck.store import customers as store_customers
from valuecheck.store import daily_path, feedback, unheard
from valuecheck.store.selection import Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from valuecheck.config.compiled import Context
    from valuecheck.report.figure import Figure
    from valuecheck.store.check_ins import CustomersDay


class CustomerSummary(NamedTuple):
    """A customer by its name of today; all names in it are today's, but for `old_names`.

    `placed` is true for one in the chain; `payers` are all that pay for work for it, it included.
    `check_ins`, `days` and the `average` of these days are those of the period, `last_heard` is
    the day of its latest feedback (None: never). `wants` is what it wants, confirmed on `wants_on`.
    """

    name: str
    label: str
    placed: bool
    pays: bool
    serves: tuple[str, ...]
    served_by: tuple[str, ...]
    payers: tuple[str, ...]
    old_names: tuple[str, ...]
    check_ins: int
    days: int
    average: Figure
    last_heard: date | None
    wants: str = ""
    wants_on: date | None = None
    not_asked: bool = False


class CustomerList(NamedTuple):
    """All customers by name, the period of their figures, and the day on which this holds."""

    span: Period
    today: date
    customers: tuple[CustomerSummary, ...]


class _Work(NamedTuple):
    """The check-ins for a customer on each day, and the days' values."""

    check_ins: list[int]
    values: list[float]


def customer_list(context: Context, period: str | None) -> CustomerList:
    """Every customer, its figures those of a period (None: of all time).

    Raises UsageError and StoreError.
    """
    with store.reading(context.paths.store) as connection:
        today = daily_path.last_day(connection, context.today)
        span = parse_period(period, today) if period else Period("all", "all", None, None)
        if connection is None:
            return CustomerList(span, today, ())
        return CustomerList(span, today, tuple(_summaries(connection, span, today)))


def _summaries(
    connection: sqlite3.Connection, span: Period, today: date
) -> Iterable[CustomerSummary]:
    chain = Chain(store_customers.customers(connection))
    work = _work(
        store_check_ins.days_by_customers(connection, Selection(span.start, span.end)), chain
    )
    with_feedback = feedback.names(connection)
    # After a flight west the local date can be earlier than the day of the latest feedback.
    until = min(span.end or date.max, today + ONE_DAY)
    latest = _latest(unheard.last_heard(connection, with_feedback, until), chain)
    used = chain.names([*store_check_ins.customers_named(connection), *with_feedback])
    for name in sorted({*chain.customers, *used}):
        row = chain.customers.get(name)
        done = work.get(name, _Work([], []))
        yield CustomerSummary(
            name=name,
            label=row.label if row else "",
            placed=chain.is_placed(name),
            pays=bool(row and row.pays),
            serves=tuple(chain.serves(name)),
            served_by=tuple(chain.served_by(name)),
            payers=tuple(sorted(chain.payers(name))),
            old_names=tuple(chain.old_names(name)),
            check_ins=sum(done.check_ins),
            days=len(done.values),
            average=figures.tag_average(done.values),
            last_heard=latest.get(name),
            wants=row.wants if row else "",
            wants_on=row.wants_on if row else None,
            not_asked=bool(row and row.not_asked),
        )


def _work(days: Iterable[CustomersDay], chain: Chain) -> dict[str, _Work]:
    """The work for each customer; a check-in that names it by two names counts once."""
    check_ins: Counter[tuple[str, str]] = Counter()
    totals: Counter[tuple[str, str]] = Counter()
    for day, customers, count, total in days:
        for name in chain.names(customers):
            check_ins[name, day] += count
            totals[name, day] += total
    found: dict[str, _Work] = {}
    for (name, day), count in check_ins.items():
        work = found.setdefault(name, _Work([], []))
        work.check_ins.append(count)
        work.values.append(totals[name, day] / count)
    return found


def _latest(days: Mapping[str, date], chain: Chain) -> dict[str, date]:
    latest: dict[str, date] = {}
    for name, day in days.items():
        today = chain.name(name)
        latest[today] = max(day, latest.get(today, day))
    return latest
