"""Feedback from a file: read it, say what would be stored, store all of it or nothing."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import changing
from valuecheck.exchange.columns import find_columns, parse_map
from valuecheck.exchange.dates import Dates
from valuecheck.exchange.files import read_file
from valuecheck.exchange.reading import OFTEN, STORING, Reader, differs
from valuecheck.exchange.tables import table_of
from valuecheck.store import check_ins, feedback
from valuecheck.store import connection as store
from valuecheck.store import customers as store_customers
from valuecheck.store.changes import FEEDBACK

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuecheck.config.compiled import Context
    from valuecheck.exchange.reading import Given, Piece, Read, Watch
    from valuecheck.exchange.tables import FileTable
    from valuecheck.store.changes import Row

LABEL = "feedback import"
_SAMPLE = 100
_WORDS = re.compile(r"[^\W\d_]\S*\s+[^\W\d_]")


class Source(NamedTuple):
    """A file and what was found in it: `columns` are the headings by field.

    `leaves_text` says that nobody named a column for the words, while one not taken holds text.
    """

    name: str
    encoding: str
    is_guessed: bool
    unit: str
    columns: Mapping[str, str]
    given: Given
    read: Read
    leaves_text: bool


class ImportOptions(NamedTuple):
    """What is stored besides new pieces: deleted ones `again`, and an `update` of changed ones."""

    again: bool = False
    update: bool = False


class Sorted(NamedTuple):
    """Pieces by what the store knows of them.

    `known` counts those that it has, `changed` are others that it has but that read differently.
    """

    new: Sequence[Piece]
    deleted: Sequence[Piece]
    changed: Sequence[Piece]
    known: int

    def taken(self, wanted: ImportOptions) -> list[Piece]:
        """Those that an import stores."""
        deleted = self.deleted if wanted.again else ()
        return [*self.new, *deleted, *(self.changed if wanted.update else ())]


class ImportResult(NamedTuple):
    """What an import did.

    `customers` says how many pieces came from each, the most first; of `told`, those that were
    not `wanted` are as they were.
    """

    customers: Mapping[str, int]
    told: Sorted
    wanted: ImportOptions


def read(context: Context, file: str, given: Given, maps: Iterable[str], watch: Watch) -> Source:
    """What is in `file`, `maps` naming columns as parse_map has it.

    Raises ValuecheckError where it cannot be read or understood.
    """
    content = read_file(file)
    table = table_of(content)
    mapped = parse_map(maps, table.header)
    options = {"customer": given.customer, "scale": given.scale, "source": given.source}
    columns = find_columns(table.header, mapped, [name for name, said in options.items() if said])
    dates = Dates.here(given.order, context.now, context.settings.day_starts_at)
    found = Reader(table, columns, given, _labels(context), dates).read(watch)
    return Source(
        name=content.shown,
        encoding=content.encoding,
        is_guessed=content.is_guessed,
        unit=table.unit,
        columns={field: table.header[position] for field, position in columns.items()},
        given=given,
        read=found,
        leaves_text="words" not in {*columns, *mapped} and _has_text(table, {*columns.values()}),
    )


def sort(context: Context, found: Read) -> Sorted:
    """What the store knows of the pieces in a file. Raises StoreError."""
    with store.reading(context.paths.store) as connection:
        return _sort(connection, found)


def keep(context: Context, found: Read, watch: Watch, wanted: ImportOptions) -> ImportResult:
    """Store what is new and what else is `wanted`, as one command. Raises StoreError."""
    told = sort(context, found)
    if not told.taken(wanted):
        return _stored(told, wanted)
    with changing.changing(context, LABEL) as change:
        # Another process may have changed the store meanwhile.
        told = _sort(change.connection, found)
        whole = told.taken(wanted._replace(update=False))
        # In the order of the ids the store grows at its end, which takes half the time.
        change.put_all(FEEDBACK, _rows(sorted(whole), change.at, watch))
        if wanted.update:
            change.put_all(FEEDBACK, _updates(told.changed, found.compared))
    return _stored(told, wanted)


def _labels(context: Context) -> dict[str, str]:
    """The customers by their labels, case ignored; somebody's tag is nobody else's label."""
    with store.reading(context.paths.store) as connection:
        if connection is None:
            return {}
        rows = store_customers.customers(connection)
        tags = {row.name for row in rows} | {*feedback.names(connection)}
        tags |= {*check_ins.customers_named(connection)}
    labels = Counter(row.label.casefold() for row in rows)
    mine = {row.label.casefold(): row.name for row in rows if row.label}
    return {label: name for label, name in mine.items() if labels[label] == 1 and label not in tags}


def _sort(connection: sqlite3.Connection | None, found: Read) -> Sorted:
    if connection is None:
        return Sorted(found.pieces, (), (), found.repeated)
    new: list[Piece] = []
    deleted: list[Piece] = []
    changed: list[Piece] = []
    for start in range(0, len(found.pieces), OFTEN):
        batch = found.pieces[start : start + OFTEN]
        known = feedback.known(connection, [piece.id for piece in batch])
        for piece in batch:
            if piece.id not in known:
                new.append(piece)
            elif (row := known[piece.id]) is None:
                deleted.append(piece)
            elif differs(piece, row, found.compared):
                changed.append(piece)
    same = len(found.pieces) - len(new) - len(deleted) - len(changed)
    return Sorted(new, deleted, changed, found.repeated + same)


def _rows(pieces: Sequence[Piece], now: str, watch: Watch) -> Iterator[Row]:
    for number, piece in enumerate(pieces, 1):
        if number % OFTEN == 0:
            watch(STORING, number, number / len(pieces))
        yield {**piece._asdict(), "at": piece.at or now}


def _updates(pieces: Sequence[Piece], fields: Sequence[str]) -> Iterator[Row]:
    for piece in pieces:
        yield {"id": piece.id, **{field: getattr(piece, field) for field in fields}}


def _has_text(table: FileTable, taken: set[int]) -> bool:
    """Whether a column that is not `taken` holds words in one of the first rows."""
    return any(
        _WORDS.search(cell)
        for record in islice(table.records(), _SAMPLE)
        for position, cell in enumerate(record.cells)
        if position not in taken
    )


def _stored(told: Sorted, wanted: ImportOptions) -> ImportResult:
    customers = Counter(piece.customer for piece in told.taken(wanted))
    ordered = dict(sorted(customers.items(), key=lambda found: (-found[1], found[0])))
    return ImportResult(ordered, told, wanted)
