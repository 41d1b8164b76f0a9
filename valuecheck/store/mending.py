"""Mend rows that another program wrote and no command can use."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from valuecheck.core.answer import tags_of
from valuecheck.store import copies, lens
from valuecheck.store import rows as store_rows
from valuecheck.store.connection import changing
from valuecheck.store.copy_files import MANUAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from valuecheck.store.changes import Row, Value
    from valuecheck.store.lens import Unreadable

LABEL = "doctor"


def mend(path: str, moment: datetime) -> list[Unreadable]:
    """Mend every row that cannot be used, and delete what cannot be mended; returns the former.

    All of them are kept as they were in a copy, made first. Raises StoreError.
    """
    copies.make(path, MANUAL, moment)
    with changing(path, LABEL, moment) as change:
        found = lens.unreadable(change.connection)
        for each in found:
            # The row as it is cannot be read, and so not be replaced either.
            change.connection.execute(
                f"DELETE FROM main.{each.table.name} WHERE rowid = ?",  # noqa: S608
                (each.rowid,),
            )
            if row := _mended(each):
                change.put(each.table, row, undoable=False)
            elif not store_rows.problem_of_key(each.table, each.key):
                change.bury(each.table, each.key, undoable=False)
    return found


def _mended(each: Unreadable) -> Row | None:
    """The row with what is wrong in it replaced by what the rest of it says."""
    row = {**each.row, **dict(_replacements(each))}
    return None if store_rows.problem(each.table, row) else row


def _replacements(each: Unreadable) -> Iterator[tuple[str, str]]:
    row = each.row
    for name, holds in each.table.columns.items():
        if store_rows.HOLDS[holds].is_right(row[name]):
            continue
        if holds == "names":
            note = str(row.get("note", ""))
            tags = tags_of(note)._asdict().get(name, ())
            yield name, json.dumps(tags, ensure_ascii=False)
        elif holds == "day" and name != each.table.key and _is_moment(row.get("at")):
            yield name, str(row["at"])[:10]
        elif holds == "moment" and store_rows.HOLDS["day"].is_right(row.get("day")):
            yield name, f"{row['day']}T12:00:00+00:00"


def _is_moment(value: Value) -> bool:
    return store_rows.HOLDS["moment"].is_right(value)
