"""What an undo took back, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.answer import CUSTOMER
from valuecheck.days import day_name
from valuecheck.scale import shown_score
from valuecheck.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.store.changes import Row
    from valuecheck.store.history import Command, TakenBack


def name(command: Command) -> str:
    """Such as `'edit' of Fri 20 Nov 14:02`."""
    return f"'{command.label}' of {day_name(command.at.date())} {command.at:%H:%M}"


def lines(command: Command, taken: TakenBack) -> Iterator[str]:
    """The rows that changed: what is gone, what is back."""
    yield f"✓ Took back {name(command)}"
    for reversal in taken.rows:
        if not reversal.undone["deleted"]:
            yield f"  gone  {_row(reversal.table.name, reversal.undone)}"
        if reversal.restored:
            yield f"  back  {_row(reversal.table.name, reversal.restored)}"
    if taken.more:
        yield f"  … {taken.more:,} more"


def _row(table: str, row: Row) -> str:
    if table == "intentions":
        return f"{row['week']}  {visible(str(row['text']))}"
    if table == "customers":
        return f"customer {CUSTOMER}{row['name']}"
    day = day_name(date.fromisoformat(str(row["day"])))
    if table == "check_ins":
        return f"{day}  {row['score']}  {visible(str(row['note']))}".rstrip()
    if table == "days_off":
        return f"{day}  off {visible(str(row['reason']))}".rstrip()
    if table == "feedback":
        said = shown_score(str(row["scale"]), int(row["score"] or 0))
        return f"{day}  {CUSTOMER}{row['customer']}  {said}  {visible(str(row['words']))}".rstrip()
    return f"{day}  not today"
