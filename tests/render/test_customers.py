"""The value chain as it looks in each format, kept in golden/; VALUECHECK_GOLDEN=write renews."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.golden import kept
from valuecheck.actions.customer_list import CustomerList, CustomerSummary
from valuecheck.core.periods import Period
from valuecheck.core.records import Customer
from valuecheck.core.text import ascii_signs, cells, visible
from valuecheck.core.value_chain import Chain
from valuecheck.render.formats.terminal import write as screen
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.render.pages import customers as view
from valuecheck.render.write import Format, written
from valuecheck.report import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 20)
EVER = Period("all", "all", None, None)
QUARTER = Period("2026-Q4", "quarter", date(2026, 10, 1), date(2026, 12, 31))
HOSTILE = "[red]a|b[/] `x` <b> \x1b[31m\u202ered 決済の計画 =1+1"


def row(name: str, *serves: str, **others: Any) -> Customer:
    return Customer(name=name, serves=serves, **others)


def made(
    span: Period,
    rows: list[Customer],
    scores: Mapping[str, list[int]],
    silent_for: Mapping[str, int],
) -> CustomerList:
    """A list of these customers, with a day of one check-in for each score."""
    chain = Chain(rows)
    names = sorted({*chain.customers, *chain.names([*scores, *silent_for])})
    return CustomerList(
        span,
        TODAY,
        tuple(
            CustomerSummary(
                name=name,
                label=chain.customers[name].label if name in chain.customers else "",
                placed=chain.is_placed(name),
                pays=name in chain.customers and chain.customers[name].pays,
                serves=tuple(chain.serves(name)),
                served_by=tuple(chain.served_by(name)),
                payers=tuple(sorted(chain.payers(name))),
                old_names=tuple(chain.old_names(name)),
                check_ins=len(scores.get(name, [])),
                days=len(scores.get(name, [])),
                average=figures.tag_average([float(score) for score in scores.get(name, [])]),
                last_heard=(
                    TODAY - timedelta(days=silent_for[name]) if name in silent_for else None
                ),
            )
            for name in names
        ),
    )


ROSTERS = {
    "chain": made(
        EVER,
        [
            row("platform", "checkout", "search"),
            row("checkout", "retail"),
            row("search", "retail", "partners", label="The search team"),
            row("retail", "shoppers", label="Retail customers of all our shops in both countries"),
            row("shoppers", pays=True),
            row("partners", pays=True, label="Partners"),
            row("billing", "finance"),
            row("finance"),
            row("shop", same_as="retail"),
        ],
        {
            "retail": [4, 4, 5, 3, 4, 4, 3, 4, 5, 3, 4, 4],
            "checkout": [3, 4, 3, 4],
            "platform": [3] * 1234,
            "audit": [2],
            "legal": [4, 4, 5],
        },
        {"shoppers": 1, "retail": 41, "partners": 400},
    ),
    "hostile": made(
        QUARTER,
        [
            row("ö" * 40, "x", label=HOSTILE),
            row("x", "loop", label=HOSTILE, pays=True),
            row("loop", "x", "y", pays=True),
            row("y", "ö" * 40),
            row("around", "and"),
            row("and", "around"),
        ],
        {"=cmd\x1b": [1]},
        {"\u202egnp": 0},
    ),
    "unplaced": made(QUARTER, [row("legal", label="Legal")], {"audit": [5, 5]}, {}),
    "none": made(EVER, [], {}, {}),
}


def terminal(found: CustomerList, width: int, *, unicode: bool = True) -> str:
    return text_of(screen.write(view.view(found).page(), width, unicode=unicode))


def in_format(name: str) -> Callable[[CustomerList], str]:
    return lambda found: written(view.view(found), Format(name))


VIEWS: dict[str, Callable[[CustomerList], str]] = {
    "80.txt": lambda found: terminal(found, 80, unicode=True) + "\n",
    "40.txt": lambda found: terminal(found, 40, unicode=True) + "\n",
    "20-ascii.txt": lambda found: terminal(found, 20, unicode=False) + "\n",
    "ascii.txt": lambda found: terminal(found, 80, unicode=False) + "\n",
    "plain.txt": in_format("plain"),
    "md": in_format("markdown"),
    "html": in_format("html"),
    "csv": in_format("csv"),
    "json": in_format("json"),
}


# One is looked at in all formats.
KEPT = [("chain", form) for form in VIEWS]
KEPT += [(name, form) for name in ROSTERS if name != "chain" for form in ("80.txt", "plain.txt")]
KEPT += [("hostile", "md"), ("hostile", "html")]


@pytest.mark.parametrize(("name", "form"), KEPT)
def test_it_looks_as_it_did_when_somebody_last_looked(name: str, form: str) -> None:
    drawn = VIEWS[form](ROSTERS[name])
    assert drawn == kept(GOLDEN / f"customers-{name}.{form}", drawn)


@pytest.mark.parametrize("form", VIEWS)
@pytest.mark.parametrize("name", ROSTERS)
def test_nothing_acts(name: str, form: str) -> None:
    drawn = VIEWS[form](ROSTERS[name])
    assert "\x1b" not in drawn
    assert "\u202e" not in drawn
    if "ascii" in form and name != "hostile":
        assert drawn.isascii()


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("name", ROSTERS)
def test_no_line_is_wider_than_the_screen_and_nobody_is_left_out(name: str, unicode: bool) -> None:
    found = ROSTERS[name]
    for width in (*range(1, 60, 3), 80, 100, 200):
        lines = terminal(found, width, unicode=unicode).splitlines()
        assert max(map(cells, lines)) <= max(width, 2)
        assert not any(line.endswith(" ") for line in lines)
        if width >= 80:
            names = [visible(f"@{each.name}") for each in found.customers]
            shown = names if unicode else map(ascii_signs, names)
            assert [name for name in shown if name not in "\n".join(lines)] == []


def test_a_tree_names_each_customer_once_with_those_who_serve_it_below() -> None:
    for found in ROSTERS.values():
        tree = view.branches(found.customers)
        drawn = [branch.summary.name for branch in tree if not branch.again]
        assert sorted(drawn) == [each.name for each in found.customers if each.placed]
        for above, branch in pairwise(tree):
            assert branch.depth <= above.depth + 1
            if branch.depth == above.depth + 1:
                assert above.summary.name in branch.summary.serves
                assert not above.again


def test_a_chain_too_deep_for_a_tree_is_told_in_sentences() -> None:
    rows = [row(f"n{i}", f"n{i + 1}") for i in range(2000)]
    found = made(EVER, [*rows, row("n2000", pays=True)], {}, {})
    drawn = terminal(found, 80, unicode=True)
    assert "└" not in drawn
    assert "@n0 serves @n1; no check-ins; never heard; ends at @n2000, who pays." in drawn
