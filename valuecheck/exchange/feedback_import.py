"""The content of a file becomes feedback: all of it or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import changing
from valuecheck.exchange.matching import ALIKE, CHANGED, DELETED, NEW, match
from valuecheck.exchange.reading import OFTEN, STORING
from valuecheck.store import connection as store
from valuecheck.store import imports
from valuecheck.store.changes import CUSTOMERS, FEEDBACK, IMPORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from valuecheck.config.compiled import Context
    from valuecheck.exchange.feedback_file import Source
    from valuecheck.exchange.matching import Matched
    from valuecheck.exchange.reading import Read, Watch
    from valuecheck.exchange.staging import StagedFeedback
    from valuecheck.store.changes import Change, Row

LABEL = "feedback import"
NAMED_CUSTOMERS = 8


class ImportOptions(NamedTuple):
    """Choices of what to store besides new pieces.

    `again`: deleted ones, and those that agree with a stored one in all columns but one; with
    `update` these and changed ones take what the file says.
    """

    again: bool = False
    update: bool = False


class ImportResult(NamedTuple):
    """The result of an import: pieces, of how many customers, and those with the most of them."""

    pieces: int
    customers: int
    most: Mapping[str, int]
    matched: Matched
    wanted: ImportOptions


def find(context: Context, source: Source, watch: Watch, wanted: ImportOptions) -> Matched:
    """Compare the pieces of a file with the store. Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as connection:
        return _match(connection, source, watch, wanted)


def pieces(source: Source, wanted: ImportOptions) -> Iterator[StagedFeedback]:
    """Yield the pieces that an import would store, once `find` has compared them."""
    return source.read.staging.pieces(_taken(wanted))


def keep(context: Context, source: Source, watch: Watch, wanted: ImportOptions) -> ImportResult:
    """Store what is new and what else is `wanted`, as one command.

    Raises UsageError and StoreError.
    """
    read = source.read
    with store.reading(context.paths.store) as connection:
        matched = _match(connection, source, watch, wanted)
        before = _clock(connection)
        is_news = _is_news(connection, source)
    if not read.staging.count(_taken(wanted)) and not is_news:
        return _stored(read, matched, wanted)
    with changing.changing(context, LABEL) as change:
        if _clock(change.connection) != before:
            # Another process has changed the store meanwhile.
            matched = _match(change.connection, source, watch, wanted)
        _put(change, read, watch, wanted)
        change.put(IMPORTS, {"id": change.new_id(), "at": change.at, **_import(source)})
    return _stored(read, matched, wanted)


def _is_news(connection: sqlite3.Connection | None, source: Source) -> bool:
    """Return True if the unread answers differ from those of the last import of this survey."""
    found = imports.imports(connection) if connection else []
    same = (each for each in found if _key(each.source, each.layout) == _key_of(source))
    latest = next(same, None)
    return source.read.unread_on != (latest.unread_on if latest else {})


def _key(source: str, layout: str) -> tuple[str, str]:
    return source, layout


def _key_of(source: Source) -> tuple[str, str]:
    return _key(source.given.source, source.layout)


def _clock(connection: sqlite3.Connection | None) -> str:
    if connection is None:
        return ""
    (clock,) = connection.execute("SELECT value FROM facts WHERE name = 'clock'").fetchone()
    return str(clock)


def _taken(wanted: ImportOptions) -> str:
    """SQL for the pieces that an import stores."""
    states = [NEW, *([DELETED] if wanted.again else []), *([CHANGED] if wanted.update else [])]
    if wanted.update or wanted.again:
        states.append(ALIKE)
    return f"state IN ({', '.join(map(repr, states))})"


def _match(
    connection: sqlite3.Connection | None, source: Source, watch: Watch, wanted: ImportOptions
) -> Matched:
    read, given = source.read, source.given
    return match(connection, read, given, source.base_name, watch, update=wanted.update)


def _put(change: Change, read: Read, watch: Watch, wanted: ImportOptions) -> None:
    labels = read.staging.connection.execute(
        "SELECT tag, label FROM labels WHERE tag IN (SELECT customer FROM pieces)"
    )
    for tag, label in labels.fetchall():
        row = change.get(CUSTOMERS, tag)
        if row is None or row["deleted"]:
            change.put(CUSTOMERS, {**CUSTOMERS.blank, "name": tag, "label": label})
    # In the order of the ids the store grows at its end, which takes half the time.
    for _ in change.put_each(FEEDBACK, _whole(read, change.at, watch, wanted)):
        pass
    if wanted.update:
        for differing, fields in _updated(read).items():
            state = ALIKE if differing else CHANGED
            rows = _updates(read, f"state = '{state}' AND differing = '{differing}'", fields)
            for _ in change.put_each(FEEDBACK, rows):
                pass


def _whole(read: Read, now: str, watch: Watch, wanted: ImportOptions) -> Iterator[Row]:
    """The rows of pieces that the store has in no form, or only as deleted ones."""
    condition = _taken(wanted._replace(update=False))
    if wanted.update:
        condition = f"state = '{NEW}'" + (f" OR state = '{DELETED}'" if wanted.again else "")
    total = read.staging.count(condition) or 1
    for number, row in enumerate(read.staging.rows(condition, now), 1):
        if number % OFTEN == 0:
            watch(STORING, number, number / total)
        yield row


def _updated(read: Read) -> dict[str, list[str]]:
    """The fields that an update writes, by what differs; empty for changed pieces."""
    fields = {name: [name] for name in ("words", "scale", "customer", "day", "source")}
    fields["score"] = ["scale", "score"]
    return {"": [*read.compared], **fields} if read.compared else fields


def _updates(read: Read, condition: str, fields: list[str]) -> Iterator[Row]:
    found = read.staging.connection.execute(
        f"SELECT target, {', '.join(fields)} FROM pieces WHERE {condition} ORDER BY target"  # noqa: S608
    )
    for target, *values in found:
        yield {"id": target, **dict(zip(fields, values, strict=True))}


def _import(source: Source) -> Row:
    read = source.read
    first, last = read.days or ("", "")
    unread = sum(sum(each.values()) for each in read.unread_on.values())
    return {
        "file": source.base_name,
        "source": source.given.source,
        "layout": source.layout,
        "first_day": first,
        "last_day": last,
        "rows": read.rows,
        "unread": min(unread, read.rows),
        "unread_on": json.dumps(read.unread_on, sort_keys=True),
    }


def _stored(read: Read, matched: Matched, wanted: ImportOptions) -> ImportResult:
    connection = read.staging.connection
    taken = f"FROM pieces WHERE {_taken(wanted)}"
    pieces, customers = connection.execute(
        f"SELECT count(*), count(DISTINCT customer) {taken}"
    ).fetchone()
    most = connection.execute(
        f"SELECT customer, count(*) {taken} GROUP BY customer ORDER BY 2 DESC, 1 LIMIT ?",
        (NAMED_CUSTOMERS,),
    )
    return ImportResult(pieces, customers, dict(most.fetchall()), matched, wanted)
