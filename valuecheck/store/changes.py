"""Changing rows: plain SQL, each command's rows kept as they were before, so that undo works."""

from __future__ import annotations

import os
import sqlite3
from itertools import islice
from operator import itemgetter

from valuecheck.core.named import NamedTuple
from valuecheck.store.clock import Tick, next_tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    Value = str | int | float | None
    Row = dict[str, Value]

HISTORY_DAYS = 90  # with commands
BATCH = 1000


class SyncedTable(NamedTuple):
    """A synced table, declared once.

    Export, import, merge, `forget` and the doctor's check of rows all follow this declaration.
    `key` is the primary key, `columns` what each column holds by one of the words of store.rows;
    device, clock and deleted come with every table. `blank` are the values of a deleted row.
    """

    name: str
    key: str
    columns: Mapping[str, str]
    blank: Mapping[str, Value]


CHECK_INS = SyncedTable(
    "check_ins",
    "id",
    {
        "id": "id",
        "day": "day",
        "at": "moment",
        "filled_in_later": "flag",
        "score": "number",
        "note": "words",
        "kinds": "names",
        "customers": "names",
        "question": "text",
    },
    {"score": None, "note": "", "kinds": "[]", "customers": "[]", "question": ""},
)
SKIPS = SyncedTable("skips", "day", {"day": "day", "at": "moment"}, {})
DAYS_OFF = SyncedTable("days_off", "day", {"day": "day", "reason": "words"}, {"reason": ""})
WORKWEEKS = SyncedTable(
    "workweeks", "day", {"day": "day", "weekdays": "weekdays"}, {"weekdays": "[]"}
)
INTENTIONS = SyncedTable(
    "intentions", "week", {"week": "week", "at": "moment", "text": "words"}, {"text": ""}
)
CUSTOMERS = SyncedTable(
    "customers",
    "name",
    {
        "name": "text",
        "label": "text",
        "pays": "flag",
        "serves": "names",
        "same_as": "text",
        "wants": "words",
        "wants_on": "day-or-none",
        "not_asked": "flag",
    },
    {
        "label": "",
        "pays": 0,
        "serves": "[]",
        "same_as": "",
        "wants": "",
        "wants_on": "",
        "not_asked": 0,
    },
)
FEEDBACK = SyncedTable(
    "feedback",
    "id",
    {
        "id": "id",
        "day": "day",
        "at": "moment",
        "customer": "text",
        "scale": "text",
        "score": "number",
        "words": "words",
        "source": "text",
    },
    {"customer": "", "scale": "", "score": None, "words": "", "source": ""},
)
TEAM_WEEKS = SyncedTable(
    "team_weeks",
    "week",
    {"week": "day", "at": "moment", "team": "text", "happy": "number", "epsilon": "ratio"},
    {"team": "", "happy": None, "epsilon": None},
)
IMPORTS = SyncedTable(
    "imports",
    "id",
    {
        "id": "id",
        "at": "moment",
        "file": "text",
        "source": "text",
        "layout": "text",
        "first_day": "text",
        "last_day": "text",
        "rows": "number",
        "unread": "number",
        "unread_on": "text",
    },
    {
        "file": "",
        "source": "",
        "layout": "",
        "first_day": "",
        "last_day": "",
        "rows": 0,
        "unread": 0,
        "unread_on": "{}",
    },
)
TRIALS = SyncedTable(
    "trials",
    "id",
    {
        "id": "id",
        "at": "moment",
        "text": "words",
        "start": "day",
        "finish": "day",
        "measure": "text",
        "stopped": "day-or-none",
        "verdict": "text",
        "decision": "text",
    },
    {"text": "", "measure": "", "stopped": "", "verdict": "", "decision": ""},
)
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
        IMPORTS,
        TEAM_WEEKS,
        TRIALS,
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
        self.finished = False
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
        for stamped in self.put_each(table, rows, undoable=undoable):
            clocks |= stamped
        return clocks

    def put_each(
        self, table: SyncedTable, rows: Iterable[Mapping[str, Value]], *, undoable: bool = True
    ) -> Iterator[dict[str, str]]:
        """Put rows as put_all does, in batches; yields the new clocks of each."""
        rows = iter(rows)
        while batch := list(islice(rows, BATCH)):
            before = self.get_all(table, [str(row[table.key]) for row in batch])
            self.see(str(row["clock"]) for row in before.values())
            after = [self._after(row, before.get(str(row[table.key]))) for row in batch]
            self.write(table, after)
            stamped = {str(row[table.key]): str(row["clock"]) for row in after}
            if undoable:
                self.remember(table, stamped, before)
            yield stamped

    def bury(self, table: SyncedTable, key: str, *, undoable: bool = True) -> str:
        """Delete a row: a blank tombstone stays, so that other machines learn of it."""
        return self.put(table, {table.key: key, **table.blank, "deleted": 1}, undoable=undoable)

    def get(self, table: SyncedTable, key: str) -> Row | None:
        """The row with `key`, tombstones included."""
        found = self.connection.execute(
            f"SELECT * FROM main.{table.name} WHERE {table.key} = ?",  # noqa: S608
            (key,),
        ).fetchone()
        return dict(found) if found else None

    def get_all(self, table: SyncedTable, keys: Sequence[str]) -> dict[str, Row]:
        """The rows with `keys` by key, as far as there are such, tombstones included."""
        marks = ", ".join("?" * len(keys))
        found = self.connection.execute(
            f"SELECT * FROM main.{table.name} WHERE {table.key} IN ({marks})",  # noqa: S608
            keys,
        )
        return {str(row[table.key]): dict(row) for row in found}

    def see(self, clocks: Iterable[str]) -> None:
        """From now on every stamp is later than these clocks, whichever machine they are from."""
        self._seen = max([self._seen, *clocks])

    def write(self, table: SyncedTable, rows: Sequence[Row]) -> None:
        """Store rows as they are, clock and device included; all have the same columns."""
        columns = list(rows[0])
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != table.key)
        self.connection.executemany(
            f"INSERT INTO main.{table.name} ({names}) VALUES ({marks}) "  # noqa: S608
            f"ON CONFLICT ({table.key}) DO UPDATE SET {updates}",
            map(itemgetter(*columns), rows),
        )

    def remember(
        self, table: SyncedTable, clocks: Mapping[str, str], before: Mapping[str, Row]
    ) -> None:
        """Note in the history how the rows with these keys were before this command.

        `clocks` are the rows' clocks now, by key: a row that has another one later has changed.
        """
        told = (self.command, self.label, self.at, self.device, table.name)
        # Within one command the first "before" counts: one undo takes all of it back.
        self.connection.executemany(
            "INSERT INTO history (command, label, at, device, table_name, key, before, clock) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (command, table_name, key) DO UPDATE SET clock = excluded.clock",
            [(*told, key, _kept(before.get(key)), clock) for key, clock in clocks.items()],
        )

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

    def is_in(self, connection: sqlite3.Connection) -> bool:
        """Return whether a store holds this change."""
        found = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM facts WHERE name = 'clock' AND value = ?) "
            "OR EXISTS (SELECT 1 FROM history WHERE command = ? AND clock = ?)",
            (self._seen, self.command, self._seen),
        ).fetchone()
        return bool(found[0])

    def finish(self) -> None:
        """Keep the clock for the next command and drop history that is too old to undo."""
        self.connection.execute("UPDATE facts SET value = ? WHERE name = 'clock'", (self._seen,))
        self._prune_history()
        self.finished = True

    def _prune_history(self) -> None:
        """Keep the commands of the last days that have any, once a day.

        Days by the wall clock would do away with everything once that clock jumped ahead.
        """
        today = self.at[:10]
        before = self.connection.execute(
            "SELECT substr(at, 1, 10) FROM history WHERE command <> ? ORDER BY id DESC LIMIT 1",
            (self.command,),
        ).fetchone()
        if before is None or before[0] == today:
            return
        self.connection.execute(
            "DELETE FROM history WHERE substr(at, 1, 10) < (SELECT min(day) FROM "
            "(SELECT DISTINCT substr(at, 1, 10) AS day FROM history ORDER BY day DESC LIMIT ?))",
            (HISTORY_DAYS,),
        )

    def _fact(self, name: str) -> str:
        found = self.connection.execute("SELECT value FROM facts WHERE name = ?", (name,))
        for (value,) in found:
            return str(value)
        message = f"its {name} is missing"
        raise sqlite3.DatabaseError(message)

    def _after(self, row: Mapping[str, Value], before: Row | None) -> Row:
        kept = before or {}
        return {**kept, "deleted": 0, **row, "device": self.device, "clock": self._stamp()}

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
