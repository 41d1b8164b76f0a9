"""The value chain on a terminal: a tree with a column for each figure, or with lines below it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from valuecheck.core.text import cells, wrap
from valuecheck.render.formats.terminal.blocks import ASIDE, HEADING
from valuecheck.render.formats.terminal.screen import Page
from valuecheck.render.pages import customers as view
from valuecheck.render.pages.customers import Branch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from valuecheck.actions.customer_list import CustomerList, CustomerSummary

HEAD = "who serves whom"
UNPLACED = "not in the chain yet"
COLUMNS = "  check-ins  average  last heard"
# The last column also has to hold `365 days ago`.
COLUMNS_WIDTH = len(COLUMNS) + 2
GUIDE = 3
# What a name needs beside the guides of its tree.
NAME_ROOM = 12
NOTHING = "–"


class _Guided(Tree):
    TREE_GUIDES = [("   ", "│  ", "├─ ", "└─ ")] * 3


def terminal(customer_list: CustomerList, width: int, unicode: bool) -> Text:
    """Who pays on top, below it who serves them; then who has no place yet."""
    page = Page(width, unicode=unicode)
    if not customer_list.customers:
        page.sentences([view.NONE])
        return page.text()
    page.sentences([view.heading(customer_list)], HEADING)
    tree = view.branches(customer_list.customers)
    others = [Branch(row, 0, again=False) for row in view.unplaced(customer_list.customers)]
    deepest = max(branch.depth for branch in (*tree, *others))
    names = [GUIDE * branch.depth + cells(view.name(branch)) for branch in (*tree, *others)]
    page.blank()
    if max(len(UNPLACED), *names) + COLUMNS_WIDTH <= width:
        _with_columns(page, tree, others, customer_list.today)
    elif GUIDE * deepest + NAME_ROOM <= width:
        _with_lines(page, tree, others, customer_list.today)
    else:
        # Too deep for this width: sentences say the same.
        for row in [branch.summary for branch in (*tree, *others) if not branch.again]:
            page.sentences([view.sentence(row, customer_list.today)])
    _foot(page, customer_list, [branch.summary for branch in others])
    return page.text()


def _with_columns(
    page: Page, tree: Sequence[Branch], others: Sequence[Branch], today: date
) -> None:
    wanted = [len(UNPLACED)]
    for branch in (*tree, *others):
        label = "" if branch.again else f"  {branch.summary.label}"
        wanted.append(GUIDE * branch.depth + cells(view.name(branch) + label))
    room = min(max(wanted), page.width - COLUMNS_WIDTH)
    page.line((f"{HEAD if tree else UNPLACED:<{room}}{COLUMNS}", ASIDE))
    for guide, branch in zip(_guides(tree, [1] * len(tree)), tree, strict=True):
        _row(page, guide, branch, room, today)
    if tree and others:
        page.blank()
        page.line((UNPLACED, ASIDE))
    for branch in others:
        _row(page, "", branch, room, today)


def _row(page: Page, guide: str, branch: Branch, room: int, today: date) -> None:
    name, row = guide + view.name(branch), branch.summary
    label = page.cut(f"  {row.label}" if row.label and not branch.again else "", room - cells(name))
    gap = " " * (room - cells(name + label))
    figures = "" if branch.again else gap + _cells(row, today)
    page.line((guide, ASIDE), view.name(branch), (label, ASIDE), figures)


def _with_lines(page: Page, tree: Sequence[Branch], others: Sequence[Branch], today: date) -> None:
    _list(page, tree, today)
    if others:
        page.blank()
        page.line((UNPLACED, ASIDE))
        _list(page, others, today)


def _list(page: Page, part: Sequence[Branch], today: date) -> None:
    blocks = [_lines(page, branch, today) for branch in part]
    lines = [line for block in blocks for line in block]
    guides = _guides(part, [len(block) for block in blocks])
    for guide, line in zip(guides, lines, strict=True):
        page.line((guide, ASIDE), line)


def _lines(page: Page, branch: Branch, today: date) -> list[tuple[str, str]]:
    room = page.width - GUIDE * branch.depth
    told = [(view.name(branch), "")]
    if not branch.again:
        told += [(branch.summary.label, ASIDE)] if branch.summary.label else []
        told.append((", ".join(view.figures(branch.summary, today)), ASIDE))
    return [(line, style) for text, style in told for line in wrap(page.safe(text), room)]


def _guides(part: Sequence[Branch], heights: Sequence[int]) -> list[str]:
    """What stands before each line of a tree whose customers take so many lines each."""
    root = _Guided("", hide_root=True)
    path: list[Tree] = [root]
    for branch, height in zip(part, heights, strict=True):
        del path[branch.depth + 1 :]
        path.append(path[-1].add(Text("\n".join("." * height))))
    width = 1 + GUIDE * max((branch.depth for branch in part), default=0)
    console = Console(file=io.StringIO(), width=width, legacy_windows=False)
    drawn = console.render_lines(root, pad=False)
    return ["".join(segment.text for segment in line)[:-1] for line in drawn]


def _cells(row: CustomerSummary, today: date) -> str:
    count = f"{row.check_ins:,}" if row.check_ins else NOTHING
    average = NOTHING if row.average.value is None else f"{row.average.value:.1f}"
    return f"  {count:>9}  {average:>7}  {view.last_heard(row, today)}"


def _foot(page: Page, customer_list: CustomerList, others: Sequence[CustomerSummary]) -> None:
    page.blank()
    if others:
        page.sentences([view.how_to_place(others[0])])
    if any(row.check_ins and row.average.value is None for row in customer_list.customers):
        page.sentences(["An average is shown from five days on."], ASIDE)
