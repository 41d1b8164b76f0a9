"""The histories that users already have: harsh, jrnl, Daylio, and any CSV with headings."""

from __future__ import annotations

import json
import re
from operator import length_hint
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import quoted
from valuecheck.exchange.answers import Answered, History, kind_of
from valuecheck.exchange.cells import BadCellError, unguarded
from valuecheck.exchange.columns import column_named, listed, parse_map
from valuecheck.exchange.csv_table import Csv
from valuecheck.exchange.tables import TableOptions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from valuecheck.exchange.files import Content
    from valuecheck.exchange.tables import Record

FIELDS = ("day", "at", "score", "note", "kinds", "customers", "question", "id", "filled_in_later")
_HARSH = re.compile(
    r"(\d{4}-\d{2}-\d{2})\s*:\s*(.+?)\s*:\s*([yns])\s*(?::\s*(.*?))?\s*", re.ASCII | re.IGNORECASE
)
_AMOUNT = re.compile(r"(.*?)\s*:\s*(-?[0-9.]*)\s*", re.ASCII)
_MARKUP = re.compile(r"<br ?/?>|</?(?:p|div|li|ul|ol|b|i|u|em|strong|h[1-6])>", re.IGNORECASE)


class HistoryOptions(NamedTuple):
    """The options given for a file: columns by field, and the pattern that finds a score."""

    maps: Sequence[str] = ()
    score_from: str = ""


def history_of(content: Content, options: HistoryOptions) -> History:
    """The answers in a file by its own looks. Raises ValuecheckError where it is none we know."""
    lines = (line.strip() for line in content.open())
    first = next((line for line in lines if line and not line.startswith("#")), "")
    if _HARSH.fullmatch(first) and not options.maps:
        text = content.open()
        return History("harsh", "line", _harsh(text), lambda: text.share)
    if first[:1] in ("{", "["):
        pattern, found = _pattern(options.score_from), _entries(content)
        left = iter(found)
        answered = _jrnl(left, pattern)
        return History("jrnl", "entry", answered, lambda: 1 - length_hint(left) / len(found))
    table = Csv(content, TableOptions(), lambda _: False)
    names = {name.casefold() for name in _header(table)}
    if {"mood", "activities", "weekday"} <= names and not options.maps:
        return History("Daylio", "line", _daylio(table), lambda: table.share)
    columns = _columns(_header(table), options.maps)
    return History("CSV", table.unit, _csv(table, columns), lambda: table.share)


def _harsh(lines: Iterable[str]) -> Iterator[Answered]:
    """A line a day and habit: `2026-11-20 : Gym : y : comment : amount`."""
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _HARSH.fullmatch(text)
        if match is None:
            yield Answered(number, problem=f"{quoted(text)} is no line of harsh's log")
            continue
        with_amount = _AMOUNT.fullmatch(match[4] or "")
        words = " ".join(with_amount.groups()).strip() if with_amount else match[4] or ""
        score = "-" if match[3] in "sS" else match[3]
        answer = Answered(number, when=match[1], score=score, words=words)
        yield _with_kinds(answer, [match[2]])


def _pattern(text: str) -> re.Pattern[str]:
    if not text:
        problem = "nothing says where the score is in these entries"
        raise UsageError(problem, r"add --score-from 'mood:(\d)', with the score in brackets")
    try:
        pattern = re.compile(text, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        problem = f"{quoted(text)} is no regular expression: {error}"
        raise UsageError(problem, r"write one such as 'mood:(\d)'") from None
    if pattern.groups != 1:
        problem = f"{quoted(text)} has {pattern.groups} groups in brackets"
        raise UsageError(problem, r"put the score alone in brackets, such as 'mood:(\d)'")
    return pattern


def _jrnl(entries: Iterable[Any], pattern: re.Pattern[str]) -> Iterator[Answered]:
    """Entries, each an object with date, time, title and body."""
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("date"), str):
            yield Answered(number, problem="it is no entry with a date")
            continue
        title, body = (str(entry.get(name) or "") for name in ("title", "body"))
        words = f"{title} {body}".strip()
        found = pattern.search(words)
        when = f"{entry['date']} {entry.get('time') or ''}".strip()
        score = (found[1] or "") if found else ""
        yield Answered(number, when=when, score=score, words=words, short=title)


def _entries(content: Content) -> list[Any]:
    try:
        whole = json.loads(content.open().read())
    except (ValueError, RecursionError) as error:
        problem = "it begins as JSON does, but is broken"
        raise ValuecheckError(problem, "export it again") from error
    entries = whole.get("entries") if isinstance(whole, dict) else whole
    if not isinstance(entries, list):
        problem = "it is JSON without a list of entries"
        raise ValuecheckError(problem, "export with 'jrnl --export json', or save it as CSV")
    return entries


def _daylio(table: Csv) -> Iterator[Answered]:
    """Day, time of day, mood by its label, activities between bars, and a note."""
    for record, cells in _cells(table):
        if record.problem:
            yield Answered(record.line, problem=record.problem)
            continue
        day = cells.get("full_date") or f"{cells.get('date', '')} {cells.get('year', '')}"
        words = f"{cells.get('note_title', '')} {cells.get('note', '')}"
        answer = Answered(
            record.line,
            when=f"{day} {cells.get('time', '')}".strip(),
            score=cells["mood"],
            words=_MARKUP.sub(" ", words),
            short=cells.get("note_title", ""),
        )
        yield _with_kinds(answer, filter(str.strip, cells["activities"].split("|")))


def _columns(header: Sequence[str], maps: Sequence[str]) -> dict[str, str]:
    """The casefolded heading of each field: as mapped, else the one of the same name.

    Raises UsageError.
    """
    mapped = parse_map(maps, header, FIELDS)
    names = {name.strip().casefold() for name in header}
    found = {field: field for field in FIELDS if field in names and field not in mapped}
    for field, name in mapped.items():
        if name:
            found[field] = header[column_named(header, name)].strip().casefold()
    missing = "score" if "score" not in found else "day"
    if "score" not in found or not found.keys() & {"day", "at"}:
        problem = f"no column is known to hold the {missing}"
        remedy = f"name it with --map {missing}=COLUMN (there are {listed(header)})"
        raise UsageError(problem, remedy)
    return found


def _csv(table: Csv, columns: Mapping[str, str]) -> Iterator[Answered]:
    for record, cells in _cells(table):
        if record.problem:
            yield Answered(record.line, problem=record.problem)
            continue
        found = {field: cells.get(name, "") for field, name in columns.items()}
        day, at = found.get("day", ""), found.get("at", "")
        yield Answered(
            record.line,
            when=at or day,
            score=found["score"],
            words=found.get("note", ""),
            customers=tuple(found.get("customers", "").split()),
            kinds=tuple(found.get("kinds", "").split()),
            id=found.get("id", ""),
            question=found.get("question", ""),
            later=found.get("filled_in_later", "") in ("1", "true", "True"),
            day=day if at else "",
        )


def _cells(table: Csv) -> Iterator[tuple[Record, dict[str, str]]]:
    """Each row with its cells by casefolded heading."""
    names = [name.strip().casefold() for name in _header(table)]
    for record in table.records(table.columns):
        padded = [*record.cells, *[""] * (len(names) - len(record.cells))]
        yield (
            record,
            {name: unguarded(cell).strip() for name, cell in zip(names, padded, strict=False)},
        )


def _header(table: Csv) -> list[str]:
    return [column.name for column in table.columns]


def _with_kinds(answer: Answered, names: Iterable[str]) -> Answered:
    try:
        return answer._replace(kinds=tuple(dict.fromkeys(kind_of(name) for name in names)))
    except BadCellError as error:
        return answer._replace(problem=str(error))
