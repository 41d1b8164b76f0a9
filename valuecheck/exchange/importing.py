"""Feedback from a file: read it, say what would be stored, store all of it or nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from valuecheck import due
from valuecheck.exchange.columns import find_columns
from valuecheck.exchange.files import read_file
from valuecheck.exchange.reading import OFTEN, STORING, Reader
from valuecheck.exchange.tables import table_of
from valuecheck.store import connection as store
from valuecheck.store import heard
from valuecheck.store.changes import FEEDBACK

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from valuecheck.exchange.reading import Given, Piece, Read, Watch
    from valuecheck.front import Here
    from valuecheck.store.changes import Row

LABEL = "feedback import"


class Source(NamedTuple):
    """A file and what was found in it: `columns` are the headings by field."""

    name: str
    encoding: str
    is_guessed: bool
    unit: str
    columns: Mapping[str, str]
    given: Given
    read: Read


class Sorted(NamedTuple):
    """Pieces by what the store knows of them; `known` counts those that it has."""

    new: Sequence[Piece]
    deleted: Sequence[Piece]
    known: int


class Stored(NamedTuple):
    """What an import did.

    `customers` says how many pieces came from each, the most first; `brought_back` of them were
    deleted before, `deleted` were and still are; `known` were there already.
    """

    customers: Mapping[str, int]
    brought_back: int
    deleted: int
    known: int


def read(here: Here, file: str, given: Given, mapped: Mapping[str, str], watch: Watch) -> Source:
    """What is in `file`. Raises ValuecheckError where it cannot be read or understood."""
    content = read_file(file)
    table = table_of(content)
    options = {"customer": given.customer, "scale": given.scale, "source": given.source}
    columns = find_columns(table.header, mapped, [name for name, said in options.items() if said])
    found = Reader(table, columns, given, _labels(here), here.now).read(watch)
    return Source(
        name=file,
        encoding=content.encoding,
        is_guessed=content.is_guessed,
        unit=table.unit,
        columns={field: table.header[position] for field, position in columns.items()},
        given=given,
        read=found,
    )


def sort(here: Here, found: Read) -> Sorted:
    """What the store knows of the pieces in a file. Raises StoreError."""
    with store.reading(here.paths.store) as connection:
        return _sort(connection, found)


def keep(here: Here, found: Read, watch: Watch, *, again: bool) -> Stored:
    """Store what is new, with `again` also what was deleted before. Raises StoreError."""
    told = sort(here, found)
    if not told.new and not (again and told.deleted):
        return _stored(told, again=again)
    with due.changing(here, LABEL) as change:
        # Another process may have changed the store meanwhile.
        told = _sort(change.connection, found)
        pieces = [*told.new, *(told.deleted if again else ())]
        # In the order of the ids the store grows at its end, which takes half the time.
        change.put_all(FEEDBACK, _rows(sorted(pieces), change.at, watch))
    return _stored(told, again=again)


def _labels(here: Here) -> dict[str, str]:
    """The customers by their labels, case ignored."""
    with store.reading(here.paths.store) as connection:
        rows = heard.customers(connection) if connection else []
    return {row.label.casefold(): row.name for row in rows if row.label}


def _sort(connection: sqlite3.Connection | None, found: Read) -> Sorted:
    if connection is None:
        return Sorted(found.pieces, (), found.repeated)
    new: list[Piece] = []
    deleted: list[Piece] = []
    for start in range(0, len(found.pieces), OFTEN):
        batch = found.pieces[start : start + OFTEN]
        known = heard.ids_known(connection, [piece.id for piece in batch])
        new += [piece for piece in batch if piece.id not in known]
        deleted += [piece for piece in batch if known.get(piece.id)]
    return Sorted(new, deleted, found.repeated + len(found.pieces) - len(new) - len(deleted))


def _rows(pieces: Sequence[Piece], now: str, watch: Watch) -> Iterator[Row]:
    for number, piece in enumerate(pieces, 1):
        if number % OFTEN == 0:
            watch(STORING, number, number / len(pieces))
        yield {**piece._asdict(), "at": piece.at or now}


def _stored(told: Sorted, *, again: bool) -> Stored:
    pieces = [*told.new, *(told.deleted if again else ())]
    customers = Counter(piece.customer for piece in pieces)
    return Stored(
        customers=dict(sorted(customers.items(), key=lambda found: (-found[1], found[0]))),
        brought_back=len(told.deleted) if again else 0,
        deleted=0 if again else len(told.deleted),
        known=told.known,
    )
