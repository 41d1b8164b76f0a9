"""What an undo took back, in words."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from valuecheck.answer import CUSTOMER
from valuecheck.days import day_name
from valuecheck.models import Customer
from valuecheck.render.chain import described
from valuecheck.scale import shown_score
from valuecheck.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.store.changes import Row
    from valuecheck.store.history import Command, Reversal


def name(command: Command) -> str:
    """Such as `'edit' of Fri 20 Nov 14:02`."""
    return f"'{command.label}' of {day_name(command.at.date())} {command.at:%H:%M}"


def lines(command: Command, reversals: Sequence[Reversal]) -> Iterator[str]:
    """Each row that changed: what is gone, what is back."""
    yield f"✓ Took back {name(command)}"
    for reversal in reversals:
        if not reversal.undone["deleted"]:
            yield f"  gone  {_row(reversal.table.name, reversal.undone)}"
        if reversal.restored:
            yield f"  back  {_row(reversal.table.name, reversal.restored)}"


def _customer(row: Row) -> Customer:
    return Customer(
        name=str(row["name"]),
        label=str(row["label"]),
        pays=bool(row["pays"]),
        serves=json.loads(str(row["serves"])),
        same_as=str(row["same_as"]),
    )


def _row(table: str, row: Row) -> str:
    if table == "intentions":
        return f"{row['week']}  {visible(str(row['text']))}"
    if table == "customers":
        return f"customer {described(_customer(row))}"
    day = day_name(date.fromisoformat(str(row["day"])))
    if table == "check_ins":
        return f"{day}  {row['score']}  {visible(str(row['note']))}".rstrip()
    if table == "days_off":
        return f"{day}  off {visible(str(row['reason']))}".rstrip()
    if table == "feedback":
        said = shown_score(str(row["scale"]), int(row["score"] or 0))
        return f"{day}  {CUSTOMER}{row['customer']}  {said}  {visible(str(row['words']))}".rstrip()
    return f"{day}  not today"
