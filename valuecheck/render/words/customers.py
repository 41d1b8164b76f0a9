"""A customer's row in words, and what a change of the value chain did."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.records import Customer
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from valuecheck.actions.customers import Changed
    from valuecheck.core.value_chain import Chain


def described(row: Customer) -> str:
    """A row in one line, such as `@retail (Retail customers), pays, serves @shoppers`.

    Then what they want, as confirmed on a day, and whether they are never to be asked.
    """
    if row.same_as:
        return visible(f"{CUSTOMER}{row.name} is {CUSTOMER}{row.same_as} now")
    label = f" ({row.label})" if row.label else ""
    serves = [f"serves {all_of(row.serves)}"] if row.serves else []
    parts = [CUSTOMER + row.name + label, *["pays"] * row.pays, *serves]
    if row.wants:
        on = f" (as of {day_name(row.wants_on)} {row.wants_on.year})" if row.wants_on else ""
        parts.append(f"wants: {row.wants}{on}")
    return visible(", ".join([*parts, *["not asked"] * row.not_asked]))


def wants(name: str, text: str, shown: Callable[[str], str] = visible) -> str:
    """Such as `@retail wants: orders out by 18:00`; `shown` makes typed text harmless."""
    return f"{shown(CUSTOMER + name)} wants: {shown(text)}"


def chained(changed: Changed) -> Iterator[str]:
    """Say what `customer chain` changed."""
    if not _is_changed(changed):
        yield from _nothing()
        return
    yield f"✓ {' → '.join(CUSTOMER + name for name in changed.names)}, who pays"
    last = changed.names[-1]
    known = changed.before.customers.get(last)
    if (serves := changed.after.serves(last)) and not (known and known.pays):
        also = f"{CUSTOMER}{last} pays from now on, though it serves {all_of(serves)} as well"
        yield f"  {also}; 'valuecheck customer edit {last} --not-paying' if it does not."
    yield from new_names(changed.resembled)


def added(changed: Changed) -> Iterator[str]:
    """Say what `customer add` changed, and whether somebody pays for it."""
    name = changed.names[0]
    yield f"✓ Added {_row(changed.after, name)}"
    others = sorted(changed.after.payers(name) - {name})
    if others:
        yield f"  It ends at {paying(others)}."
    elif not changed.after.payers(name):
        yield "  Nobody pays at the end yet."
    yield from new_names(changed.resembled)


def new_names(resembled: Mapping[str, str]) -> Iterator[str]:
    """That a name is new and looks like a known one."""
    for name, known in resembled.items():
        asked = f"{CUSTOMER}{name} is new; did you mean {CUSTOMER}{known}?"
        yield f"  {asked} 'valuecheck undo' takes this back."


def edited(changed: Changed) -> Iterator[str]:
    """Say what `customer edit` changed, before and after."""
    name = changed.names[0]
    if not _is_changed(changed):
        yield from _nothing()
        return
    yield "✓ Changed"
    yield f"  from  {_row(changed.before, name)}"
    yield f"  to    {_row(changed.after, name)}"


def renamed(changed: Changed) -> Iterator[str]:
    """Say what `customer rename` or `customer merge` changed."""
    old, new = changed.names
    yield f"✓ {CUSTOMER}{old} is {CUSTOMER}{new} now"
    yield f"  {_row(changed.after, new)}"
    yield from _gave_way(changed, old, new)
    yield "  Notes stay as typed; either name finds all of them."


def _gave_way(changed: Changed, old: str, new: str) -> Iterator[str]:
    """The words of a merged customer that the other one does not have, as commands."""
    before = changed.before.customers.get(old, Customer(name=old))
    after = changed.after.customers[new]
    for option, lost, kept in (
        ("label", before.label, after.label),
        ("wants", before.wants, after.wants),
    ):
        if lost and lost != kept:
            again = f"valuecheck customer edit {new} --{option} {quote(lost)}"
            yield visible(f"  {option.capitalize()} of {CUSTOMER}{old} is not kept: {again}")


def deleted(changed: Changed) -> Iterator[str]:
    """Say what `customer delete` removed, and what comes back with the customer."""
    name = changed.names[0]
    yield f"✓ Deleted {_row(changed.before, name)}"
    yield f"  Check-ins keep the tag {CUSTOMER}{name}."
    if changed.idle:
        verb = "serves" if len(changed.idle) == 1 else "serve"
        yield f"  {all_of(changed.idle)} {verb} it again once it is added again."
    yield "  valuecheck undo brings it back."


def paying(names: Sequence[str]) -> str:
    """Such as `@shoppers, who pays`."""
    return f"{all_of(names)}, who {'pays' if len(names) == 1 else 'pay'}"


def all_of(names: Sequence[str]) -> str:
    """Such as `@retail, @search and @shoppers`."""
    *others, last = [CUSTOMER + name for name in names]
    return f"{', '.join(others)} and {last}" if others else last


def _row(chain: Chain, name: str) -> str:
    """A customer's row, whom it serves by the names of today."""
    row = chain.customers.get(name, Customer(name=name))
    return described(row._replace(serves=chain.names(row.serves)))


def _is_changed(changed: Changed) -> bool:
    return changed.before.customers != changed.after.customers


def _nothing() -> Iterator[str]:
    yield "Nothing to change: it is so already."
