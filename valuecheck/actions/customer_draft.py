"""The customers while a command changes them: looked up, linked and written."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, parse_tag
from valuecheck.core.errors import UsageError
from valuecheck.core.records import Customer
from valuecheck.core.value_chain import Chain
from valuecheck.store import check_ins, customers, feedback

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from typing import Any

    from valuecheck.store.changes import Value


# So close to a known name that it may be a slip of the finger.
_RESEMBLES = 0.75


class CustomersDraft:
    """The customers while a command changes them; `used` are names in check-ins and feedback."""

    def __init__(self, rows: Iterable[Customer] = (), used: Iterable[str] = ()) -> None:
        self.stored = {row.name: row for row in rows}
        self.rows = dict(self.stored)
        self.before = Chain(self.stored.values())
        named = {*self.stored, *used}
        self.names = named | {*self.before.names(named)}

    def named(self, word: str) -> str:
        """Today's name of the customer that `word` names. Raises UsageError."""
        return self.before.name(parse_tag(word, CUSTOMER))

    def known(self, word: str) -> str:
        """The same, of a customer that is known already. Raises UsageError."""
        typed = parse_tag(word, CUSTOMER)
        if typed not in self.names:
            near = get_close_matches(typed, sorted(self.names), 1)
            listed = "'valuecheck customer list' shows all, 'valuecheck customer add' adds one"
            problem = f"no customer is called @{typed}"
            raise UsageError(problem, f"the nearest is @{near[0]}" if near else listed)
        return self.named(word)

    def resembled(self, names: Iterable[str]) -> dict[str, str]:
        """Return for each new one of `names` the known name that it resembles, if there is one."""
        new = [name for name in names if name not in self.names]
        near = {name: get_close_matches(name, sorted(self.names), 1, _RESEMBLES) for name in new}
        return {name: found[0] for name, found in near.items() if found}

    def row(self, name: str) -> Customer:
        """Return a customer as it is now, a new one where there is none."""
        return self.rows.get(name) or Customer(name=name)

    def update(self, name: str, **values: Any) -> None:
        """Set fields of a customer."""
        # Old names of each other, as two machines may leave them, end here as well.
        row = self.row(name)._replace(**{"same_as": "", **values})
        self.rows[name] = row

    def serve(self, name: str, served: str) -> None:
        """Link two customers by today's names; a new one gets a row."""
        self.update(served)
        serves = self.row(name).serves
        is_new = served not in self.before.names(serves)
        self.update(name, serves=(*serves, served) if is_new else serves)

    def replace(self, name: str, row: Customer) -> None:
        """Let `row` be the customer from now on that was called `name`."""
        self.rows[row.name] = row._replace(same_as="")
        self.rows[name] = Customer(name=name, same_as=row.name)

    def changed(self) -> Iterator[Customer]:
        """The rows that are to be written."""
        return (row for row in self.rows.values() if row != self.stored.get(row.name))

    def refuse_loops(self, after: Chain) -> None:
        """Raise UsageError where a new link closes a loop."""
        links = [(name, served) for name in after.customers for served in after.serves(name)]
        for name, served in links:
            is_new = served not in self.before.serves(name)
            if is_new and (way := after.way(served, name)):
                problem = f"that would be a loop: {' → '.join([name, *way])}"
                unlink = f"'valuecheck customer edit {way[-2]} --stops-serving {name}'"
                raise UsageError(problem, f"leave it out, or run {unlink} first")


def columns(row: Customer) -> dict[str, Value]:
    """Return a customer as the store has it."""
    return {
        **row._asdict(),
        "pays": int(row.pays),
        "serves": json.dumps(row.serves, ensure_ascii=False),
        "wants_on": row.wants_on.isoformat() if row.wants_on else "",
        "not_asked": int(row.not_asked),
    }


def read_draft(connection: sqlite3.Connection) -> CustomersDraft:
    """Read the customers of a store, to change them."""
    used = [*check_ins.customers_named(connection), *feedback.names(connection)]
    return CustomersDraft(customers.customers(connection), used)
