"""Change the value chain: links between customers, those that pay, and names."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.actions import changing
from valuecheck.actions.customer_draft import CustomersDraft, columns, read_draft
from valuecheck.core.answer import CUSTOMER, parse_line, parse_tag
from valuecheck.core.errors import UsageError
from valuecheck.core.value_chain import Chain
from valuecheck.store import connection as store
from valuecheck.store.changes import CUSTOMERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from valuecheck.config.compiled import Context
    from valuecheck.core.records import Customer

LABEL_LIMIT = 100
WANTS_LIMIT = 200
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

    def work(draft: CustomersDraft) -> list[str]:
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

    def work(draft: CustomersDraft) -> list[str]:
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

    def work(draft: CustomersDraft) -> list[str]:
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

    def work(draft: CustomersDraft) -> list[str]:
        name, new_name = draft.known(old), parse_tag(new, CUSTOMER)
        if new_name == name:
            problem = f"@{name} has this name already"
            raise UsageError(problem, "give another name")
        # Its own old names are free: renaming back is no merger.
        if new_name in draft.names and draft.before.name(new_name) != name:
            problem = f"@{new_name} is known already"
            remedy = f"'valuecheck customer merge {name} {new_name}' makes them one customer"
            raise UsageError(problem, remedy)
        draft.replace(name, draft.row(name)._replace(name=new_name))
        return [name, new_name]

    return _carry_out(context, "customer rename", work)


def merge(context: Context, old: str, new: str) -> Changed:
    """Make two customers one, called `new`; the other name still finds it.

    The words of `new` stay; where it has none it takes those of `old`. Raises UsageError and
    StoreError.
    """

    def work(draft: CustomersDraft) -> list[str]:
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
        draft.replace(gone.name, kept._replace(**united))
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

    def work(draft: CustomersDraft) -> list[str]:
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
        draft = read_draft(opened) if opened else CustomersDraft()
    return sorted({*draft.before.customers, *draft.before.names(draft.names)})


def known(context: Context, word: str) -> str:
    """Return the name of today of the customer that `word` names.

    Raises UsageError for one that is not known, and StoreError.
    """
    with store.reading(context.paths.store) as opened:
        return (read_draft(opened) if opened else CustomersDraft()).known(word)


def resembled(context: Context, word: str) -> Mapping[str, str]:
    """The known customer that a new one, named by `word`, looks like. Raises UsageError."""
    with store.reading(context.paths.store) as opened:
        return read_draft(opened).resembled([parse_tag(word, CUSTOMER)]) if opened else NOBODY


def _carry_out(
    context: Context, label: str, work: Callable[[CustomersDraft], list[str]]
) -> Changed:
    with store.reading(context.paths.store) as opened:
        if opened is None:
            # Raise errors before a first store is made.
            work(CustomersDraft())
    with changing.changing(context, label) as change:
        draft = read_draft(change.connection)
        named = work(draft)
        after = Chain(draft.rows.values())
        draft.refuse_loops(after)
        for row in draft.changed():
            change.put(CUSTOMERS, columns(row))
        for name in draft.stored.keys() - draft.rows.keys():
            change.bury(CUSTOMERS, name)
    return Changed(named, draft.before, after, draft.resembled(named))


def _give(draft: CustomersDraft, name: str, wanted: CustomerEdit, today: date) -> None:
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


def _stop_serving(draft: CustomersDraft, name: str, served: str) -> None:
    serves = draft.row(name).serves
    left = tuple(each for each in serves if draft.before.name(each) != served)
    if left == serves:
        problem = f"@{name} does not serve @{served}"
        raise UsageError(problem, "'valuecheck customer list' shows the links")
    draft.update(name, serves=left)
