"""Changing rows: plain SQL, each command's rows kept as they were before, so that undo works."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from valuecheck.core.named import NamedTuple
from valuecheck.store import connection as store
from valuecheck.store import sqlite
from valuecheck.store.clock import Tick, next_tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    Value = str | int | float | None
    Row = dict[str, Value]

HISTORY_KEPT = timedelta(days=90)
BATCH = 1000


class SyncedTable(NamedTuple):
    """A synced table: its key column, and the values that its rows have once deleted."""

    name: str
    key: str
    blank: Mapping[str, Value]


CHECK_INS = SyncedTable(
    "check_ins",
    "id",
    {"score": None, "note": "", "kinds": "[]", "customers": "[]", "question": ""},
)
SKIPS = SyncedTable("skips", "day", {})
DAYS_OFF = SyncedTable("days_off", "day", {"reason": ""})
WORKWEEKS = SyncedTable("workweeks", "day", {"weekdays": "[]"})
INTENTIONS = SyncedTable("intentions", "week", {"text": ""})
CUSTOMERS = SyncedTable(
    "customers", "name", {"label": "", "pays": 0, "serves": "[]", "same_as": ""}
)
FEEDBACK = SyncedTable(
    "feedback", "id", {"customer": "", "scale": "", "score": None, "words": "", "source": ""}
)
TEAM_WEEKS = SyncedTable("team_weeks", "week", {"team": "", "happy": None, "epsilon": None})
TABLES = {
    table.name: table
    for table in (
        CHECK_INS,
        SKIPS,
        DAYS_OFF,
        WORKWEEKS,
        INTENTIONS,
        CUSTOMERS,
        FEEDBACK,
        TEAM_WEEKS,
    )
}


class Change:
    """The changes of one command inside one write transaction.

    `command` groups them: what one command changed, in one transaction or several, one undo
    takes back. `at` is the moment as stored: ISO 8601 with offset, to the second.
    """

    def __init__(
        self, connection: sqlite3.Connection, label: str, moment: datetime, command: str = ""
    ) -> None:
        self.connection = connection
        self.label = label
        self.moment = moment
        self.at = moment.isoformat(timespec="seconds")
        self._milliseconds = int(moment.timestamp() * 1000)
        self.device = self._fact("device")
        self._seen = self._fact("clock")
        self._nonce = os.urandom(4).hex()
        self.command = command or self.new_id()

    def new_id(self) -> str:
        """A fresh UUIDv7, later than every id that this store has seen."""
        return self._tick().uuid7(os.urandom(8))

    def put(self, table: SyncedTable, row: Mapping[str, Value], *, undoable: bool = True) -> str:
        """Insert or replace the row with `row`'s key; what it leaves out keeps its value.

        Returns the row's new clock.
        """
        return self.put_all(table, [row], undoable=undoable)[str(row[table.key])]

    def put_all(
        self, table: SyncedTable, rows: Iterable[Mapping[str, Value]], *, undoable: bool = True
    ) -> dict[str, str]:
        """Put many rows with different keys and the same columns; returns their new clocks."""
        clocks: dict[str, str] = {}
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            before = self.get_all(table, [str(row[table.key]) for row in batch])
            self._seen = max([self._seen, *(str(row["clock"]) for row in before.values())])
            after = [self._after(row, before.get(str(row[table.key]))) for row in batch]
            self._write(table, after)
            stamped = {str(row[table.key]): str(row["clock"]) for row in after}
            if undoable:
                self._remember(table, stamped, before)
            clocks |= stamped
        return clocks

    def bury(self, table: SyncedTable, key: str, *, undoable: bool = True) -> str:
        """Delete a row: a blank tombstone stays, so that other machines learn of it."""
        return self.put(table, {table.key: key, **table.blank, "deleted": 1}, undoable=undoable)

    def get(self, table: SyncedTable, key: str) -> Row | None:
        """The row with `key`, tombstones included."""
        found = self.connection.execute(
            f"SELECT * FROM {table.name} WHERE {table.key} = ?",  # noqa: S608
            (key,),
        ).fetchone()
        return dict(found) if found else None

    def get_all(self, table: SyncedTable, keys: Sequence[str]) -> dict[str, Row]:
        """The rows with `keys` by key, as far as there are such, tombstones included."""
        marks = ", ".join("?" * len(keys))
        found = self.connection.execute(
            f"SELECT * FROM {table.name} WHERE {table.key} IN ({marks})",  # noqa: S608
            keys,
        )
        return {str(row[table.key]): dict(row) for row in found}

    def hold_workweek(self, today: date, weekdays: list[int]) -> None:
        """Note that these weekdays (0 is Monday) are worked from `today` on.

        The first note of all holds for the past as well; a changed setting never rewrites it.
        """
        last = self.connection.execute(
            "SELECT weekdays FROM workweeks WHERE deleted = 0 ORDER BY day DESC LIMIT 1"
        ).fetchone()
        text = str(weekdays)
        if last is None or last[0] != text:
            since = today.isoformat() if last else "0001-01-01"
            self.put(WORKWEEKS, {"day": since, "weekdays": text}, undoable=False)

    def take_fact(self, name: str) -> str | None:
        """Return the fact of this name and remove it; None where there is none."""
        found = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,))
        row = found.fetchone()
        if row is None:
            return None
        self.connection.execute("DELETE FROM facts WHERE name = ?", (name,))
        return str(row["value"])

    def finish(self) -> None:
        """Keep the clock for the next command and drop history that is too old to undo."""
        self.connection.execute("UPDATE facts SET value = ? WHERE name = 'clock'", (self._seen,))
        oldest = (self.moment - HISTORY_KEPT).isoformat(timespec="seconds")
        self.connection.execute("DELETE FROM history WHERE julianday(at) < julianday(?)", (oldest,))

    def _fact(self, name: str) -> str:
        found = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,))
        for (value,) in found:
            return str(value)
        message = f"its {name} is missing"
        raise sqlite3.DatabaseError(message)

    def _after(self, row: Mapping[str, Value], before: Row | None) -> Row:
        kept = before or {}
        return {**kept, "deleted": 0, **row, "device": self.device, "clock": self._stamp()}

    def _write(self, table: SyncedTable, rows: Sequence[Row]) -> None:
        columns = list(rows[0])
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != table.key)
        self.connection.executemany(
            f"INSERT INTO {table.name} ({names}) VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT ({table.key}) DO UPDATE SET {updates}",
            [[row[name] for name in columns] for row in rows],
        )

    def _remember(
        self, table: SyncedTable, clocks: Mapping[str, str], before: Mapping[str, Row]
    ) -> None:
        entry = (self.command, self.label, self.at, self.device, table.name)
        # Within one command the first "before" counts: one undo takes all of it back.
        self.connection.executemany(
            "INSERT INTO history (command, label, at, device, table_name, key, before, clock) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (command, table_name, key) DO UPDATE SET clock = excluded.clock",
            [(*entry, key, _kept(before.get(key)), clock) for key, clock in clocks.items()],
        )

    def _tick(self) -> Tick:
        tick = next_tick(self._seen, self._milliseconds)
        self._seen = tick.text(self.device, self._nonce)
        return tick

    def _stamp(self) -> str:
        self._tick()
        return self._seen


def _kept(row: Row | None) -> str | None:
    """A row as history keeps it."""
    if row is None:
        return None
    import json

    return json.dumps(row, ensure_ascii=False)


@contextmanager
def changing(
    path: str,
    label: str,
    moment: datetime,
    *,
    command: str = "",
    timeout: float = sqlite.BUSY_SECONDS,
) -> Iterator[Change]:
    """One command's change of the store at `path`: all of it durable, or none of it there.

    `label` names it for undo; `command` continues an earlier one. Raises StoreError.
    """
    with store.writing(path, timeout) as connection:
        change = Change(connection, label, moment, command)
        yield change
        change.finish()
