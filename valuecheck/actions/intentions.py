"""Store the intention of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.actions.amending import amending
from valuecheck.core.answer import parse_note
from valuecheck.store.changes import INTENTIONS

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context


def intend(context: Context, week: str, text: str) -> None:
    """Note what to change in an ISO week; an empty text takes it back. Raises UsageError."""
    intention = parse_note(text)
    with amending(context, "review") as change:
        if intention:
            change.put(INTENTIONS, {"week": week, "at": change.at, "text": intention})
        elif change.get(INTENTIONS, week):
            change.bury(INTENTIONS, week)
