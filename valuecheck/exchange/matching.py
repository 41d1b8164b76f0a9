"""A file's pieces beside those of the store: nothing becomes a second piece of the same answer."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import DAY_MILLISECONDS
from valuecheck.exchange import pieces
from valuecheck.exchange.identity import TIMELESS, id_of_foreign
from valuecheck.exchange.reading import COMPARING, SAID
from valuecheck.exchange.strangers import Strangers
from valuecheck.store import feedback, imports
from valuecheck.store.changes import BATCH

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuecheck.exchange.pieces import Candidate
    from valuecheck.exchange.reading import Given, Read, Watch

NEW, KNOWN, CHANGED, DELETED, ALIKE = "new", "known", "changed", "deleted", "alike"
# Words that are long enough to be somebody's own.
_TELLING_WORDS = 10
# Sources are tried one by one, the latest first.
_SOURCES_MOST = 20
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


def match(
    connection: sqlite3.Connection | None,
    read: Read,
    given: Given,
    file: str,
    watch: Watch,
    *,
    update: bool,
) -> Matched:
    """Find each piece in the store, as `state` and `target` in the staging.

    Raises UsageError where `file` is another survey that counts its ids alike, or may be and the
    user wants no `update`.
    """
    staging = read.staging
    staging.connection.execute(
        "UPDATE pieces SET state = 'new', target = '', differing = '' WHERE state != 'new'"
    )
    if connection is not None:
        strangers = Strangers(connection, file)
        _match_ids(connection, read, given, strangers, watch)
        strangers.refuse(update=update)
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


def _match_ids(
    connection: sqlite3.Connection, read: Read, given: Given, strangers: Strangers, watch: Watch
) -> None:
    """Find pieces by their ids: today's, then those of earlier versions and of other sources."""
    staging = read.staging
    for number, batch in enumerate(_batches(pieces.candidates(staging))):
        watch(COMPARING, number * BATCH, number * BATCH / read.pieces)
        known = feedback.known(connection, [each.id for each in batch])
        found = [each for each in batch if each.id in known]
        staging.mark([_mark(each, each.id, known[each.id], read, strangers) for each in found])
    sources = _other_sources(connection, given) if read.has_ids else []
    agreeing = 0
    for number, batch in enumerate(_batches(pieces.earlier(staging, given.source))):
        watch(COMPARING, number * BATCH, number * BATCH / read.pieces)
        own = {each.id: [each.id, each.first_version, each.content] for each in batch}
        other = {each.id: _ids_elsewhere(each, sources) for each in batch}
        ids = [id_ for each in (*own.values(), *other.values()) for id_ in each]
        known = feedback.known(connection, ids)
        marks = []
        for each in batch:
            # One that was deleted under another id is there all the same.
            there = [id_ for id_ in (*own[each.id], *other[each.id]) if known.get(id_)]
            there += [id_ for id_ in own[each.id] if id_ in known]
            if not there:
                continue
            stored = known[there[0]]
            if there[0] in own[each.id]:
                marks.append(_mark(each, there[0], stored, read, strangers))
            elif stored and differs(each._asdict(), stored, SAID):
                agreeing -= 1
            else:
                agreeing += 1
                marks.append((ALIKE, there[0], "source", each.id))
        staging.mark(marks)
    if agreeing < 0:
        # A few that agree are of another survey all the same.
        staging.connection.execute(
            "UPDATE pieces SET state = ?, target = '', differing = '' WHERE state = ?", (NEW, ALIKE)
        )


def _mark(
    piece: Candidate,
    found: str,
    stored: Mapping[str, object] | None,
    read: Read,
    strangers: Strangers,
) -> tuple[str, str, str, str]:
    """The state of a piece that the store has, or had (None), under the id `found`."""
    if stored is None:
        return DELETED, found, "", piece.id
    if piece.foreign_id:
        strangers.look(piece._asdict(), stored)
    is_changed = found != piece.content and differs(piece._asdict(), stored, read.compared)
    return CHANGED if is_changed else KNOWN, found, "", piece.id


def _ids_elsewhere(piece: Candidate, sources: Iterable[str]) -> list[str]:
    """List the ids that a piece has if it is from one of these sources."""
    return [id_of_foreign(name, piece.foreign_id) for name in sources if piece.foreign_id]


def _batches(found: Iterator[Candidate]) -> Iterator[list[Candidate]]:
    # Marks change the rows that are being read, but neither their number nor their order.
    while batch := [*islice(found, BATCH)]:
        yield batch


def _other_sources(connection: sqlite3.Connection, given: Given) -> list[str]:
    """The sources under which the same file may have been imported before.

    With a name of its own it is only that without one: two names are two sources.
    """
    if given.source:
        return [""]
    names = [each.source for each in imports.imports(connection) if each.source]
    return [*dict.fromkeys(names)][:_SOURCES_MOST]


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
    return int(id_.replace("-", "")[:12], 16) % DAY_MILLISECONDS == 0


def differs(
    piece: Mapping[str, object], other: Mapping[str, object], fields: Sequence[str]
) -> bool:
    """Return True if the two differ in one of these fields."""
    return any(piece[field] != other[field] for field in fields)
