"""Whatever the graph, names and payers are what another way of counting finds."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.records import Customer
from valuecheck.core.value_chain import Chain

NAMES = "abcdef"
names = st.sampled_from(NAMES)


@st.composite
def chains(draw: st.DrawFn) -> list[Customer]:
    """Any rows at all: links to nobody and to oneself, loops of links and of old names."""
    rows = []
    for name in draw(st.lists(names, unique=True)):
        became = draw(st.one_of(st.just(""), names))
        if became and became != name:
            rows.append(Customer(name=name, same_as=became))
        else:
            serves = tuple(draw(st.lists(names, max_size=4)))
            rows.append(Customer(name=name, pays=draw(st.booleans()), serves=serves))
    return rows


def resolved(name: str, rows: list[Customer]) -> str:
    """Today's name, by following it further than there are names."""
    became = {row.name: row.same_as or row.name for row in rows}
    ahead = [name]
    for _ in range(2 * len(NAMES)):
        ahead.append(became.get(ahead[-1], ahead[-1]))
    return min(ahead[len(NAMES) :])


def payers(rows: list[Customer]) -> dict[str, set[str]]:
    """Find the payers of each customer by closing the table of links over each name in turn."""
    context = {row.name: row for row in rows if not row.same_as}
    leads = {(name, name) for name in context}
    leads |= {(name, resolved(to, rows)) for name, row in context.items() for to in row.serves}
    leads = {(start, end) for start, end in leads if end in context}
    for over, start, end in product(context, repeat=3):
        if (start, over) in leads and (over, end) in leads:
            leads.add((start, end))
    return {
        name: {end for start, end in leads if start == name and context[end].pays} for name in NAMES
    }


@given(chains())
def test_who_pays_in_the_end_is_whoever_can_be_reached_and_pays(rows: list[Customer]) -> None:
    chain = Chain(rows)
    assert {name: {*chain.payers(name)} for name in NAMES} == payers(rows)


@given(chains())
def test_every_name_has_one_name_of_today(rows: list[Customer]) -> None:
    chain = Chain(rows)
    assert [chain.name(name) for name in NAMES] == [resolved(name, rows) for name in NAMES]
    for name in NAMES:
        assert chain.name(chain.name(name)) == chain.name(name)
        assert name in chain.spelled([name])
        assert {*chain.spelled([name])} == {*chain.spelled([chain.name(name)])}
        assert {*chain.old_names(name)} == {
            old for old in NAMES if old != name and chain.name(old) == name
        }


@given(st.data())
def test_the_order_of_the_rows_never_matters(data: st.DataObject) -> None:
    rows = data.draw(chains())
    chain, shuffled = Chain(rows), Chain(data.draw(st.permutations(rows)))
    for name in NAMES:
        assert shuffled.name(name) == chain.name(name)
        assert shuffled.payers(name) == chain.payers(name)
        assert shuffled.served_by(name) == chain.served_by(name)
        assert shuffled.is_placed(name) == chain.is_placed(name)


@given(chains(), names)
def test_without_a_customer_nobody_is_reached_through_it(rows: list[Customer], gone: str) -> None:
    left = [row for row in rows if row.name != gone]
    chain = Chain(left)
    for name in NAMES:
        assert chain.payers(name) == payers(left)[name]
        assert gone not in chain.payers(name)


@given(chains(), names, names)
def test_a_way_goes_link_by_link_and_is_there_when_one_is_reached(
    rows: list[Customer], start: str, end: str
) -> None:
    chain = Chain(rows)
    way = chain.way(start, end)
    assert bool(way) == (end in chain.reached_from(start))
    if way:
        assert (way[0], way[-1], len({*way})) == (start, end, len(way))
        assert all(served in chain.serves(name) for name, served in pairwise(way))


@pytest.mark.parametrize("first", ["x", "y", "tail"])
def test_names_merged_into_each_other_agree_on_one(first: str) -> None:
    became = [("x", "y"), ("y", "x"), ("tail", "y"), ("a", "tail")]
    chain = Chain([Customer(name=old, same_as=new) for old, new in became])
    assert chain.name(first) == "x"


def test_a_long_chain_and_a_wide_one_end_at_who_pays() -> None:
    last = 3000
    rows = [Customer(name=f"n{i}", serves=(f"n{i + 1}",)) for i in range(last)]
    rows += [Customer(name=f"n{last}", pays=True)]
    assert Chain(rows).payers("n0") == {f"n{last}"}
    wide = [Customer(name="hub", serves=tuple(row.name for row in rows)), *rows]
    assert Chain(wide).payers("hub") == {f"n{last}"}


def test_nobody_serves_itself() -> None:
    chain = Chain([Customer(name="a", serves=("a",)), Customer(name="b", same_as="a")])
    assert [*chain.serves("a")] == []
    assert not chain.is_placed("a")
