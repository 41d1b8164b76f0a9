"""The rows of a file between reading and storing: a private database that no file outlives.

It holds them on disk, so that a file of any size costs the same memory.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import ValuecheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_BATCH = 1000
_TABLES = """
    CREATE TABLE rows (
        line INTEGER NOT NULL, day TEXT NOT NULL, written TEXT NOT NULL, moment TEXT NOT NULL,
        customer TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL, own TEXT NOT NULL,
        words TEXT NOT NULL, source TEXT NOT NULL, foreign_id TEXT NOT NULL, at TEXT NOT NULL
    );
    CREATE TABLE readings (
        answer TEXT NOT NULL, own TEXT NOT NULL, scale TEXT NOT NULL, score INTEGER NOT NULL,
        PRIMARY KEY (answer, own)
    );
    CREATE TABLE pieces (
        id TEXT NOT NULL PRIMARY KEY, line INTEGER NOT NULL, day TEXT NOT NULL,
        customer TEXT NOT NULL, scale TEXT NOT NULL, score INTEGER NOT NULL, words TEXT NOT NULL,
        source TEXT NOT NULL, at TEXT NOT NULL, foreign_id TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'new', target TEXT NOT NULL DEFAULT '',
        differing TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE bad (line INTEGER NOT NULL, reason TEXT NOT NULL);
    CREATE TABLE labels (tag TEXT NOT NULL PRIMARY KEY, label TEXT NOT NULL);
    CREATE TABLE stored (
        id TEXT NOT NULL PRIMARY KEY, day TEXT NOT NULL, customer TEXT NOT NULL,
        scale TEXT NOT NULL, score INTEGER NOT NULL, words TEXT NOT NULL, source TEXT NOT NULL
    );
    CREATE TABLE pairs (id TEXT NOT NULL, stored TEXT NOT NULL)
"""


class StagedRow(NamedTuple):
    """A row that names a day, a customer and an answer; `key` is the customer's name for ids.

    `own` is the scale that it names, `foreign_id` the id that it has in its source, `moment` the
    moment in full in one form.
    """

    line: int
    day: str
    written: str
    moment: str
    customer: str
    key: str
    answer: str
    own: str
    words: str
    source: str
    foreign_id: str
    at: str


class StagedFeedback(NamedTuple):
    """A piece of feedback as it is stored; `at` is empty where it is written down only now."""

    id: str
    day: str
    customer: str
    scale: str
    score: int
    words: str
    source: str
    at: str


class Staging:
    """The rows of one file and what became of them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._pending: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)

    def add(self, table: str, values: Sequence[Any]) -> None:
        """Add a row to a table; it is there at the latest once `flush` was called."""
        pending = self._pending[table]
        pending.append(values)
        if len(pending) >= _BATCH:
            self._insert(table)

    def flush(self) -> None:
        """Write what is still pending."""
        for table in self._pending:
            self._insert(table)

    def count(self, condition: str = "1", table: str = "pieces") -> int:
        """Count the rows of a table that meet a condition."""
        sql = f"SELECT count(*) FROM {table} WHERE {condition}"  # noqa: S608
        return int(self.connection.execute(sql).fetchone()[0])

    def pieces(self, condition: str = "1", most: int = -1) -> Iterator[StagedFeedback]:
        """The pieces that meet a condition."""
        found = self.connection.execute(
            f"SELECT {', '.join(StagedFeedback._fields)} FROM pieces WHERE {condition} "  # noqa: S608
            f"ORDER BY line LIMIT {most}"
        )
        return (StagedFeedback(*row) for row in found)

    def rows(self, condition: str, now: str) -> Iterator[dict[str, Any]]:
        """The same as rows to store in the order of their ids; `now` where they have no moment."""
        fields = StagedFeedback._fields
        columns = ("coalesce(nullif(at, ''), ?)" if name == "at" else name for name in fields)
        found = self.connection.execute(
            f"SELECT {', '.join(columns)} FROM pieces WHERE {condition} ORDER BY id",  # noqa: S608
            (now,),
        )
        return (dict(zip(fields, row, strict=True)) for row in found)

    def mark(self, states: Iterable[tuple[str, str, str, str]]) -> None:
        """Set the state of pieces, the id that the store has for each, and what differs."""
        self.connection.executemany(
            "UPDATE pieces SET state = ?, target = ?, differing = ? WHERE id = ?", states
        )

    def _insert(self, table: str) -> None:
        if rows := self._pending[table]:
            marks = ", ".join("?" * len(rows[0]))
            self.connection.executemany(
                f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608
                rows,
            )
            self._pending[table] = []


@contextmanager
def staging() -> Iterator[Staging]:
    """An empty staging; its file has no name and goes when this ends."""
    connection = sqlite3.connect("", isolation_level=None)
    try:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        yield Staging(connection)
    except sqlite3.OperationalError as error:
        problem = f"the rows of the file have no room in the temporary folder: {error}"
        raise ValuecheckError(
            problem, "make room, or set TMPDIR to a folder that has some"
        ) from error
    finally:
        connection.close()
