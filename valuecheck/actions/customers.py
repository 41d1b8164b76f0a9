"""Change the value chain: links between customers, those that pay, and names."""

from __future__ import annotations

import json
from difflib import get_close_matches
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.actions import changing
from valuecheck.core.answer import CUSTOMER, parse_line, parse_tag
from valuecheck.core.errors import UsageError
from valuecheck.core.records import Customer
from valuecheck.core.value_chain import Chain
from valuecheck.store import check_ins, customers, feedback
from valuecheck.store import connection as store
from valuecheck.store.changes import CUSTOMERS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Value

LABEL_LIMIT = 100
WANTS_LIMIT = 200
# So close to a known name that it may be a slip of the finger.
_RESEMBLES = 0.75
NOBODY: Mapping[str, str] = MappingProxyType({})


class CustomerEdit(NamedTuple):
    """The changes of a customer; None leaves it as it is. The names are as typed."""

    serves: Sequence[str] = ()
    stops_serving: Sequence[str] = ()
    pays: bool | None = None
    label: str | None = None
    wants: str | None = None
    not_asked: bool | None = None


class Changed(NamedTuple):
    """The customers before and after a command on `names`, which are today's.

    `resembled` maps a new name to the known one that it looks like.
    """

    names: Sequence[str]
    before: Chain
    after: Chain
    resembled: Mapping[str, str] = NOBODY

    @property
    def idle(self) -> list[str]:
        """Return the customers that serve the first of `names`, even after its deletion."""
        rows = self.after.customers.values()
        return [row.name for row in rows if self.names[0] in self.after.names(row.serves)]


def chain(context: Context, words: Sequence[str]) -> Changed:
    """Let each customer serve the next and the last one pay. Raises UsageError, StoreError."""

    def work(draft: _Draft) -> list[str]:
        names = [draft.named(word) for word in words]
        if len(names) < 2:
            problem = "a chain has at least two customers"
            raise UsageError(problem, "name them from the first to the one who pays")
        if twice := [name for name in names if names.count(name) > 1]:
            problem = f"@{twice[0]} comes twice in this chain"
            raise UsageError(problem, "name each customer once")
        for name, served in pairwise(names):
            draft.serve(name, served)
        draft.update(names[-1], pays=True)
        return names

    return _carry_out(context, "customer chain", work)


def add(context: Context, word: str, wanted: CustomerEdit) -> Changed:
    """Give a customer its place in the chain. Raises UsageError and StoreError."""

    def work(draft: _Draft) -> list[str]:
        name = draft.named(word)
        known = draft.before.customers.get(name)
        draft.update(name)
        _give(draft, name, wanted, context.today)
        if draft.before.is_placed(name) or draft.rows[name] == known:
            problem = f"@{name} is there already"
            raise UsageError(problem, f"change it with 'valuecheck customer edit {name}'")
        return [name]

    return _carry_out(context, "customer add", work)


def edit(context: Context, word: str, wanted: CustomerEdit) -> Changed:
    """Change a customer's place or label. Raises UsageError and StoreError."""

    def work(draft: _Draft) -> list[str]:
        name = draft.known(word)
        if wanted == CustomerEdit():
            problem = f"no change of @{name} is given"
            raise UsageError(problem, "give one of its options, such as --wants TEXT")
        _give(draft, name, wanted, context.today)
        return [name]

    return _carry_out(context, "customer edit", work)


def rename(context: Context, old: str, new: str) -> Changed:
    """Call a customer `new` from now on; its old name still finds it.

    Raises UsageError and StoreError.
    """

    def work(draft: _Draft) -> list[str]:
        name, new_name = draft.known(old), parse_tag(new, CUSTOMER)
        if new_name == name:
            problem = f"@{name} has this name already"
            raise UsageError(problem, "give another name")
        # Its own old names are free: renaming back is no merger.
        if new_name in draft.names and draft.before.name(new_name) != name:
            problem = f"@{new_name} is known already"
            remedy = f"'valuecheck customer merge {name} {new_name}' makes them one customer"
            raise UsageError(problem, remedy)
        draft.replace(name, draft.row(name).model_copy(update={"name": new_name}))
        return [name, new_name]

    return _carry_out(context, "customer rename", work)


def merge(context: Context, old: str, new: str) -> Changed:
    """Make two customers one, called `new`; the other name still finds it.

    The words of `new` stay; where it has none it takes those of `old`. Raises UsageError and
    StoreError.
    """

    def work(draft: _Draft) -> list[str]:
        gone, kept = draft.row(draft.known(old)), draft.row(draft.known(new))
        if gone.name == kept.name:
            problem = f"@{kept.name} is one customer already"
            raise UsageError(problem, "name two different ones")
        both = dict.fromkeys(draft.before.names((*kept.serves, *gone.serves)))
        united: dict[str, Any] = {
            "label": kept.label or gone.label,
            "pays": kept.pays or gone.pays,
            "serves": tuple(name for name in both if name not in (gone.name, kept.name)),
            "wants": kept.wants or gone.wants,
            "wants_on": _latest(kept, gone),
            "not_asked": kept.not_asked or gone.not_asked,
        }
        draft.replace(gone.name, kept.model_copy(update=united))
        return [gone.name, kept.name]

    return _carry_out(context, "customer merge", work)


def _latest(kept: Customer, gone: Customer) -> date | None:
    """Return when the words that stay of two customers were last confirmed."""
    if kept.wants and kept.wants != gone.wants:
        return kept.wants_on
    known = [row.wants_on for row in (kept, gone) if row.wants and row.wants_on]
    return max(known, default=None)


def delete(context: Context, word: str) -> Changed:
    """Take a customer out of the chain; check-ins keep the tag, and undo brings it back.

    Raises UsageError and StoreError.
    """

    def work(draft: _Draft) -> list[str]:
        name = draft.known(word)
        if name not in draft.before.customers:
            problem = f"@{name} is no part of the chain"
            raise UsageError(problem, "its tag stays as long as a check-in or feedback has it")
        del draft.rows[name]
        return [name]

    return _carry_out(context, "customer delete", work)


def names(context: Context) -> list[str]:
    """Every customer known by row, check-in or feedback, by its name of today."""
    with store.reading(context.paths.store) as opened:
        draft = _draft(opened) if opened else _Draft()
    return sorted({*draft.before.customers, *draft.before.names(draft.names)})


def known(context: Context, word: str) -> str:
    """Return the name of today of the customer that `word` names.

    Raises UsageError for one that is not known, and StoreError.
    """
    with store.reading(context.paths.store) as opened:
        return (_draft(opened) if opened else _Draft()).known(word)


def resembled(context: Context, word: str) -> Mapping[str, str]:
    """The known customer that a new one, named by `word`, looks like. Raises UsageError."""
    with store.reading(context.paths.store) as opened:
        return _draft(opened).resembled([parse_tag(word, CUSTOMER)]) if opened else NOBODY


class _Draft:
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
        return self.rows.get(name) or Customer(name=name)

    def update(self, name: str, **values: object) -> None:
        # Old names of each other, as two machines may leave them, end here as well.
        row = self.row(name).model_copy(update={"same_as": "", **values})
        self.rows[name] = row

    def serve(self, name: str, served: str) -> None:
        """Link two customers by today's names; a new one gets a row."""
        self.update(served)
        serves = self.row(name).serves
        is_new = served not in self.before.names(serves)
        self.update(name, serves=(*serves, served) if is_new else serves)

    def replace(self, name: str, row: Customer) -> None:
        """Let `row` be the customer from now on that was called `name`."""
        self.rows[row.name] = row.model_copy(update={"same_as": ""})
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


def _carry_out(context: Context, label: str, work: Callable[[_Draft], list[str]]) -> Changed:
    with store.reading(context.paths.store) as opened:
        if opened is None:
            # Raise errors before a first store is made.
            work(_Draft())
    with changing.changing(context, label) as change:
        draft = _draft(change.connection)
        named = work(draft)
        after = Chain(draft.rows.values())
        draft.refuse_loops(after)
        for row in draft.changed():
            change.put(CUSTOMERS, _columns(row))
        for name in draft.stored.keys() - draft.rows.keys():
            change.bury(CUSTOMERS, name)
    return Changed(named, draft.before, after, draft.resembled(named))


def _columns(row: Customer) -> dict[str, Value]:
    """Return a customer as the store has it."""
    return {
        **row.model_dump(),
        "pays": int(row.pays),
        "serves": json.dumps(row.serves, ensure_ascii=False),
        "wants_on": row.wants_on.isoformat() if row.wants_on else "",
        "not_asked": int(row.not_asked),
    }


def _draft(connection: sqlite3.Connection) -> _Draft:
    used = [*check_ins.customers_named(connection), *feedback.names(connection)]
    return _Draft(customers.customers(connection), used)


def _give(draft: _Draft, name: str, wanted: CustomerEdit, today: date) -> None:
    """Make a customer as wanted. Raises UsageError."""
    if both := {*map(draft.named, wanted.serves)} & {*map(draft.named, wanted.stops_serving)}:
        problem = f"@{min(both)} is given to --serves and to --stops-serving"
        raise UsageError(problem, "give one of them")
    for word in wanted.serves:
        if draft.named(word) == name:
            problem = f"@{name} cannot serve itself"
            raise UsageError(problem, "name the customer that its work is for")
        draft.serve(name, draft.known(word))
    for word in wanted.stops_serving:
        _stop_serving(draft, name, draft.named(word))
    if wanted.pays is not None:
        draft.update(name, pays=wanted.pays)
    if wanted.label is not None:
        draft.update(name, label=parse_line(wanted.label, "the label", LABEL_LIMIT))
    if wanted.wants is not None:
        wants = parse_line(wanted.wants, "what they want", WANTS_LIMIT)
        draft.update(name, wants=wants, wants_on=today if wants else None)
    if wanted.not_asked is not None:
        draft.update(name, not_asked=wanted.not_asked)


def _stop_serving(draft: _Draft, name: str, served: str) -> None:
    serves = draft.row(name).serves
    left = tuple(each for each in serves if draft.before.name(each) != served)
    if left == serves:
        problem = f"@{name} does not serve @{served}"
        raise UsageError(problem, "'valuecheck customer list' shows the links")
    draft.update(name, serves=left)
