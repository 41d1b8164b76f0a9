"""Sentences about the changes that an undo took back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.records import Customer, Feedback
from valuecheck.core.text import visible
from valuecheck.render.pages import feedback
from valuecheck.render.words.customers import described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.store.changes import Row
    from valuecheck.store.history import Command, Undone


def name(command: Command, today: date) -> str:
    """Such as `'edit' of Fri 20 Nov 14:02`."""
    return f"'{command.label}' of {day_name(command.at.date(), today)} {command.at:%H:%M}"


def doubt(command: Command, today: date, *, is_stale: bool) -> str:
    """Say why the user may not mean this command; empty where nothing speaks against it."""
    if command.forgot_since:
        return f"a forget cannot be undone, and before it came {name(command, today)}"
    return f"{name(command, today)} is more than a day old" if is_stale else ""


def lines(command: Command, undone: Undone, today: date) -> Iterator[str]:
    """The rows that changed: what is gone, what is back."""
    yield f"✓ Took back {name(command, today)}"
    for reversal in undone.rows:
        if not reversal.undone["deleted"]:
            yield f"  gone  {_row(reversal.table.name, reversal.undone, today)}"
        if reversal.restored:
            yield f"  back  {_row(reversal.table.name, reversal.restored, today)}"
    if undone.more:
        yield f"  … {undone.more:,} more"


def _trial_state(row: Row) -> str:
    if row["stopped"]:
        return "(stopped)"
    return f"({row['decision']})" if row["decision"] else ""


def _row(table: str, row: Row, today: date) -> str:
    if table == "intentions":
        return f"{row['week']}  {visible(str(row['text']))}"
    if table == "trials":
        return f"trial {visible(str(row['text']))} {_trial_state(row)}".rstrip()
    if table == "customers":
        # A change from before they could want anything.
        known = {"wants": "", "wants_on": None, "not_asked": 0, **row}
        return f"customer {described(Customer.from_row(known))}"
    if table == "feedback":
        return feedback.line(Feedback.from_row(row), today)
    if table == "imports":
        return visible(f"the import of {row['file']}")
    day = day_name(date.fromisoformat(str(row["day"])), today)
    if table == "check_ins":
        return f"{day}  {row['score']}  {visible(str(row['note']))}".rstrip()
    if table == "days_off":
        return f"{day}  off {visible(str(row['reason']))}".rstrip()
    if table == "workweeks":
        return f"workdays from {day} on"
    return f"{day}  not today"
