"""The value chain: customers as a graph, from internal ones to those that pay."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from valuecheck.core.aliases import todays_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuecheck.core.records import Customer


class Chain:
    """Customers as a graph. An old name counts as the customer that it became.

    `became` maps each old name to its successor. A link to a deleted customer is ignored. Loops,
    which only a merge of two machines can bring in, are followed once.
    """

    def __init__(self, customers: Iterable[Customer] = ()) -> None:
        rows = {row.name: row for row in customers}
        self.became = {row.name: row.same_as for row in rows.values() if row.same_as}
        self.customers = {row.name: row for row in rows.values() if not row.same_as}
        self._serves = {name: self._links(row) for name, row in self.customers.items()}
        self._served_by: dict[str, list[str]] = {}
        for name in sorted(self._serves):
            for served in self._serves[name]:
                self._served_by.setdefault(served, []).append(name)
        self.payers = cache(self._payers)

    def name(self, name: str) -> str:
        """The name that `name` has today."""
        return todays_name(name, self.became)

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Today's names of `names`, each once, in their order."""
        return tuple(dict.fromkeys(map(self.name, names)))

    def spelled(self, names: Iterable[str]) -> tuple[str, ...]:
        """Every name, old ones included, that means one of `names`."""
        wanted = {*self.names(names)}
        old = [name for name in self.became if self.name(name) in wanted]
        return tuple(sorted({*wanted, *old}))

    def old_names(self, name: str) -> list[str]:
        """The names that a customer had before, or that were merged into it."""
        return sorted(old for old in self.became if old != name and self.name(old) == name)

    def serves(self, name: str) -> Sequence[str]:
        """Return the customers that `name` works for directly."""
        return self._serves.get(name, ())

    def served_by(self, name: str) -> Sequence[str]:
        """Return the customers that work for `name` directly."""
        return self._served_by.get(name, ())

    def is_placed(self, name: str) -> bool:
        """Return whether a customer is part of a chain: it pays, serves somebody or is served."""
        row = self.customers.get(name)
        return bool(row and (row.pays or self.serves(name) or self.served_by(name)))

    def reached_from(self, name: str) -> list[str]:
        """Return a customer and all that it works for, over any number of links, nearest first."""
        return [*self._steps(name)]

    def way(self, name: str, to: str) -> list[str]:
        """The shortest way up from one customer to another, both included; empty if none leads."""
        steps = self._steps(name)
        if to not in steps:
            return []
        way = [to]
        while way[-1] != name:
            way.append(steps[way[-1]])
        return way[::-1]

    def _steps(self, name: str) -> dict[str, str]:
        """Everybody reached from `name`, nearest first, each with the one it was reached from."""
        steps = {name: name}
        reached = [name]
        for each in reached:
            for served in self.serves(each):
                if served not in steps:
                    steps[served] = each
                    reached.append(served)
        return steps

    def _payers(self, name: str) -> frozenset[str]:
        """Return all that pay for work for `name`, over any number of links, itself included."""
        rows = self.customers
        return frozenset(n for n in self.reached_from(name) if n in rows and rows[n].pays)

    def _links(self, row: Customer) -> tuple[str, ...]:
        links = {self.name(served) for served in row.serves} & self.customers.keys()
        return tuple(sorted(links - {row.name}))
