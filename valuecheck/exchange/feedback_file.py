"""A file of feedback as it was read: its columns, its rows, and how it was understood."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.scales import SOURCE_LIMIT
from valuecheck.exchange.column_names import is_named, plain
from valuecheck.exchange.columns import find_columns, parse_map
from valuecheck.exchange.csv_table import Csv
from valuecheck.exchange.dates import Dates
from valuecheck.exchange.files import opened
from valuecheck.exchange.json_table import json_table
from valuecheck.exchange.pieces import decide_answers, identify
from valuecheck.exchange.reading import Read
from valuecheck.exchange.row_reader import RowReader
from valuecheck.exchange.staging import staging
from valuecheck.store import check_ins, customers, feedback, imports
from valuecheck.store import connection as store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuecheck.config.compiled import Context
    from valuecheck.exchange.files import Content
    from valuecheck.exchange.reading import Given, Watch
    from valuecheck.exchange.tables import FileColumn, FileTable, TableOptions

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
        identify(found, columns, table.unit, given.source, watch)
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
        if not any(row.label for row in rows):
            return {}
        tags = {row.name for row in rows} | {*feedback.names(connection)}
        tags |= {*check_ins.customers_named(connection)}
    labels = Counter(row.label.casefold() for row in rows)
    mine = {row.label.casefold(): row.name for row in rows if row.label}
    return {label: name for label, name in mine.items() if labels[label] == 1 and label not in tags}


def _is_known(context: Context, layout: str) -> bool:
    with store.reading(context.paths.store) as connection:
        found = imports.imports(connection) if connection else []
    return any(each.layout == layout for each in found)


def _has_text(table: FileTable, taken: Iterable[FileColumn]) -> bool:
    """Return True if a column that is not `taken` holds words in one of the first rows."""
    positions = {column.name for column in taken}
    others = [column for column in table.columns if column.name not in positions]
    records = islice(table.records([each for each in others if len(each.positions) < 2]), _SAMPLE)
    return any(_WORDS.search(cell) for record in records for cell in record.cells)
