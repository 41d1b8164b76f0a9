"""A file's rows as pieces of feedback, and what cannot be one: each row is counted once."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import is_storable
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.scales import SOURCE_LIMIT
from valuecheck.core.text import quoted
from valuecheck.exchange.answer_scales import AnswerText, Known
from valuecheck.exchange.cells import (
    NO_NAME,
    BadCellError,
    LongNameError,
    UndecidedError,
    is_no_answer,
    line_of,
    tag_of,
    unguarded,
)
from valuecheck.exchange.columns import STATUS, telling_scale, telling_zone
from valuecheck.exchange.dates import parse_when
from valuecheck.exchange.identity import (
    id_of_content,
    id_of_first_version,
    id_of_foreign,
    own_id,
)
from valuecheck.exchange.likert import folded
from valuecheck.exchange.scores import Unread, decide
from valuecheck.exchange.staging import StagedRow
from valuecheck.exchange.tables import BROKEN, Special
from valuecheck.exchange.zones import UnknownZoneError, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo

    from valuecheck.exchange.dates import Dates, Order, When
    from valuecheck.exchange.scores import Readings
    from valuecheck.exchange.staging import Staging
    from valuecheck.exchange.tables import FileColumn, FileTable, Record

    # Called now and then with how many rows are done, and their share of all from 0 to 1.
    Watch = Callable[[str, int, float], None]

READING, COMPARING, STORING = "Reading", "Comparing", "Storing"
OFTEN = 1000
# More different texts than any scale has points and labels.
ANSWERS_MOST = 10_000
# So much of an answer tells what it is.
ANSWER_LONGEST = 300
# What a piece says, whoever wrote it down and where it is from.
SAID = ("day", "customer", "scale", "score", "words")
_CACHED = 20_000
_PREVIEWS = frozenset({"survey preview", "survey test", "preview", "test", "true", "testing"})
# The same as numbers, in a column that says so: https://www.qualtrics.com/support, "Status".
_PREVIEW_CODES, _CODED = frozenset({"1", "2", "9", "17"}), "Response Type"


class Given(NamedTuple):
    """Values that options set for all rows (empty: none), and the order of numbers in dates.

    `answers` are the user's scores by folded text, `skipped` the folded answers to leave out.
    With `as_labels` a customer whose name is too long becomes a short tag with it as label.
    """

    customer: str = ""
    scale: str = ""
    source: str = ""
    order: Order | None = None
    answers: Mapping[str, str] = {}
    skipped: frozenset[str] = frozenset()
    as_labels: bool = False


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


class Read:
    """The contents of a file, each row counted once; the pieces are in `staging`.

    Rows are pieces, `unanswered`, `previews` of the survey, `repeated` (an earlier row's id and
    contents), bad in their place (no day or customer), `unread` (nobody knows what the answer
    means) or `skipped` (unread, and left out on the user's word). `apart` counts lines that are
    no rows, `asides` dates whose zone is not known. In the fields `compared` a piece may differ
    from what the store has under its id. `unread_on` counts the skipped by day and customer.
    """

    def __init__(self, staging: Staging, compared: Sequence[str], has_ids: bool) -> None:
        self.staging = staging
        self.compared = compared
        self.has_ids = has_ids
        self.pieces = self.unanswered = self.previews = self.repeated = 0
        self.bad_rows = self.broken = 0
        self.unread: list[Unread] = []
        self.skipped: list[Unread] = []
        self.unread_on: dict[str, dict[str, int]] = {}
        self.apart: Counter[str] = Counter()
        self.asides: Counter[str] = Counter()
        self.scale = self.scale_reason = ""
        self.samples: list[tuple[str, str, int]] = []
        self.days: tuple[str, str] | None = None

    @property
    def unread_rows(self) -> int:
        """The number of answers that cannot be read and that the user does not leave out."""
        return sum(each.times for each in self.unread)

    @property
    def skipped_rows(self) -> int:
        """The number of answers that the user leaves out."""
        return sum(each.times for each in self.skipped)

    @property
    def rows(self) -> int:
        """All rows."""
        left = self.unanswered + self.previews + self.repeated + self.bad_rows
        return self.pieces + left + self.unread_rows + self.skipped_rows


class Reader:
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
        self._columns = columns
        self._given = given
        self._labels = labels
        score, day = columns["score"], columns["day"]
        self._dates = dates._replace(written_in=_zone_of_column(day, table.titles))
        headings = (score.name, *score.labels)
        self._known = Known(
            given=given.scale,
            telling=telling_scale(*headings),
            choices=score.choices,
            explicit=given.answers,
            skipped=given.skipped,
        )
        status = columns.get(STATUS)
        is_coded = status is not None and _CODED in status.labels
        self._previews = _PREVIEWS | (_PREVIEW_CODES if is_coded else frozenset())
        self._customers: dict[str, tuple[str, str]] = {}
        self._whens: dict[tuple[str, str], When] = {}

    def read(self, staging: Staging, watch: Watch) -> Read:
        """Everything in the table. Raises UsageError where an option must say what is meant."""
        compared = [field for field in SAID if field != "words" or field in self._columns]
        read = Read(staging, compared if "id" in self._columns else [], "id" in self._columns)
        read.apart.update(self._table.left_out)
        names = [field for field in Fields._fields if field in self._columns]
        wanted = [self._columns[field] for field in names]
        for number, record in enumerate(self._table.records(wanted), 1):
            if number % OFTEN == 0:
                watch(READING, number, self._table.share)
            try:
                self._take(record, names, read)
            except BadCellError as error:
                read.bad_rows += 1
                staging.add("bad", (record.line, str(error)))
            except UndecidedError as error:
                problem = f"{self._table.unit} {record.line}: {error.problem}"
                raise UsageError(problem, error.remedy) from None
        staging.flush()
        self._decide(read)
        self._identify(read)
        return read

    def _take(self, record: Record, names: Sequence[str], read: Read) -> None:
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
        fields = self._fields(record.cells, names)
        if record.special and not self._is_day(fields):
            read.apart["below the table"] += 1
        elif fields.status.casefold() in self._previews:
            read.previews += 1
        elif is_no_answer(fields.score):
            read.unanswered += 1
        else:
            read.staging.add("rows", self._row(record.line, fields, read))

    def _fields(self, cells: Sequence[str], names: Sequence[str]) -> Fields:
        found = [cell.strip() for cell in cells]
        if self._table.guarded:
            found = [unguarded(cell).strip() if cell[:1] == "'" else cell for cell in found]
        return Fields(**dict(zip(names, found, strict=True)))

    def _is_day(self, fields: Fields) -> bool:
        try:
            self._when(fields)
        except (BadCellError, UndecidedError):
            return False
        return True

    def _row(self, line: int, fields: Fields, read: Read) -> StagedRow:
        when = self._when(fields)
        if when.aside:
            read.asides[when.aside] += 1
        customer, key = self._customer(fields.customer, read)
        foreign = line_of(fields.id)
        return StagedRow(
            line=line,
            day=sys.intern(when.day.isoformat()),
            written=when.written.isoformat(),
            moment=when.text,
            customer=customer,
            key=key,
            answer=line_of(fields.score[:ANSWER_LONGEST]),
            own=line_of(fields.scale[:ANSWER_LONGEST]).casefold(),
            words=line_of(fields.words),
            source=sys.intern(line_of(self._given.source or fields.source, SOURCE_LIMIT)),
            foreign_id=foreign,
            at=_moment(fields.at) if own_id(foreign) else "",
        )

    def _when(self, fields: Fields) -> When:
        key = fields.day, fields.zone
        if key not in self._whens:
            if len(self._whens) >= _CACHED:
                self._whens.clear()
            zone = _known_zone(fields.zone)
            dates = self._dates._replace(written_in=zone) if zone else self._dates
            self._whens[key] = parse_when(fields.day, dates)
        return self._whens[key]

    def _customer(self, name: str, read: Read) -> tuple[str, str]:
        """The customer's tag, and what makes the id: the same on a machine that knows no label."""
        if self._given.customer:
            return self._given.customer, self._given.customer
        if name not in self._customers:
            if len(self._customers) >= _CACHED:
                self._customers.clear()
            self._customers[name] = self._named_customer(name, read)
        return self._customers[name]

    def _named_customer(self, name: str, read: Read) -> tuple[str, str]:
        if name.casefold() in NO_NAME:
            problem = "it names no customer"
            raise BadCellError(problem)
        key = line_of(name).casefold()
        known = self._labels.get(name.casefold(), "")
        try:
            tag = key = tag_of(name)
        except LongNameError as error:
            tag = error.tag
            if not known and not self._given.as_labels:
                command = f"valuecheck customer add {tag} --label {shlex.quote(line_of(name))}"
                problem = f"{error}; --customers-as-labels gives it a short tag, as {command} does"
                raise BadCellError(problem) from None
            if not known:
                read.staging.connection.execute(
                    "INSERT OR IGNORE INTO labels VALUES (?, ?)", (tag, line_of(name))
                )
        except BadCellError:
            if not known:
                raise
            tag = known
        return known or tag, key

    def _decide(self, read: Read) -> None:
        """Find out what the answers mean, and take those that mean nothing out of the rows."""
        connection = read.staging.connection
        found = connection.execute(
            "SELECT answer, own, count(*), min(line) FROM rows GROUP BY answer, own "
            "ORDER BY min(line) LIMIT ?",
            (ANSWERS_MOST + 1,),
        )
        answers = [AnswerText(*row) for row in found]
        if len(answers) > ANSWERS_MOST:
            column = quoted(self._columns["score"].name)
            problem = f"{column} has more than {ANSWERS_MOST:,} different answers"
            raise UsageError(problem, "name the column of scores with --map score=COLUMN")
        try:
            readings = decide(answers, self._known)
        except UndecidedError as error:
            raise UsageError(error.problem, error.remedy) from None
        self._refuse_readable(readings)
        read.scale, read.scale_reason = readings.scale, readings.reason
        read.samples = [(text, *said) for (text, _), said in readings.scores.items()]
        for unread in readings.unread:
            is_skipped = folded(unread.text) in self._given.skipped
            (read.skipped if is_skipped else read.unread).append(unread)
        self._count_broken(read)
        for (answer, own), (scale, score) in readings.scores.items():
            read.staging.add("readings", (answer, own, scale, score))
        read.staging.flush()
        self._count_skipped(read)

    def _refuse_readable(self, readings: Readings) -> None:
        for (text, _), (scale, score) in readings.scores.items():
            if folded(text) in self._given.skipped:
                problem = f"{quoted(text)} can be read: it is {score} on {scale}"
                raise UsageError(problem, "leave it away from --skip-answers")

    def _count_broken(self, read: Read) -> None:
        """Rows that cannot be told apart into cells hold answers that cannot be read."""
        if read.broken:
            broken = Unread(BROKEN, read.broken, "")
            is_skipped = folded(BROKEN) in self._given.skipped
            (read.skipped if is_skipped else read.unread).append(broken)

    def _count_skipped(self, read: Read) -> None:
        connection = read.staging.connection
        found = connection.execute(
            "SELECT day, customer, count(*) FROM rows LEFT JOIN readings USING (answer, own) "
            "WHERE scale IS NULL GROUP BY day, customer"
        )
        for day, customer, count in found:
            read.unread_on.setdefault(day, {})[customer] = count
        first, last = connection.execute("SELECT min(day), max(day) FROM rows").fetchone()
        read.days = (first, last) if first else None
        if read.broken and last and not read.unread:
            # Nobody knows their day and customer: they count on the last day of the file.
            read.unread_on.setdefault(last, {})[""] = read.broken

    def _identify(self, read: Read) -> None:
        """Give each row its id, and find rows that come twice."""
        connection = read.staging.connection
        columns = ", ".join(StagedRow._fields)
        same = "key, scale, score, words, foreign_id"
        found = connection.execute(
            f"SELECT {columns}, scale, score, "  # noqa: S608
            f"row_number() OVER (PARTITION BY written, {same} ORDER BY line) - 1, "
            f"row_number() OVER (PARTITION BY written, moment, {same} ORDER BY line) - 1 "
            "FROM rows JOIN readings USING (answer, own) ORDER BY line"
        )
        insert = f"INSERT OR IGNORE INTO pieces VALUES ({', '.join('?' * 15)})"  # noqa: S608
        writer = connection.cursor()
        for values in found:
            piece = self._piece(
                StagedRow(*values[: len(StagedRow._fields)]), *values[len(StagedRow._fields) :]
            )
            if writer.execute(insert, piece).rowcount:
                read.pieces += 1
            else:
                self._compare(read, piece)

    def _piece(
        self, row: StagedRow, scale: str, score: int, occurrence: int, first_occurrence: int
    ) -> tuple[str | int, ...]:
        written = datetime.fromisoformat(row.written).date()
        said = (row.key, scale, str(score), row.words)
        own = own_id(row.foreign_id)
        source = self._given.source
        said_id = id_of_content(source, written, said, occurrence)
        earlier = own or id_of_first_version(
            written, row.foreign_id, row.moment, said, first_occurrence
        )
        id_ = own or (id_of_foreign(source, row.foreign_id) if row.foreign_id else said_id)
        piece = (id_, row.line, row.day, row.customer, scale, score, row.words, row.source, row.at)
        foreign = "" if own else row.foreign_id
        return (*piece, earlier, foreign, "" if own else said_id, "", "", "")

    def _compare(self, read: Read, piece: Sequence[str | int]) -> None:
        """Count a row with an earlier one's id. Raises UsageError where it says something else."""
        line, *earlier = read.staging.connection.execute(
            "SELECT line, day, customer, scale, score, words FROM pieces WHERE id = ?", (piece[0],)
        ).fetchone()
        if [*piece[2:7]] != earlier:
            unit = self._table.unit
            problem = (
                f"{unit} {piece[1]} has the id of {unit} {line} in "
                f"{quoted(self._columns['id'].name)} but says something else"
            )
            raise UsageError(problem, "where those are no ids of answers, add --map id=")
        read.repeated += 1


def refuse_unread(read: Read, remedy: str) -> None:
    """Raise ValuecheckError if there is an answer that cannot be read."""
    if read.unread:
        count = read.unread_rows
        verb = "answer cannot" if count == 1 else "answers cannot"
        problem = f"{count:,} {verb} be read, so nothing is stored"
        raise ValuecheckError(problem, remedy)


def refuse_bad(read: Read) -> None:
    """Raise ValuecheckError if any row is bad in its place."""
    if read.bad_rows:
        rows = f"{read.rows:,} row{'' if read.rows == 1 else 's'}"
        verb = "is" if read.bad_rows == 1 else "are"
        problem = f"{read.bad_rows:,} of {rows} {verb} bad, so nothing is stored"
        raise ValuecheckError(problem, "mend them, or leave them out with --skip-bad")


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
