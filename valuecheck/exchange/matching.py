"""A file's pieces beside those of the store: nothing becomes a second piece of the same answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.identity import TIMELESS, id_of_foreign
from valuecheck.exchange.reading import SAID
from valuecheck.store import feedback, imports

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from valuecheck.exchange.reading import Given, Read
    from valuecheck.exchange.staging import Staging

BATCH = 1000
NEW, KNOWN, CHANGED, DELETED, ALIKE = "new", "known", "changed", "deleted", "alike"
# Words that are long enough to be somebody's own.
_TELLING_WORDS = 10
# Sources are tried one by one, the latest first.
_SOURCES_MOST = 20
_DAY = 86_400_000
# In which columns a piece and a stored one agree, and in which they differ: one line each, in the
# order in which they are tried.
_PAIRINGS = (
    ("", ("day", "customer", "scale", "score", "words"), "1"),
    ("words", ("day", "customer", "scale", "score"), "1"),
    ("scale", ("day", "customer", "score", "words"), "1"),
    ("score", ("day", "customer", "words"), f"length(words) >= {_TELLING_WORDS}"),
    ("customer", ("day", "scale", "score", "words"), f"length(words) >= {_TELLING_WORDS}"),
    ("day", ("customer", "scale", "score", "words"), f"length(words) >= {_TELLING_WORDS}"),
)


class Matched(NamedTuple):
    """The pieces of a file, counted by what the store has of them.

    `known` it has as they are, `changed` under their ids with other contents, `deleted` it had.
    `alike` agree with others that it has in all columns but one, by the name of that one.
    """

    new: int
    known: int
    changed: int
    deleted: int
    alike: dict[str, int]


def match(connection: sqlite3.Connection | None, read: Read, given: Given, file: str) -> Matched:
    """Find each piece in the store, as `state` and `target` in the staging.

    Raises UsageError where `file` is another survey that counts its ids alike.
    """
    staging = read.staging
    staging.connection.execute("UPDATE pieces SET state = 'new', target = '', differing = ''")
    if connection is not None:
        _match_ids(connection, read, given, file)
        _match_contents(connection, read, given)
    states = staging.connection.execute(
        "SELECT state, differing, count(*) FROM pieces GROUP BY state, differing"
    ).fetchall()
    counts: Counter[str] = Counter()
    alike: dict[str, int] = {}
    for state, differing, count in states:
        counts[state] += count
        if state == ALIKE:
            alike[differing] = count
    return Matched(counts[NEW], counts[KNOWN], counts[CHANGED], counts[DELETED], alike)


def _match_ids(connection: sqlite3.Connection, read: Read, given: Given, file: str) -> None:
    """Find pieces by their ids: today's, those of earlier versions, those of other sources."""
    others = _other_sources(connection, given) if read.has_ids else []
    strangers = _Strangers(connection, file)
    for batch in _batches(read.staging):
        ids = {row[0]: _ids(row, others) for row in batch}
        known = feedback.known(connection, [id_ for each in ids.values() for id_ in each])
        states = []
        for row in batch:
            piece = dict(zip(SAID, row[1:6], strict=True))
            there = [id_ for id_ in ids[row[0]] if id_ in known]
            if not there:
                continue
            # One that was deleted under another id is there all the same.
            found = next((id_ for id_ in there if known[id_]), there[0])
            stored = known[found]
            by_source = found in ids[row[0]][3:]
            if stored is None:
                if not by_source:
                    states.append((DELETED, found, "", row[0]))
            elif by_source:
                if not differs(piece, stored, SAID):
                    states.append((ALIKE, found, "source", row[0]))
            else:
                is_changed = found != row[8] and differs(piece, stored, read.compared)
                states.append((CHANGED if is_changed else KNOWN, found, "", row[0]))
                if row[7]:
                    strangers.look(piece, stored)
        read.staging.mark(states)
    strangers.refuse()


def _batches(staging: Staging) -> Iterator[list[tuple[Any, ...]]]:
    found = staging.connection.cursor().execute(
        f"SELECT id, {', '.join(SAID)}, earlier_id, foreign_id, said_id FROM pieces "  # noqa: S608
        "ORDER BY rowid"
    )
    # Marks change the rows that are being read, but neither their number nor their order.
    while batch := found.fetchmany(BATCH):
        yield batch


def _ids(row: Sequence[Any], others: Sequence[str]) -> list[str]:
    """List the ids a piece may be stored under, the surest first; other sources from the 4th on."""
    foreign = row[7]
    elsewhere = [id_of_foreign(name, foreign) for name in others if foreign]
    return [row[0], row[6], row[8] or row[0], *elsewhere]


def _other_sources(connection: sqlite3.Connection, given: Given) -> list[str]:
    """The sources under which the same file may have been imported before.

    With a name of its own it is only that without one: two names are two sources.
    """
    if given.source:
        return [""]
    names = [each.source for each in imports.imports(connection) if each.source]
    return [*dict.fromkeys(names)][:_SOURCES_MOST]


class _Strangers:
    """Counts pieces that share nothing but their ids with those of the store."""

    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self._connection = connection
        self._file = file
        self._known = self._strangers = self._others = 0
        self._at = ""

    def look(self, piece: Mapping[str, object], stored: Mapping[str, object]) -> None:
        """Compare a piece with what the store has under its id."""
        self._known += 1
        is_same_said = piece["words"] and piece["words"] == stored["words"]
        if piece["score"] == stored["score"] or is_same_said:
            return
        is_other = piece["customer"] != stored["customer"]
        if is_other or piece["day"] != stored["day"]:
            self._strangers += 1
            self._others += is_other
            self._at = self._at or str(stored["at"])

    def refuse(self) -> None:
        """Raise UsageError where most of the known ids are those of other answers."""
        is_one = self._known == 1 and not self._others
        if 2 * self._strangers <= self._known or is_one:
            return
        earlier_imports = imports.imports(self._connection)
        names = (each.source or each.file for each in earlier_imports if each.at == self._at)
        name = next(names, "")
        earlier = quoted(name) if name else "an earlier import"
        problem = (
            f"{quoted(self._file)} has the ids of {earlier}, but other customers, scores and "
            "words: it is another survey that counts alike"
        )
        raise UsageError(problem, "add --source NAME, which keeps them apart")


def _match_contents(connection: sqlite3.Connection, read: Read, given: Given) -> None:
    """Find new pieces whose contents an import has stored under another id, or all but one column.

    Only where this holds for at least half of those new ones that are not later than what is
    stored: it is then the same file, read or written differently. Of pieces with ids of their own
    only those that had none before: two ids are two answers.
    """
    staging = read.staging
    first, last = staging.connection.execute(
        "SELECT date(min(day), '-1 day'), date(max(day), '+1 day') FROM pieces WHERE state = 'new'"
    ).fetchone()
    if not first or not _load(connection, read, given, first, last):
        return
    not_later = "state = 'new' AND day <= (SELECT max(day) FROM stored)"
    for differing, same, condition in _PAIRINGS[: 1 if read.has_ids else None]:
        staging.connection.execute("DELETE FROM pairs")
        staging.connection.execute(_pairs(differing, same, condition))
        count = staging.count("1", "pairs")
        if count and 2 * count >= staging.count(not_later):
            named = differing or ("source" if given.source else "")
            staging.connection.execute(
                "UPDATE pieces SET state = ?, target = pairs.stored, differing = ? "
                "FROM pairs WHERE pairs.id = pieces.id",
                (ALIKE if named else KNOWN, named),
            )
            staging.connection.execute("DELETE FROM stored WHERE id IN (SELECT stored FROM pairs)")


def _pairs(differing: str, same: Sequence[str], condition: str) -> str:
    """SQL that pairs new and stored pieces which agree in `same`, each at most once."""
    columns = ", ".join(same)
    place = f"row_number() OVER (PARTITION BY {columns} ORDER BY {{}}) AS place"
    near = "abs(julianday(new.on_day) - julianday(kept.on_day)) <= 1" if differing == "day" else "1"
    return f"""
        WITH new AS (
            SELECT id, day AS on_day, {columns}, {place.format("line")} FROM pieces
            WHERE state = 'new' AND {condition}
        ), kept AS (
            SELECT id, day AS on_day, {columns}, {place.format("id")} FROM stored WHERE {condition}
        )
        INSERT INTO pairs SELECT new.id, kept.id FROM new JOIN kept USING ({columns}, place)
        WHERE {near}
    """  # noqa: S608


def _load(connection: sqlite3.Connection, read: Read, given: Given, first: str, last: str) -> int:
    """Copy what imports have stored between two days and no piece of the file is; how many."""
    staging = read.staging
    staging.connection.execute("DELETE FROM stored")
    for row in feedback.between(connection, first, last):
        is_other = given.source and row["source"] and row["source"] != given.source
        has_id = row["id"].startswith(TIMELESS)
        if not is_other and _is_imported(row["id"]) and not (read.has_ids and has_id):
            staging.add("stored", tuple(row))
    staging.flush()
    staging.connection.execute("DELETE FROM stored WHERE id IN (SELECT target FROM pieces)")
    return staging.count("1", "stored")


def _is_imported(id_: str) -> bool:
    """Return True for an id that was computed from an import: its time is a midnight."""
    return int(id_.replace("-", "")[:12], 16) % _DAY == 0


def differs(
    piece: Mapping[str, object], other: Mapping[str, object], fields: Sequence[str]
) -> bool:
    """Return True if the two differ in one of these fields."""
    return any(piece[field] != other[field] for field in fields)
