"""The rows of a table as they are staged: with day, customer and answer, or counted apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import is_storable
from valuecheck.core.errors import UsageError
from valuecheck.core.scales import SOURCE_LIMIT
from valuecheck.core.text import cut, quoted
from valuecheck.exchange.cells import (
    BadCellError,
    UndecidedError,
    is_no_answer,
    line_of,
    unguarded,
)
from valuecheck.exchange.column_names import STATUS, TIMES, telling_zone
from valuecheck.exchange.customer_names import CACHED, CustomerNames
from valuecheck.exchange.dates import parse_when
from valuecheck.exchange.identity import own_id
from valuecheck.exchange.reading import OFTEN, READING
from valuecheck.exchange.staging import StagedRow
from valuecheck.exchange.tables import Special
from valuecheck.exchange.zones import UnknownZoneError, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import tzinfo

    from valuecheck.exchange.dates import Dates, When
    from valuecheck.exchange.reading import Given, Read, Watch
    from valuecheck.exchange.tables import FileColumn, FileTable, Record

    # Puts the cells of a row into the order of the fields.
    _Arrange = Callable[[Sequence[str]], Iterable[str]]

# So much of an answer tells what it is.
_ANSWER_LONGEST = 300
# Names of zones that are not known and are counted.
_ZONES_MOST = 100
_GUARDS = ("'", "=")
_PREVIEWS = frozenset({"survey preview", "survey test", "preview", "test", "true", "testing"})
# The same as numbers, in a column that says so: https://www.qualtrics.com/support, "Status".
_PREVIEW_CODES, _CODED = frozenset({"1", "2", "9", "17"}), "Response Type"
# More than one, perhaps with thousands apart or a decimal zero.
_MANY = re.compile(r"0*(?:[2-9]|[1-9]\d+|[1-9]\d{0,2}(?:[.,]\d{3})+)(?:[.,]0+)?", re.ASCII)
# A spreadsheet that has no room for a number takes digits away from it.
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.ASCII | re.IGNORECASE)

# For cells that many rows have alike.
_repeated = lru_cache(maxsize=CACHED)(line_of)


class Fields(NamedTuple):
    """The cells of one row, empty where there is no column."""

    day: str = ""
    score: str = ""
    scale: str = ""
    customer: str = ""
    words: str = ""
    source: str = ""
    id: str = ""
    at: str = ""
    zone: str = ""
    status: str = ""
    times: str = ""


class RowReader:
    """Reads a table's rows into a staging.

    `columns` are the fields' columns, `labels` the customers by their casefolded labels.
    """

    def __init__(
        self,
        table: FileTable,
        columns: Mapping[str, FileColumn],
        given: Given,
        labels: Mapping[str, str],
        dates: Dates,
    ) -> None:
        self._table = table
        self._is_guarded = table.guarded
        self._columns = columns
        self._source = given.source
        self._names = CustomerNames(given, labels)
        day = columns["day"]
        self._dates = dates._replace(written_in=_zone_of_column(day, table.titles))
        status = columns.get(STATUS)
        is_coded = status is not None and _CODED in status.labels
        self._previews = _PREVIEWS | (_PREVIEW_CODES if is_coded else frozenset())
        self._whens: dict[tuple[str, str], When] = {}

    def read(self, read: Read, watch: Watch) -> None:
        """Stage all rows. Raises UsageError where an option must say what is meant."""
        self._refuse_answers_as_headings()
        read.apart.update(self._table.left_out)
        names = [field for field in Fields._fields if field in self._columns]
        # The cell of a field without a column is the one that is added at the end.
        arrange = itemgetter(
            *(names.index(each) if each in names else -1 for each in Fields._fields)
        )
        wanted = [self._columns[field] for field in names]
        for number, record in enumerate(self._table.records(wanted), 1):
            if number % OFTEN == 0:
                watch(READING, number, self._table.share)
            try:
                self._take(record, arrange, read)
            except BadCellError as error:
                read.bad_rows += 1
                read.staging.add("bad", (record.line, str(error)))
            except UndecidedError as error:
                problem = f"{self._table.unit} {record.line}: {error.problem}"
                raise UsageError(problem, error.remedy) from None
        read.staging.flush()

    def _refuse_answers_as_headings(self) -> None:
        name = self._columns["day"].name
        try:
            parse_when(name, self._dates)
        except UndecidedError:
            pass
        except BadCellError:
            return
        problem = f"it has no headings: {quoted(name)} is a date"
        raise UsageError(problem, "put a line with the names of the columns before the others")

    def _take(self, record: Record, arrange: _Arrange, read: Read) -> None:
        if record.special is Special.HEADING:
            read.apart["headings again"] += 1
            return
        if record.problem:
            if record.special:
                read.apart["below the table"] += 1
                return
            read.broken += 1
            read.staging.add("bad", (record.line, record.problem))
            return
        fields = self._fields(record.cells, arrange)
        if record.special and not self._is_day(fields):
            read.apart["below the table"] += 1
        elif fields.status.casefold() in self._previews:
            read.previews += 1
        elif is_no_answer(fields.score):
            read.unanswered += 1
        else:
            read.staging.add("rows", self._row(record.line, fields, read))

    def _fields(self, cells: Sequence[str], arrange: _Arrange) -> Fields:
        found = [*map(str.strip, cells), ""]
        if self._is_guarded:
            found = [unguarded(cell).strip() if cell[:1] in _GUARDS else cell for cell in found]
        return Fields._make(arrange(found))

    def _is_day(self, fields: Fields) -> bool:
        try:
            self._when(fields)
        except (BadCellError, UndecidedError):
            return False
        return True

    def _row(self, line: int, fields: Fields, read: Read) -> StagedRow:
        when = self._when(fields)
        if when.aside and (when.aside in read.asides or len(read.asides) < _ZONES_MOST):
            read.asides[when.aside] += 1
        customer, key = self._names.of(fields.customer, read.staging)
        foreign = line_of(fields.id)
        self._refuse_counts(fields)
        if "E+" in foreign and _SHORTENED.fullmatch(foreign):
            raise self._shortened(foreign)
        return StagedRow(
            line=line,
            day=when.day.isoformat(),
            written=when.written.isoformat(),
            moment=when.text,
            customer=customer,
            key=key,
            answer=_repeated(fields.score[:_ANSWER_LONGEST]),
            own=_repeated(fields.scale[:_ANSWER_LONGEST]).casefold(),
            words=line_of(fields.words),
            source=_repeated(self._source or fields.source, SOURCE_LIMIT),
            foreign_id=foreign,
            at=_moment(fields.at) if own_id(foreign) else "",
        )

    def _when(self, fields: Fields) -> When:
        key = fields.day, fields.zone
        if key not in self._whens:
            if len(self._whens) >= CACHED:
                self._whens.clear()
            zone = _known_zone(fields.zone) if fields.zone else None
            dates = self._dates._replace(written_in=zone) if zone else self._dates
            self._whens[key] = parse_when(fields.day, dates)
        return self._whens[key]

    def _refuse_counts(self, fields: Fields) -> None:
        """Raise UndecidedError for a row without an id that says how many answers it is."""
        if fields.times and not fields.id and _MANY.fullmatch(fields.times):
            name, times = quoted(self._columns[TIMES].name), cut(fields.times)
            problem = f"{name} says that it is {times} answers"
            raise UndecidedError(
                problem, "export one answer a row, or remove that column if it counts others"
            )

    def _shortened(self, id_: str) -> UndecidedError:
        problem = f"{id_} in {quoted(self._columns['id'].name)} has lost digits in a spreadsheet"
        return UndecidedError(problem, "import the export itself, or add --map id=")


def _zone_of_column(day: FileColumn, titles: str) -> tzinfo | None:
    """The zone that the column of days names itself, or the lines above the headings."""
    for text in (telling_zone(day.name), *map(telling_zone, day.labels), day.zone):
        if zone := _known_zone(text):
            return zone
    words = titles.casefold()
    says_zone = "time" in words or "zeit" in words or "date" in words
    return UTC if says_zone and {"utc", "gmt"} & set(words.replace(".", " ").split()) else None


def _known_zone(text: str) -> tzinfo | None:
    try:
        return zone_of(text)
    except (UnknownZoneError, ValueError):
        return None


def _moment(text: str) -> str:
    """The moment in our own export, empty where it is none that a store takes."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment.isoformat(timespec="seconds") if is_storable(moment) else ""
