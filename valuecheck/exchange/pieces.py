"""Staged rows become pieces: what their answers mean, and the id that each has."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.answer_scales import AnswerText, Known
from valuecheck.exchange.cells import UndecidedError
from valuecheck.exchange.column_names import telling_ends, telling_scale
from valuecheck.exchange.identity import id_of_content, id_of_first_version, id_of_foreign, own_id
from valuecheck.exchange.likert import folded
from valuecheck.exchange.reading import COMPARING
from valuecheck.exchange.scores import Unread, decide
from valuecheck.exchange.tables import BROKEN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from valuecheck.exchange.reading import Given, Read, Watch
    from valuecheck.exchange.scores import Readings
    from valuecheck.exchange.staging import Staging
    from valuecheck.exchange.tables import FileColumn

# More different texts than any scale has points and labels.
ANSWERS_MOST = 10_000
_BATCH = 1000
# Identical answers of a file are told apart by their place, from 1 on.
_PLACE = (
    "row_number() OVER (PARTITION BY written, key, scale, score, words, foreign_id = '' "
    "ORDER BY line)"
)
_PIECE = ("id", "line", "day", "customer", "scale", "score", "words", "source", "at", "foreign_id")


class Candidate(NamedTuple):
    """A piece that the store may have: under its id, and under those of `ids`.

    `first_version` is the id that earlier versions gave it, `content` the one that it had before
    it brought one of its own, `foreign_id`.
    """

    id: str
    day: str
    customer: str
    scale: str
    score: int
    words: str
    foreign_id: str
    first_version: str = ""
    content: str = ""


def decide_answers(read: Read, column: FileColumn, given: Given) -> None:
    """Find out what the answers of `column` mean; those that mean nothing stay without a reading.

    Raises UsageError where an option must say it.
    """
    headings = (column.name, *column.labels)
    known = Known(
        given=given.scale,
        telling=telling_scale(*headings),
        ends=telling_ends(*headings),
        choices=column.choices,
        explicit=given.answers,
        skipped=given.skipped,
    )
    found = read.staging.connection.execute(
        "SELECT answer, own, count(*), min(line) FROM rows GROUP BY answer, own "
        "ORDER BY min(line) LIMIT ?",
        (ANSWERS_MOST + 1,),
    )
    answers = [AnswerText(*row) for row in found]
    if len(answers) > ANSWERS_MOST:
        problem = f"{quoted(column.name)} has more than {ANSWERS_MOST:,} different answers"
        raise UsageError(problem, "name the column of scores with --map score=COLUMN")
    try:
        readings = decide(answers, known)
    except UndecidedError as error:
        raise UsageError(error.problem, error.remedy) from None
    _refuse_readable(readings, given)
    read.scale, read.scale_reason = readings.scale, readings.reason
    broken = [Unread(BROKEN, read.broken, "")] if read.broken else []
    for unread in (*readings.unread, *broken):
        is_skipped = folded(unread.text) in given.skipped
        (read.skipped if is_skipped else read.unread).append(unread)
    for (answer, own), (scale, score) in readings.scores.items():
        read.staging.add("readings", (answer, own, scale, score))
    read.staging.flush()
    _count_skipped(read)


def identify(
    read: Read, columns: Mapping[str, FileColumn], unit: str, source: str, watch: Watch
) -> None:
    """Give each row with a reading its id, and find rows that come twice.

    Raises UsageError for rows of one id that say different things.
    """
    marks = ", ".join("?" * len(_PIECE))
    insert = f"INSERT OR IGNORE INTO pieces ({', '.join(_PIECE)}) VALUES ({marks})"  # noqa: S608
    writer = read.staging.connection.cursor()
    total = read.staging.count("1", "rows") or 1
    for rows in (_rows(read.staging, "!=", "0"), _rows(read.staging, "=", f"{_PLACE} - 1")):
        while batch := [_piece(row, source) for row in islice(rows, _BATCH)]:
            added = writer.executemany(insert, batch).rowcount
            read.pieces += added
            watch(COMPARING, read.pieces, read.pieces / total)
            if added < len(batch):
                for piece in batch:
                    _count_repeated(read, piece, columns, unit)


def candidates(staging: Staging) -> Iterator[Candidate]:
    """All pieces, without the ids that they may have had."""
    found = staging.connection.execute(
        "SELECT id, day, customer, scale, score, words, foreign_id FROM pieces ORDER BY rowid"
    )
    return (Candidate(*row) for row in found)


def earlier(staging: Staging, source: str) -> Iterator[Candidate]:
    """The pieces that are new or deleted so far, with the ids that they may have had."""
    first = _PLACE.replace("written", "written, moment, foreign_id")
    found = staging.connection.execute(f"""
        SELECT id, pieces.day, pieces.customer, scale, score, pieces.words, pieces.foreign_id,
            written, moment, key, place - 1, first - 1
        FROM pieces JOIN (
            SELECT line, written, moment, key, foreign_id, {_PLACE} AS place, {first} AS first
            FROM rows JOIN readings USING (answer, own)
        ) AS numbered USING (line)
        WHERE state IN ('new', 'deleted') AND numbered.foreign_id = pieces.foreign_id
        ORDER BY pieces.rowid
    """)  # noqa: S608
    for *piece, written, moment, key, place, first_place in found:
        each = Candidate(*piece)
        day = date.fromisoformat(written)
        said = (key, each.scale, str(each.score), each.words)
        yield each._replace(
            first_version=id_of_first_version(day, each.foreign_id, moment, said, first_place),
            content=id_of_content(source, day, said, place),
        )


def _rows(staging: Staging, sign: str, place: str) -> sqlite3.Cursor:
    """The rows with a reading whose id is, or is not, empty."""
    return staging.connection.execute(
        "SELECT line, day, written, customer, key, scale, score, words, source, foreign_id, at, "  # noqa: S608
        f"{place} FROM rows JOIN readings USING (answer, own) WHERE foreign_id {sign} '' "
        "ORDER BY line"
    )


def _piece(row: Sequence[Any], source: str) -> tuple[str | int, ...]:
    line, day, written, customer, key, scale, score, words, where, foreign, at, place = row
    if own := own_id(foreign):
        id_, foreign = own, ""
    elif foreign:
        id_ = id_of_foreign(source, foreign)
    else:
        said = (key, scale, str(score), words)
        id_ = id_of_content(source, date.fromisoformat(written), said, place)
    return (id_, line, day, customer, scale, score, words, where, at, foreign)


def _count_repeated(
    read: Read, piece: Sequence[str | int], columns: Mapping[str, FileColumn], unit: str
) -> None:
    """Count a row with an earlier one's id. Raises UsageError where it says something else."""
    line, *said = read.staging.connection.execute(
        "SELECT line, day, customer, scale, score, words FROM pieces WHERE id = ?", (piece[0],)
    ).fetchone()
    if line == piece[1]:
        return
    if [*piece[2:7]] != said:
        problem = (
            f"{unit} {piece[1]} has the id of {unit} {line} in {quoted(columns['id'].name)} "
            "but says something else"
        )
        raise UsageError(problem, "where those are no ids of answers, add --map id=")
    read.repeated += 1


def _refuse_readable(readings: Readings, given: Given) -> None:
    for (text, _), (scale, score) in readings.scores.items():
        if folded(text) in given.skipped:
            problem = f"{quoted(text)} can be read: it is {score} on {scale}"
            raise UsageError(problem, "leave it away from --skip-answers")


def _count_skipped(read: Read) -> None:
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
