"""Change rows that exist already."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from valuecheck.actions import ids
from valuecheck.actions.changing import changing
from valuecheck.actions.ids import CHECK_IN, RecordType
from valuecheck.store import connection as store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Change


@contextmanager
def amending(context: Context, label: str, kind: RecordType = CHECK_IN) -> Iterator[Change]:
    """One command's change of what is there already. Raises UsageError and StoreError."""
    # A store is made by what is recorded first, never by an attempt to change something.
    with store.reading(context.paths.store) as opened:
        ids.existing(opened, kind)
    with changing(context, label) as change:
        yield change
