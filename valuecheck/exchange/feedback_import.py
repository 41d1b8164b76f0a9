"""Feedback from a file: read it, say what would be stored, store all of it or nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import changing
from valuecheck.core.scales import SOURCE_LIMIT
from valuecheck.exchange.columns import find_columns, is_named, parse_map, plain
from valuecheck.exchange.csv_table import Csv
from valuecheck.exchange.dates import Dates
from valuecheck.exchange.files import opened
from valuecheck.exchange.json_table import json_table
from valuecheck.exchange.matching import ALIKE, CHANGED, DELETED, NEW, match
from valuecheck.exchange.pieces import decide_answers, identify
from valuecheck.exchange.reading import COMPARING, OFTEN, STORING, Read
from valuecheck.exchange.row_reader import RowReader
from valuecheck.exchange.staging import staging
from valuecheck.store import check_ins, customers, feedback, imports
from valuecheck.store import connection as store
from valuecheck.store.changes import CUSTOMERS, FEEDBACK, IMPORTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from valuecheck.config.compiled import Context
    from valuecheck.exchange.files import Content
    from valuecheck.exchange.matching import Matched
    from valuecheck.exchange.reading import Given, Watch
    from valuecheck.exchange.staging import StagedFeedback
    from valuecheck.exchange.tables import FileColumn, FileTable, TableOptions
    from valuecheck.store.changes import Change, Row

LABEL = "feedback import"
_SAMPLE = 100
_WORDS = re.compile(r"[^\W\d_]\S*\s+[^\W\d_]")


class Sample(NamedTuple):
    """A piece, and the answer as the file has it."""

    day: str
    customer: str
    scale: str
    score: int
    words: str
    answer: str


class Source(NamedTuple):
    """A file and what was found in it: `columns` are the headings by field, each with its reason.

    `details` says how the file was understood, `layout` is a hash of its headings, known from an
    earlier import if `is_known`. `leaves_text` says that nobody named a column for the words,
    while one not taken holds text.
    """

    name: str
    base_name: str
    encoding: str
    is_guessed: bool
    unit: str
    details: list[str]
    columns: Mapping[str, str]
    labels: Mapping[str, str]
    reasons: Mapping[str, str]
    samples: list[Sample]
    given: Given
    read: Read
    layout: str
    is_known: bool
    leaves_text: bool


class ImportOptions(NamedTuple):
    """Choices of what to store besides new pieces.

    `again`: deleted ones, and those that agree with a stored one in all columns but one; with
    `update` these and changed ones take what the file says.
    """

    again: bool = False
    update: bool = False


class ImportResult(NamedTuple):
    """The result of an import: the number of pieces of each customer, the most first."""

    customers: Mapping[str, int]
    matched: Matched
    wanted: ImportOptions


@contextmanager
def read(
    context: Context,
    file: str,
    given: Given,
    maps: list[str],
    watch: Watch,
    *,
    options: TableOptions,
    encoding: str = "",
) -> Iterator[Source]:
    """Read `file`, with `maps` as for parse_map; the result is gone once this ends.

    Raises ValuecheckError where it cannot be read or understood.
    """
    with opened(file, encoding) as content, staging() as rows:
        table = _table(content, options, maps)
        header = [column.name for column in table.columns]
        mapped = parse_map(maps, header)
        said = {"customer": given.customer, "scale": given.scale, "source": given.source}
        labels = [column.labels for column in table.columns]
        named = [name for name, word in said.items() if word]
        places = find_columns(header, mapped, named, labels)
        columns = {field: table.columns[place] for field, place in places.items()}
        dates = Dates.here(given.order, context.now, context.settings.day_starts_at)
        found = Read(rows, columns)
        RowReader(table, columns, given, _labels(context), dates).read(found, watch)
        decide_answers(found, columns["score"], given)
        identify(found, columns, table.unit, given.source)
        layout = sha256("\0".join(header).encode("utf-8", "replace")).hexdigest()[:32]
        yield Source(
            name=content.shown,
            base_name=content.base_name[:SOURCE_LIMIT],
            encoding=content.encoding,
            is_guessed=content.is_guessed,
            unit=table.unit,
            details=table.details,
            columns={field: column.name for field, column in columns.items()},
            labels={field: _label(column) for field, column in columns.items()},
            reasons={field: _reason(field, column, mapped) for field, column in columns.items()},
            samples=_samples(found),
            given=given,
            read=found,
            layout=layout,
            is_known=_is_known(context, layout),
            leaves_text="words" not in {*columns, *mapped} and _has_text(table, columns.values()),
        )


def find(context: Context, source: Source, wanted: ImportOptions) -> Matched:
    """Compare the pieces of a file with the store. Raises UsageError and StoreError."""
    with store.reading(context.paths.store) as connection:
        return _match(connection, source, wanted)


def pieces(source: Source, wanted: ImportOptions) -> Iterator[StagedFeedback]:
    """Yield the pieces that an import would store, once `find` has compared them."""
    return source.read.staging.pieces(_taken(wanted))


def keep(context: Context, source: Source, watch: Watch, wanted: ImportOptions) -> ImportResult:
    """Store what is new and what else is `wanted`, as one command.

    Raises UsageError and StoreError.
    """
    read = source.read
    watch(COMPARING, read.pieces, 0.0)
    with store.reading(context.paths.store) as connection:
        matched = _match(connection, source, wanted)
        before = _clock(connection)
        is_news = _is_news(connection, source)
    if not read.staging.count(_taken(wanted)) and not is_news:
        return _stored(read, matched, wanted)
    with changing.changing(context, LABEL) as change:
        if _clock(change.connection) != before:
            # Another process has changed the store meanwhile.
            matched = _match(change.connection, source, wanted)
        _put(change, read, watch, wanted)
        change.put(IMPORTS, {"id": change.new_id(), "at": change.at, **_import(source)})
    return _stored(read, matched, wanted)


def _table(content: Content, options: TableOptions, maps: Iterable[str]) -> FileTable:
    texts = [text.casefold() for text in maps]

    def mapped(name: str) -> bool:
        bare = name.strip().casefold()
        return any(f"={bare}" in text or (len(bare) > 3 and bare in text) for text in texts)

    is_csv = options.delimiter or options.skip_lines
    return (None if is_csv else json_table(content)) or Csv(content, options, mapped)


def _label(column: FileColumn) -> str:
    """Return the text that rows below a heading add to it."""
    texts = (text for text in column.labels if plain(text) != plain(column.name))
    return " ".join(texts)


def _reason(field: str, column: FileColumn, mapped: Mapping[str, str]) -> str:
    """Return the reason for choosing a column."""
    if field in mapped:
        return "as named"
    if any(is_named(text, field) for text in (column.name, *column.labels)):
        return "by its name"
    return "by its question"


def _samples(read: Read) -> list[Sample]:
    """Three answers as they were read, those first that are more than a number."""
    found = read.staging.connection.execute(
        "SELECT pieces.day, pieces.customer, scale, score, pieces.words, answer "
        "FROM pieces JOIN rows USING (line) "
        "GROUP BY answer ORDER BY answer = CAST(score AS TEXT), line LIMIT 3"
    )
    return [Sample(*row) for row in found]


def _labels(context: Context) -> dict[str, str]:
    """The customers by their labels, case ignored; somebody's tag is nobody else's label."""
    with store.reading(context.paths.store) as connection:
        if connection is None:
            return {}
        rows = customers.customers(connection)
        tags = {row.name for row in rows} | {*feedback.names(connection)}
        tags |= {*check_ins.customers_named(connection)}
    labels = Counter(row.label.casefold() for row in rows)
    mine = {row.label.casefold(): row.name for row in rows if row.label}
    return {label: name for label, name in mine.items() if labels[label] == 1 and label not in tags}


def _is_known(context: Context, layout: str) -> bool:
    with store.reading(context.paths.store) as connection:
        found = imports.imports(connection) if connection else []
    return any(each.layout == layout for each in found)


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


def _match(connection: sqlite3.Connection | None, source: Source, wanted: ImportOptions) -> Matched:
    return match(connection, source.read, source.given, source.base_name, update=wanted.update)


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
    for number, piece in enumerate(read.staging.pieces(condition, order="1"), 1):
        if number % OFTEN == 0:
            watch(STORING, number, number / total)
        yield {**piece._asdict(), "at": piece.at or now}


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


def _has_text(table: FileTable, taken: Iterable[FileColumn]) -> bool:
    """Return True if a column that is not `taken` holds words in one of the first rows."""
    positions = {column.name for column in taken}
    others = [column for column in table.columns if column.name not in positions]
    records = islice(table.records([each for each in others if len(each.positions) < 2]), _SAMPLE)
    return any(_WORDS.search(cell) for record in records for cell in record.cells)


def _stored(read: Read, matched: Matched, wanted: ImportOptions) -> ImportResult:
    found = read.staging.connection.execute(
        f"SELECT customer, count(*) FROM pieces WHERE {_taken(wanted)} "  # noqa: S608
        "GROUP BY customer ORDER BY 2 DESC, 1"
    )
    return ImportResult(dict(found.fetchall()), matched, wanted)
