"""Customers for plain, markdown, html, csv and json."""

from __future__ import annotations

import csv as csv_format
import io
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.text import inert_cell, visible
from valuecheck.render.formats.json import document
from valuecheck.render.words import figures as words_figures
from valuecheck.render.words.customers import all_of, paying

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from valuecheck.actions.customer_list import CustomerList, CustomerSummary
    from valuecheck.render.formats.html_elements import Html

NONE = (
    "No customers yet. Name them from the team next door up to those who pay: "
    "valuecheck customer chain platform checkout retail shoppers"
)
NOBODY_PAYS = "nobody pays yet"
FIELDS = (
    "name", "label", "pays", "serves", "served_by", "payers", "old_names", "check_ins", "days",
    "average", "last_heard",
)  # fmt: skip
# Within a week its day says more than a number of days.
DAY_NAMED = 7


class Branch(NamedTuple):
    """A customer in the tree, `depth` levels below who pays; drawn before if `again`."""

    summary: CustomerSummary
    depth: int
    again: bool


def branches(customers: Iterable[CustomerSummary]) -> list[Branch]:
    """The chain as a tree from top to bottom: who pays, below each customer who serves it.

    A customer with several masters stands below each of them; who serves it, below the first.
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


def unplaced(customers: Iterable[CustomerSummary]) -> list[CustomerSummary]:
    """Who is known, but no part of the chain: those with most check-ins first."""
    return sorted((row for row in customers if not row.placed), key=lambda row: -row.check_ins)


def how_to_place(summary: CustomerSummary) -> str:
    """How a customer gets its place."""
    return f"To place one: valuecheck customer add {summary.name} --serves NAME"


def name(branch: Branch) -> str:
    """Such as `@shoppers, pays`."""
    return CUSTOMER + branch.summary.name + standing_out(branch)


def standing_out(branch: Branch) -> str:
    """What of a customer is worth a word after its name, such as `, pays`."""
    row, depth, again = branch
    if again:
        return ", see above"
    if row.pays:
        return ", pays"
    return f", {NOBODY_PAYS}" if row.placed and not depth and not row.payers else ""


def heading(customer_list: CustomerList, separator: str = " · ") -> str:
    """Such as `Customers · 1 Oct – 20 Nov 2026`."""
    start, end = (
        customer_list.span.start,
        min(customer_list.span.end or customer_list.today, customer_list.today),
    )
    if start:
        return f"Customers{separator}{words_figures.dates(start, max(start, end))}"
    return (
        f"Customers{separator}up to {words_figures.dates(end, end)}"
        if customer_list.span.end
        else "Customers"
    )


def last_heard(summary: CustomerSummary, today: date) -> str:
    """Such as `Thu 20 Nov`, `41 days ago` or `never`."""
    day = summary.last_heard
    if day is None:
        return "never"
    days = (today - day).days
    return day_name(day) if days < DAY_NAMED else f"{days:,} days ago"


def figures(summary: CustomerSummary, today: date) -> list[str]:
    """Such as `9 check-ins`, `average 3.4`, `last heard 41 days ago`."""
    count = (
        words_figures.counted(summary.check_ins, "check-in")
        if summary.check_ins
        else "no check-ins"
    )
    average = summary.average.value
    heard = last_heard(summary, today)
    return [
        count,
        *([] if average is None else [f"average {average:.1f}"]),
        "never heard" if summary.last_heard is None else f"last heard {heard}",
    ]


def plain(customer_list: CustomerList) -> str:
    """A line of sentences for each customer, who pays before those who serve them."""
    rows = customer_list.customers
    if not rows:
        return NONE + "\n"
    in_chain = [branch.summary for branch in branches(rows) if not branch.again]
    lines = [
        heading(customer_list, ", "),
        *(sentence(row, customer_list.today) for row in in_chain),
    ]
    if others := unplaced(rows):
        lines += [*(sentence(row, customer_list.today) for row in others), how_to_place(others[0])]
    return "".join(visible(line) + "\n" for line in lines)


def sentence(summary: CustomerSummary, today: date) -> str:
    """All about a customer, such as `@checkout serves @retail; 9 check-ins; never heard; …`."""
    label = f" ({summary.label})" if summary.label else ""
    count, *rest = figures(summary, today)
    parts = [f"{_role(summary)}; {', '.join([count, *rest[:-1]])}", rest[-1], *_end(summary)]
    if summary.old_names:
        parts.append(f"also known as {all_of(summary.old_names)}")
    return f"{CUSTOMER}{summary.name}{label} {'; '.join(parts)}."


def markdown(customer_list: CustomerList) -> str:
    """The chain as a nested list, who pays on top."""
    parts = [
        [f"# {heading(customer_list)}"],
        [_item(each, customer_list.today) for each in branches(customer_list.customers)],
    ]
    if others := unplaced(customer_list.customers):
        items = [_item(Branch(row, 0, again=False), customer_list.today) for row in others]
        parts += [["Not in the chain yet:"], items]
    if not customer_list.customers:
        parts.append([NONE])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def html(customer_list: CustomerList) -> str:
    """The chain as a nested list on a page, who pays on top."""
    from valuecheck.render.formats.html_document import document
    from valuecheck.render.formats.html_elements import element

    main = [_nested(branches(customer_list.customers), customer_list.today)]
    if others := unplaced(customer_list.customers):
        listed = [Branch(row, 0, again=False) for row in others]
        main += [element("h2", "Not in the chain yet"), _nested(listed, customer_list.today)]
    return document(heading(customer_list), [], main, [] if customer_list.customers else [NONE])


def csv(customer_list: CustomerList) -> str:
    """A row for each customer; names in one cell are parted by a space."""
    file = io.StringIO()
    writer = csv_format.writer(file, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in customer_list.customers:
        fields = row.model_dump(mode="json")
        fields["average"] = "" if row.average.value is None else f"{row.average.value:.4g}"
        writer.writerow([_cell(fields[field]) for field in FIELDS])
    return file.getvalue()


def json(customer_list: CustomerList) -> str:
    """Everything about each customer; changes only by addition within a schema version."""
    start, end = (
        day.isoformat() if day else None
        for day in (customer_list.span.start, customer_list.span.end)
    )
    period = {"label": customer_list.span.label, "start": start, "end": end}
    rows = [row.model_dump(mode="json", include=set(FIELDS)) for row in customer_list.customers]
    return document({"schema_version": 1, "period": period, "customers": rows})


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


def _nested(tree: Sequence[Branch], today: date) -> Html:
    """A list of branches, each with the list of those below it."""
    from valuecheck.render.formats.html_elements import Html, element

    items: list[Html] = []
    starts = [i for i, branch in enumerate(tree) if branch.depth == tree[0].depth]
    for start, end in pairwise([*starts, len(tree)]):
        branch, below = tree[start], tree[start + 1 : end]
        row = branch.summary
        label = f" {row.label}" if row.label and not branch.again else ""
        told = "" if branch.again else f": {', '.join(figures(row, today))}"
        name = element("b", CUSTOMER + row.name)
        text = f"{label}{standing_out(branch)}{told}"
        items.append(element("li", name, text, *([_nested(below, today)] if below else [])))
    return element("ul", *items) if items else Html()


def _item(branch: Branch, today: date) -> str:
    # A listing needs the report that comes with it in no other format.
    from valuecheck.render.formats.markdown import code

    row, depth, again = branch
    item = f"{'  ' * depth}- {code(CUSTOMER + row.name)}"
    if again:
        return item + standing_out(branch)
    label = f" {code(row.label)}" if row.label else ""
    return f"{item}{label}{standing_out(branch)}: {', '.join(figures(row, today))}"


def _cell(value: object) -> str:
    if isinstance(value, list):
        value = " ".join(value)
    if isinstance(value, bool):
        value = int(value)
    return inert_cell("" if value is None else str(value))
