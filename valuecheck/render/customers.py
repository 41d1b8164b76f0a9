"""Customers for plain, markdown, html, csv and json."""

from __future__ import annotations

import csv as csv_format
import io
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.answer import CUSTOMER
from valuecheck.days import day_name
from valuecheck.render import words
from valuecheck.render.chain import all_of, paying
from valuecheck.render.json import document
from valuecheck.text import inert_cell, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from valuecheck.render.markup import Html
    from valuecheck.roster import Roster, Standing

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

    standing: Standing
    depth: int
    again: bool


def branches(customers: Iterable[Standing]) -> list[Branch]:
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


def unplaced(customers: Iterable[Standing]) -> list[Standing]:
    """Who is known, but no part of the chain: those with most check-ins first."""
    return sorted((row for row in customers if not row.placed), key=lambda row: -row.check_ins)


def how_to_place(standing: Standing) -> str:
    """How a customer gets its place."""
    return f"To place one: valuecheck customer add {standing.name} --serves NAME"


def name(branch: Branch) -> str:
    """Such as `@shoppers, pays`."""
    return CUSTOMER + branch.standing.name + standing_out(branch)


def standing_out(branch: Branch) -> str:
    """What of a customer is worth a word after its name, such as `, pays`."""
    row, depth, again = branch
    if again:
        return ", see above"
    if row.pays:
        return ", pays"
    return f", {NOBODY_PAYS}" if row.placed and not depth and not row.payers else ""


def heading(roster: Roster, separator: str = " · ") -> str:
    """Such as `Customers · 1 Oct – 20 Nov 2026`."""
    start, end = roster.span.start, min(roster.span.end or roster.today, roster.today)
    if start:
        return f"Customers{separator}{words.dates(start, max(start, end))}"
    return f"Customers{separator}up to {words.dates(end, end)}" if roster.span.end else "Customers"


def last_heard(standing: Standing, today: date) -> str:
    """Such as `Thu 20 Nov`, `41 days ago` or `never`."""
    day = standing.last_heard
    if day is None:
        return "never"
    days = (today - day).days
    return day_name(day) if days < DAY_NAMED else f"{days:,} days ago"


def figures(standing: Standing, today: date) -> list[str]:
    """Such as `9 check-ins`, `average 3.4`, `last heard 41 days ago`."""
    count = words.counted(standing.check_ins, "check-in") if standing.check_ins else "no check-ins"
    average = standing.average.value
    heard = last_heard(standing, today)
    return [
        count,
        *([] if average is None else [f"average {average:.1f}"]),
        "never heard" if standing.last_heard is None else f"last heard {heard}",
    ]


def plain(roster: Roster) -> str:
    """A line of sentences for each customer, who pays before those who serve them."""
    rows = roster.customers
    if not rows:
        return NONE + "\n"
    in_chain = [branch.standing for branch in branches(rows) if not branch.again]
    lines = [heading(roster, ", "), *(sentence(row, roster.today) for row in in_chain)]
    if others := unplaced(rows):
        lines += [*(sentence(row, roster.today) for row in others), how_to_place(others[0])]
    return "".join(visible(line) + "\n" for line in lines)


def sentence(standing: Standing, today: date) -> str:
    """All about a customer, such as `@checkout serves @retail; 9 check-ins; never heard; …`."""
    label = f" ({standing.label})" if standing.label else ""
    count, *rest = figures(standing, today)
    parts = [f"{_role(standing)}; {', '.join([count, *rest[:-1]])}", rest[-1], *_end(standing)]
    if standing.old_names:
        parts.append(f"also known as {all_of(standing.old_names)}")
    return f"{CUSTOMER}{standing.name}{label} {'; '.join(parts)}."


def markdown(roster: Roster) -> str:
    """The chain as a nested list, who pays on top."""
    parts = [
        [f"# {heading(roster)}"],
        [_item(each, roster.today) for each in branches(roster.customers)],
    ]
    if others := unplaced(roster.customers):
        items = [_item(Branch(row, 0, again=False), roster.today) for row in others]
        parts += [["Not in the chain yet:"], items]
    if not roster.customers:
        parts.append([NONE])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def html(roster: Roster) -> str:
    """The chain as a nested list on a page, who pays on top."""
    from valuecheck.render.document import document
    from valuecheck.render.markup import element

    main = [_nested(branches(roster.customers), roster.today)]
    if others := unplaced(roster.customers):
        listed = [Branch(row, 0, again=False) for row in others]
        main += [element("h2", "Not in the chain yet"), _nested(listed, roster.today)]
    return document(heading(roster), [], main, [] if roster.customers else [NONE])


def csv(roster: Roster) -> str:
    """A row for each customer; names in one cell are parted by a space."""
    file = io.StringIO()
    writer = csv_format.writer(file, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in roster.customers:
        fields = row.model_dump(mode="json")
        fields["average"] = "" if row.average.value is None else f"{row.average.value:.4g}"
        writer.writerow([_cell(fields[field]) for field in FIELDS])
    return file.getvalue()


def json(roster: Roster) -> str:
    """Everything about each customer; changes only by addition within a schema version."""
    start, end = (day.isoformat() if day else None for day in (roster.span.start, roster.span.end))
    period = {"label": roster.span.label, "start": start, "end": end}
    rows = [row.model_dump(mode="json", include=set(FIELDS)) for row in roster.customers]
    return document({"schema_version": 1, "period": period, "customers": rows})


def _tops(placed: Iterable[Standing]) -> list[str]:
    """Where a tree may begin, the best place first."""

    def rank(row: Standing) -> tuple[bool, bool, bool]:
        pays_last = row.payers == (row.name,)
        ends = not row.serves
        # Of those who serve each other in a loop one has to be the top.
        return not pays_last, not ends, not row.pays

    return [row.name for row in sorted(placed, key=rank)]


def _role(standing: Standing) -> str:
    if not standing.placed:
        return "has no place in the chain"
    roles = ["pays"] * standing.pays
    if standing.serves:
        roles.append(f"serves {all_of(standing.serves)}")
    return " and ".join(roles) or "serves nobody"


def _end(standing: Standing) -> list[str]:
    others = [name for name in standing.payers if name != standing.name]
    if others:
        return [f"ends at {paying(others)}"]
    return [] if standing.pays or not standing.placed else [NOBODY_PAYS]


def _nested(tree: Sequence[Branch], today: date) -> Html:
    """A list of branches, each with the list of those below it."""
    from valuecheck.render.markup import Html, element

    items: list[Html] = []
    starts = [i for i, branch in enumerate(tree) if branch.depth == tree[0].depth]
    for start, end in pairwise([*starts, len(tree)]):
        branch, below = tree[start], tree[start + 1 : end]
        row = branch.standing
        label = f" {row.label}" if row.label and not branch.again else ""
        told = "" if branch.again else f": {', '.join(figures(row, today))}"
        name = element("b", CUSTOMER + row.name)
        text = f"{label}{standing_out(branch)}{told}"
        items.append(element("li", name, text, *([_nested(below, today)] if below else [])))
    return element("ul", *items) if items else Html()


def _item(branch: Branch, today: date) -> str:
    # A listing needs the report that comes with it in no other format.
    from valuecheck.render.markdown import code

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
