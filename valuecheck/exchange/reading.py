"""A file's rows as pieces of feedback, and what cannot be one."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import is_storable
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.scales import SOURCE_LIMIT, known_scale
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import (
    NO_ANSWER,
    BadCellError,
    UndecidedError,
    line_of,
    score_of,
    tag_of,
    unguarded,
)
from valuecheck.exchange.columns import telling_scale
from valuecheck.exchange.dates import parse_when
from valuecheck.exchange.identity import id_of, own_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from valuecheck.exchange.dates import Dates, Order, When
    from valuecheck.exchange.tables import FileTable, Record

    # Called now and then with how many rows are done, and their share of all from 0 to 1.
    Watch = Callable[[str, int, float], None]

READING, STORING = "Reading", "Storing"
OFTEN = 1000


class Given(NamedTuple):
    """What options say for all rows (empty: nothing), and how dates of numbers are meant."""

    customer: str = ""
    scale: str = ""
    source: str = ""
    order: Order | None = None


class Fields(NamedTuple):
    """The cells of one row, empty where there is no column."""

    day: str
    score: str
    scale: str
    customer: str
    words: str
    source: str
    id: str
    at: str


class Piece(NamedTuple):
    """A piece of feedback as it is stored; `at` is empty where it is written down only now."""

    id: str
    day: str
    customer: str
    scale: str
    score: int
    words: str
    source: str
    at: str


# What a piece says, whoever wrote it down and where it is from.
SAID = ("day", "customer", "scale", "score", "words")


class Bad(NamedTuple):
    """A row that cannot be stored, and why."""

    line: int
    reason: str


class Read:
    """What a file holds: pieces, how many rows have no answer, and the bad ones.

    `repeated` rows have the id of an earlier one. In the fields
    `compared` a piece may differ from what the store has under its id: none without an id column.
    """

    def __init__(self, compared: Sequence[str] = ()) -> None:
        self.compared = compared
        self.pieces: list[Piece] = []
        self.bad: list[Bad] = []
        self.unanswered = self.repeated = 0

    @property
    def bad_rows(self) -> int:
        """How many rows are bad."""
        return len(self.bad)

    @property
    def rows(self) -> int:
        """All rows."""
        return len(self.pieces) + self.bad_rows + self.unanswered + self.repeated

    def refuse_bad(self) -> None:
        """Raise ValuecheckError if any row is bad."""
        if self.bad_rows:
            rows = f"{self.rows:,} row{'' if self.rows == 1 else 's'}"
            verb = "is" if self.bad_rows == 1 else "are"
            problem = f"{self.bad_rows:,} of {rows} {verb} bad, so nothing is stored"
            raise ValuecheckError(problem, "mend them, or take the others with --skip-bad")

    def note_bad(self, line: int, reason: str) -> None:
        """Keep a bad row."""
        self.bad.append(Bad(line, reason))


class Reader:
    """Makes pieces of a table's rows.

    `columns` are the positions of the fields, `labels` the customers by their casefolded labels.
    """

    def __init__(
        self,
        table: FileTable,
        columns: Mapping[str, int],
        given: Given,
        labels: Mapping[str, str],
        dates: Dates,
    ) -> None:
        self._table = table
        self._given = given
        self._labels = labels
        self._dates = dates
        self._width = len(table.header)
        self._positions = [columns.get(field, self._width) for field in Fields._fields]
        self._telling = telling_scale(table.header[columns["score"]])
        said = [field for field in SAID if field != "words" or field in columns]
        self._compared = said if "id" in columns else []
        self._alike: Counter[str] = Counter()
        self._taken: dict[str, tuple[int, Piece]] = {}
        self._customers: dict[str, tuple[str, str]] = {}
        self._scores: dict[tuple[str, str], tuple[str, int]] = {}

    def read(self, watch: Watch) -> Read:
        """Everything in the table. Raises UsageError where an option must say what is meant."""
        read = Read(self._compared)
        for number, record in enumerate(self._table.records(), 1):
            if number % OFTEN == 0:
                watch(READING, number, self._table.share)
            try:
                self._take(record, read)
            except BadCellError as error:
                read.note_bad(record.line, str(error))
            except UndecidedError as error:
                problem = f"{self._table.unit} {record.line}: {error.problem}"
                raise UsageError(problem, error.remedy) from None
        return read

    def _take(self, record: Record, read: Read) -> None:
        if record.problem:
            raise BadCellError(record.problem)
        fields = self._fields(record.cells)
        if fields.score.casefold() in NO_ANSWER:
            read.unanswered += 1
            return
        piece = self._piece(fields)
        line, earlier = self._taken.setdefault(piece.id, (record.line, piece))
        if earlier is piece:
            read.pieces.append(piece)
        elif differs(piece, earlier._asdict(), SAID):
            of = f"the id of {self._table.unit} {line}"
            problem = f"it has {of} but says something else; without ids: --map id="
            raise BadCellError(problem)
        else:
            read.repeated += 1

    def _fields(self, cells: Sequence[str]) -> Fields:
        # The last cell is that of fields without a column.
        padded = [*cells[: self._width], *[""] * (self._width - len(cells)), ""]
        found = [padded[position].strip() for position in self._positions]
        if self._table.guarded:
            found = [unguarded(cell).strip() if cell[:1] == "'" else cell for cell in found]
        return Fields(*found)

    def _piece(self, fields: Fields) -> Piece:
        scale, score = self._score(fields.score, fields.scale)
        when = parse_when(fields.day, self._dates)
        customer, key = self._customer(fields.customer)
        words = line_of(fields.words)
        foreign = line_of(fields.id)
        own = own_id(foreign)
        source = sys.intern(line_of(self._given.source or fields.source, SOURCE_LIMIT))
        return Piece(
            id=own or self._id(when, foreign, (key, scale, str(score), words)),
            day=sys.intern(when.day.isoformat()),
            customer=customer,
            scale=scale,
            score=score,
            words=words,
            source=source,
            at=_moment(fields.at) if own else "",
        )

    def _score(self, answer: str, scale: str) -> tuple[str, int]:
        key = (answer, scale)
        if key not in self._scores:
            own = _scale_of(scale) if scale else ""
            self._scores[key] = score_of(answer, self._given.scale, own, self._telling)
        return self._scores[key]

    def _customer(self, name: str) -> tuple[str, str]:
        """The customer's tag, and what makes the id: the same on a machine that knows no label."""
        if self._given.customer:
            return self._given.customer, self._given.customer
        if name not in self._customers:
            self._customers[name] = self._named_customer(name)
        return self._customers[name]

    def _named_customer(self, name: str) -> tuple[str, str]:
        if not name:
            problem = "it names no customer"
            raise BadCellError(problem)
        folded = name.casefold()
        if known := self._labels.get(folded):
            try:
                return known, tag_of(name)
            except BadCellError:
                return known, folded
        tag = tag_of(name)
        return tag, tag

    def _id(self, when: When, foreign: str, said: tuple[str, ...]) -> str:
        """From an id of the file and its moment alone, else from what was said."""
        if foreign:
            return id_of(when.written, (foreign, when.text))
        parts = ("", when.text, *said)
        first = id_of(when.written, parts)
        occurrence = self._alike[first]
        self._alike[first] += 1
        return id_of(when.written, parts, occurrence) if occurrence else first


def differs(piece: Piece, other: Mapping[str, object], fields: Sequence[str]) -> bool:
    """Whether `piece` says something else than `other` in one of these fields."""
    return any(getattr(piece, field) != other[field] for field in fields)


def _scale_of(name: str) -> str:
    try:
        return known_scale(name)
    except UsageError:
        problem = f"{quoted(name)} is no scale: it is csat, nps or good-bad"
        raise BadCellError(problem) from None


def _moment(text: str) -> str:
    """The moment in our own export, empty where it is none that a store takes."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds") if is_storable(moment) else ""
