"""Rows and columns, whatever the format: CSV of any kind, JSON Lines, or our own JSON."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from valuecheck.core.errors import ValuecheckError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.exchange.files import Content, Lines

DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*')
# The second line of headings of those tools that have one: what kind of answer each column holds.
_SECOND_HEADING = {"", "response", "open-ended response"}
_NEVER_CLOSED = "a quote opens a cell that never closes"
_BROKEN = {
    "unexpected end of data": _NEVER_CLOSED,
    "field larger than field limit": "a cell is too long; is a quote not closed?",
}


class Record(NamedTuple):
    """One row: its line in the file, its cells, or the problem that it has instead."""

    line: int
    cells: Sequence[str]
    problem: str = ""


class FileTable(Protocol):
    """A file as rows; `unit` is what they are counted by, `guarded` says that cells may be."""

    header: list[str]
    unit: str
    guarded: bool

    def records(self) -> Iterator[Record]:
        """The rows from the first on."""

    @property
    def share(self) -> float:
        """How much of the file the rows taken so far are, from 0 to 1."""


def table_of(content: Content) -> FileTable:
    """The table in a file. Raises ValuecheckError where there is none."""
    first = next((line for line in content.open() if line.strip()), "").strip()
    if first[:1] not in ("{", "["):
        return Csv(content)
    found = _object(first)
    if found is not None and not isinstance(found.get("feedback"), list):
        return JsonLines(content)
    try:
        return JsonDocument(content)
    except ValuecheckError:
        # The first line of many may be the broken one.
        if (lines := JsonLines(content)).header:
            return lines
        raise


class Csv:
    """Cells between commas, semicolons, tabs or bars, whichever makes most columns."""

    unit = "line"
    guarded = True

    def __init__(self, content: Content) -> None:
        self._content = content
        self._lines = content.open()
        self._delimiter, self._said = self._find_delimiter()
        found = next(self._rows(self._opened()), None)
        if found is None or found.problem:
            problem = f"it has no headings: {found.problem if found else 'all lines are empty'}"
            raise ValuecheckError(problem, "export it again with headings in the first line")
        self.header = [cell.strip() for cell in found.cells]

    @property
    def share(self) -> float:
        """How much of the file was read."""
        return self._lines.share

    def records(self) -> Iterator[Record]:
        """The rows below the headings; empty ones are none."""
        rows = self._rows(self._opened())
        next(rows)
        for number, record in enumerate(rows):
            if record.problem == _NEVER_CLOSED:
                # It has swallowed the rows below it: they must not be lost without a word.
                problem = f"line {record.line}: {record.problem}, and hides all below it"
                raise ValuecheckError(problem, "close or remove the quote")
            if number == 0 and _is_second_heading(record):
                continue
            extra = record.cells[len(self.header) :]
            if any(map(str.strip, extra)):
                problem = f"it has {len(record.cells)} cells, the headings {len(self.header)}"
                yield record._replace(problem=problem)
            else:
                yield record

    def _find_delimiter(self) -> tuple[str, bool]:
        """The delimiter, and whether a line of its own says it."""
        if said := _SEP_LINE.fullmatch(next(self._content.open(), "")):
            return said[1], True
        widths = {}
        for delimiter in DELIMITERS:
            first = next(self._rows(self._content.open(), delimiter), None)
            widths[delimiter] = 0 if first is None or first.problem else len(first.cells)
        return max(widths, key=lambda delimiter: widths[delimiter]), False

    def _opened(self) -> Lines:
        self._lines = self._content.open()
        if self._said:
            next(self._lines)
        return self._lines

    def _rows(self, lines: Lines, delimiter: str = "") -> Iterator[Record]:
        # Strict: an unclosed quote would silently swallow the rows below it.
        reader = csv.reader(lines, delimiter=delimiter or self._delimiter, strict=True)
        while True:
            line = lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                told = (said for name, said in _BROKEN.items() if name in str(error))
                yield Record(line, (), next(told, "text follows the quote that closes a cell"))
                continue
            if any(cells) and any(map(str.strip, cells)):
                yield Record(line, cells)


class JsonLines:
    """An object a line; the columns are all names that occur."""

    unit = "line"
    guarded = False

    def __init__(self, content: Content) -> None:
        self._content = content
        self._lines = content.open()
        names: dict[str, None] = {}
        for line in self._lines:
            names.update(dict.fromkeys(_object(line) or ()))
        self.header = list(names)

    @property
    def share(self) -> float:
        """How much of the file was read."""
        return self._lines.share

    def records(self) -> Iterator[Record]:
        """Every line that is not empty."""
        self._lines = self._content.open()
        for line in self._lines:
            if not line.strip():
                continue
            found = _object(line)
            problem = "" if found is not None else "it is no JSON object"
            yield Record(self._lines.number, _cells(found or {}, self.header), problem)


class JsonDocument:
    """One document: a list of objects, or an object with such a list as `feedback`."""

    unit = "piece"
    guarded = False
    share = 1.0

    def __init__(self, content: Content) -> None:
        try:
            whole = json.loads(content.data.decode(content.codec))
        except (ValueError, RecursionError) as error:
            line = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            problem = f"it begins as JSON does, but is broken{line}"
            raise ValuecheckError(problem, "export it again, or save it as CSV") from error
        rows = whole.get("feedback") if isinstance(whole, dict) else whole
        if not isinstance(rows, list):
            problem = "it is JSON without a list of feedback"
            raise ValuecheckError(problem, "give a list of objects, or one object a line")
        self._rows = rows
        names = (name for row in rows if isinstance(row, dict) for name in row)
        self.header = list(dict.fromkeys(names))

    def records(self) -> Iterator[Record]:
        """Every object of the list."""
        for number, row in enumerate(self._rows, 1):
            if isinstance(row, dict):
                yield Record(number, _cells(row, self.header))
            else:
                yield Record(number, (), "it is no JSON object")


def _object(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cells(found: dict[str, Any], header: Sequence[str]) -> list[str]:
    return [_text(found.get(name)) for name in header]


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)


def _is_second_heading(record: Record) -> bool:
    cells = {cell.strip().casefold() for cell in record.cells}
    return not record.problem and cells <= _SECOND_HEADING
