"""Look up ids by their last digits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from valuecheck.store.changes import SyncedTable


def ids_ending_in(
    connection: sqlite3.Connection, table: SyncedTable, suffix: str, *, deleted: bool = False
) -> list[str]:
    """The ids that end in these hexadecimal digits, dashes left out; `deleted` ones too if so."""
    rows = connection.execute(
        f"SELECT id FROM {table.name} "  # noqa: S608
        "WHERE (deleted = 0 OR ?) AND substr(replace(id, '-', ''), -?) = ?",
        [deleted, len(suffix), suffix],
    )
    return [row["id"] for row in rows]


def last_id(connection: sqlite3.Connection, table: SyncedTable) -> str | None:
    """The id of the row that was written last."""
    # "deleted = 0" would lead SQLite to an index in another order, and to sorting all of it.
    rows = connection.execute(
        f"SELECT id FROM {table.name} WHERE NOT deleted ORDER BY id DESC LIMIT 1"  # noqa: S608
    )
    return next((str(row["id"]) for row in rows), None)


def short_id_length(
    connection: sqlite3.Connection, table: SyncedTable, ids: Sequence[str], at_least: int = 6
) -> int:
    """Return how many last digits are needed to distinguish `ids` from all others of the table."""
    rows = connection.execute(
        f"SELECT replace(id, '-', '') AS digits FROM {table.name} "  # noqa: S608
        "WHERE substr(id, -?) IN (SELECT substr(value, -?) FROM json_each(?))",
        [at_least, at_least, json.dumps(ids)],
    )
    alike = [row["digits"] for row in rows]
    length = at_least
    while length < 32 and len({digits[-length:] for digits in alike}) < len(alike):
        length += 1
    return length
