"""The value chain: who works for whom, up to those who pay."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuecheck.models import Customer


class Chain:
    """Customers as a graph. Every name may be an old one: it counts as the customer it became.

    A link to a customer who is not there any more leads nowhere. Loops, which only the merging of
    two machines could bring in, do no harm.
    """

    def __init__(self, customers: Iterable[Customer] = ()) -> None:
        rows = {row.name: row for row in customers}
        self._became = {row.name: row.same_as for row in rows.values() if row.same_as}
        self.customers = {row.name: row for row in rows.values() if not row.same_as}
        self._serves = {name: self._links(row) for name, row in self.customers.items()}
        self.payers = cache(self._payers)

    def name(self, name: str) -> str:
        """The name that `name` has today."""
        seen = {name}
        while following := self._became.get(name):
            if following in seen:
                # Two machines merged them into each other: all agree on one of the names.
                return min(seen)
            seen.add(following)
            name = following
        return name

    def names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Today's names of `names`, each once, in their order."""
        return tuple(dict.fromkeys(map(self.name, names)))

    def spelled(self, names: Iterable[str]) -> tuple[str, ...]:
        """Every name, old ones included, that means one of `names`."""
        wanted = {*self.names(names)}
        old = [name for name in self._became if self.name(name) in wanted]
        return tuple(sorted({*wanted, *old}))

    def serves(self, name: str) -> Sequence[str]:
        """Whom a customer works for directly."""
        return self._serves.get(name, ())

    def served_by(self, name: str) -> list[str]:
        """Who works for a customer directly."""
        return sorted(other for other, served in self._serves.items() if name in served)

    def is_placed(self, name: str) -> bool:
        """Whether a customer is part of a chain: it pays, serves somebody or is served."""
        row = self.customers.get(name)
        return bool(row and (row.pays or self.serves(name) or self.served_by(name)))

    def reached_from(self, name: str) -> list[str]:
        """A customer and all whom it works for, over any number of others, nearest first."""
        found = [name]
        for each in found:
            found += [served for served in self.serves(each) if served not in found]
        return found

    def _payers(self, name: str) -> frozenset[str]:
        """Who pays in the end for work that is done for `name`, the customer itself included."""
        rows = self.customers
        return frozenset(n for n in self.reached_from(name) if n in rows and rows[n].pays)

    def _links(self, row: Customer) -> tuple[str, ...]:
        links = {self.name(served) for served in row.serves} & self.customers.keys()
        return tuple(sorted(links - {row.name}))
