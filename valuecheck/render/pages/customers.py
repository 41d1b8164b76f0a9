"""Customers as a listing: the value chain as a tree, who pays on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.text import counted
from valuecheck.render.page import (
    FAINT,
    Node,
    Page,
    Paragraph,
    Records,
    Section,
    Tree,
    View,
    command,
    simple_page,
    typed,
)
from valuecheck.render.words import figures as words
from valuecheck.render.words.customers import all_of, paying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from valuecheck.actions.customer_list import CustomerList, CustomerSummary
    from valuecheck.render.page import Block

NONE = (
    "No customers yet. Name them from the team next door up to those who pay: "
    "valuecheck customer chain platform checkout retail shoppers"
)
NOBODY_PAYS = "nobody pays yet"
UNPLACED = "not in the chain yet"
FIELDS = (
    "name", "label", "pays", "serves", "served_by", "payers", "old_names", "check_ins", "days",
    "average", "last_heard", "wants", "wants_on", "not_asked",
)  # fmt: skip
FIGURES = ("check-ins", "average", "last heard")
NOTHING = "–"
# Within a week its day says more than a number of days.
DAY_NAMED = 7


class Branch(NamedTuple):
    """A customer in the tree, `depth` levels below who pays; drawn before if `again`."""

    summary: CustomerSummary
    depth: int
    again: bool


def view(customer_list: CustomerList) -> View:
    """Who pays on top, below it who serves them; then who has no place yet."""
    return View(
        page=lambda: _page(customer_list),
        records=lambda: Records(FIELDS, [*_records(customer_list)]),
        document=lambda: _document(customer_list),
    )


def branches(customers: Iterable[CustomerSummary]) -> list[Branch]:
    """The chain as a tree from top to bottom: who pays, below each customer who serves it.

    A customer who serves several is below each of them; who serves it, below the first.
    """
    placed = {row.name: row for row in customers if row.placed}
    found: list[Branch] = []
    drawn: set[str] = set()
    for top in _tops(placed.values()):
        left = [] if top in drawn else [(top, 0)]
        while left:
            name, depth = left.pop()
            again = name in drawn
            found.append(Branch(placed[name], depth, again))
            drawn.add(name)
            if not again:
                left += [(other, depth + 1) for other in reversed(placed[name].served_by)]
    return found


def heading(customer_list: CustomerList) -> str:
    """Such as `Customers · 1 Oct – 20 Nov 2026`."""
    start, last = customer_list.span.start, customer_list.span.end
    end = min(last or customer_list.today, customer_list.today)
    if start:
        return f"Customers · {words.dates(start, max(start, end))}"
    return f"Customers · up to {words.dates(end, end)}" if last else "Customers"


def last_heard(summary: CustomerSummary, today: date) -> str:
    """Such as `Thu 20 Nov`, `41 days ago` or `never`."""
    day = summary.last_heard
    if day is None:
        return "never"
    days = (today - day).days
    return day_name(day) if days < DAY_NAMED else f"{days:,} days ago"


def sentence(summary: CustomerSummary, today: date) -> str:
    """All about a customer, such as `@checkout serves @retail; 9 check-ins; never heard; …`."""
    label = typed(f" ({summary.label})") if summary.label else ""
    count, *rest = _figures(summary, today)
    parts = [f"{_role(summary)}; {', '.join([count, *rest[:-1]])}", rest[-1], *_end(summary)]
    if summary.wants:
        parts.append(f"wants {typed(summary.wants)}")
    if summary.old_names:
        parts.append(f"also known as {all_of(summary.old_names)}")
    return f"{typed(CUSTOMER + summary.name)}{label} {'; '.join(parts)}."


def _page(customer_list: CustomerList) -> Page:
    rows, today = customer_list.customers, customer_list.today
    if not rows:
        return simple_page("Customers", Paragraph([NONE]), today=today)
    chain = [_node(branch, today) for branch in branches(rows)]
    unplaced = sorted((row for row in rows if not row.placed), key=lambda row: -row.check_ins)
    others = [_node(Branch(row, 0, again=False), today) for row in unplaced]
    tree = Tree(("who serves whom", *FIGURES), chain, UNPLACED, others)
    sections = [Section("", [tree]), Section("", [*_foot(rows, unplaced)])]
    return Page(heading(customer_list), sections, today)


def _foot(rows: Sequence[CustomerSummary], unplaced: Sequence[CustomerSummary]) -> Iterator[Block]:
    if unplaced:
        example = f"valuecheck customer add {unplaced[0].name} --serves NAME"
        yield Paragraph([f"To place one: {command(example)}"])
    if any(row.check_ins and row.average.value is None for row in rows):
        yield Paragraph(["An average is shown from five days on."], FAINT)


def _node(branch: Branch, today: date) -> Node:
    row, depth, again = branch
    name = typed(CUSTOMER + row.name)
    if again:
        return Node(depth, name, ", see above", "", (), (), "")
    count = f"{row.check_ins:,}" if row.check_ins else NOTHING
    average = NOTHING if row.average.value is None else f"{row.average.value:.1f}"
    return Node(
        depth,
        name,
        _remark(branch),
        typed(" · ".join(filter(None, [row.label, row.wants and f"wants: {row.wants}"]))),
        (count, average, last_heard(row, today)),
        _figures(row, today),
        sentence(row, today),
    )


def _remark(branch: Branch) -> str:
    """A customer's role in a word after its name, such as `, pays`."""
    row, depth, _ = branch
    if row.pays:
        return ", pays"
    return f", {NOBODY_PAYS}" if row.placed and not depth and not row.payers else ""


def _figures(summary: CustomerSummary, today: date) -> list[str]:
    """Such as `9 check-ins`, `average 3.4`, `last heard 41 days ago`."""
    check_ins = summary.check_ins
    average = summary.average.value
    heard = last_heard(summary, today)
    return [
        counted(check_ins, "check-in") if check_ins else "no check-ins",
        *([] if average is None else [f"average {average:.1f}"]),
        "never heard" if summary.last_heard is None else f"last heard {heard}",
    ]


def _records(customer_list: CustomerList) -> Iterator[list[Any]]:
    for row in customer_list.customers:
        yield [*(_fields(row) | {"average": row.average.value}).values()]


def _document(customer_list: CustomerList) -> dict[str, Any]:
    span = customer_list.span
    start, end = (day.isoformat() if day else None for day in (span.start, span.end))
    period = {"label": span.label, "start": start, "end": end}
    return {"period": period, "customers": [_fields(row) for row in customer_list.customers]}


def _fields(row: CustomerSummary) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _tops(placed: Iterable[CustomerSummary]) -> list[str]:
    """Where a tree may begin, the best place first."""

    def rank(row: CustomerSummary) -> tuple[bool, bool, bool]:
        pays_last = row.payers == (row.name,)
        ends = not row.serves
        # Of those who serve each other in a loop one has to be the top.
        return not pays_last, not ends, not row.pays

    return [row.name for row in sorted(placed, key=rank)]


def _role(summary: CustomerSummary) -> str:
    if not summary.placed:
        return "has no place in the chain"
    roles = ["pays"] * summary.pays
    if summary.serves:
        roles.append(f"serves {all_of(summary.serves)}")
    return " and ".join(roles) or "serves nobody"


def _end(summary: CustomerSummary) -> list[str]:
    others = [name for name in summary.payers if name != summary.name]
    if others:
        return [f"ends at {paying(others)}"]
    return [] if summary.pays or not summary.placed else [NOBODY_PAYS]
