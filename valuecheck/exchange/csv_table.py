"""CSV of any kind: the delimiter under which the rows agree, headings wherever they are."""

from __future__ import annotations

import csv
import re
from collections import deque
from operator import methodcaller
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import NOT_CHOSEN, UndecidedError
from valuecheck.exchange.column_names import plain
from valuecheck.exchange.files import MEGABYTE
from valuecheck.exchange.headings import layout_of, names_in, special_of, usual_width
from valuecheck.exchange.tables import Record, Special, refuse_many_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from valuecheck.exchange.files import Content
    from valuecheck.exchange.headings import Layout
    from valuecheck.exchange.tables import FileColumn, TableOptions

DELIMITERS = ",;\t|"
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*')
_SAMPLE_LINES, _SAMPLE_CHARACTERS = 2000, 1_000_000
# So many rows at the end may be a footer; more are data that nobody reads.
_FOOTERS_MOST = 10
_CHOSEN = {"1", "x", "✓", "✔", "true", "yes", "selected", "checked", "ja", "oui", "sí", "si", "sim"}
_NEVER_CLOSED = "a quote opens a cell that never closes, and hides all below it"
_BROKEN = {
    "unexpected end of data": _NEVER_CLOSED,
    "field larger than field limit": "a cell has more than 1 MB, or a quote before it never closes",
}


class Csv:
    """Cells between commas, semicolons, tabs or bars.

    `mapped` knows the headings that the user names. Raises UsageError and ValuecheckError where
    there are no headings.
    """

    unit = "line"
    guarded = True

    def __init__(
        self, content: Content, options: TableOptions, mapped: Callable[[str], bool]
    ) -> None:
        content.refuse_long_lines()
        self._content = content
        self._text = content.open()
        sample = _sample(content)
        said = _SEP_LINE.fullmatch(sample[0]) if sample else None
        # Lines before the headings that the user or the file itself names.
        self._skipped = max(options.skip_lines, 1 if said else 0)
        sample = sample[self._skipped :]
        self._delimiter = options.delimiter or (said[1] if said else _delimiter(sample, mapped))
        if sample and sample[0].count(self._delimiter) > MEGABYTE:
            refuse_many_columns(MEGABYTE)
        rows = [*_rows(sample, self._delimiter, self._skipped)]
        if not rows or (len(rows) == 1 and rows[0].problem):
            problem = f"it has no headings: {rows[0].problem if rows else 'all lines are empty'}"
            raise ValuecheckError(problem, "export it again with headings in the first line")
        self._layout: Layout = layout_of(rows, mapped, searched=not options.skip_lines)
        heading = rows[self._layout.start]
        if heading.problem:
            problem = f"line {heading.line}: {heading.problem}"
            raise ValuecheckError(problem, "mend the headings")
        refuse_many_columns(len(heading.cells))
        self._header = [cell.strip() for cell in heading.cells]
        is_quoted = len(self._header) == 1 and sample[0].startswith('"')
        if is_quoted and any(each in self._header[0] for each in DELIMITERS):
            problem = f"line {heading.line} is one cell in quotes, {quoted(self._header[0])}"
            raise ValuecheckError(problem, "export it again with quotes around single cells")
        self._heading_line = heading.line
        self.columns = self._layout.columns
        before = [row for row in rows[: self._layout.start] if not row.problem]
        self.titles = " ".join(cell for row in before for cell in row.cells)
        self.left_out = {"before the headings": self._layout.start} if self._layout.start else {}
        if self._layout.explained:
            self.left_out["explaining the headings"] = self._layout.explained
        name = DELIMITER_NAMES.get(self._delimiter, repr(self._delimiter))
        self.details = [] if self._delimiter == "," else [f"columns between {name}"]

    @property
    def share(self) -> float:
        """The share of the file that was read, from 0 to 1."""
        return self._text.share

    def records(self, wanted: Sequence[FileColumn]) -> Iterator[Record]:
        """The rows below the headings, empty ones left out."""
        self._text = self._content.open()
        for _ in range(self._heading_line - 1):
            next(self._text)
        rows = _rows(self._text, self._delimiter, self._heading_line - 1)
        for _ in range(1 + self._layout.explained):
            next(rows, None)
        pick = _picker(wanted)
        held: deque[Record] = deque()
        for record in rows:
            if record.problem:
                self._refuse_swallowed(record)
            special = None if record.problem else special_of(record.cells, self._header)
            if special is Special.FOOTER and len(held) < _FOOTERS_MOST:
                held.append(record)
                continue
            while held:
                yield self._picked(held.popleft(), pick)
            if special is Special.HEADING:
                yield Record(record.line, (), special=special)
            else:
                yield self._picked(record, pick)
        # What only looks like a footer is one at the end of the file alone.
        for record in held:
            yield self._picked(record, pick)._replace(special=Special.FOOTER)

    def _refuse_swallowed(self, record: Record) -> None:
        if record.problem in _BROKEN.values():
            # It has swallowed the rows below it: they must not be lost without a word.
            problem = f"line {record.line}: {record.problem}"
            raise ValuecheckError(problem, "close or remove the quote")

    def _picked(self, record: Record, pick: Callable[[Sequence[str]], Sequence[str]]) -> Record:
        """The record with the cells alone that `pick` takes."""
        if record.problem:
            return record
        cells = record.cells
        if len(cells) > len(self._header) and any(map(str.strip, cells[len(self._header) :])):
            problem = f"it has {len(cells)} cells, the headings {len(self._header)}"
            return Record(record.line, (), problem)
        try:
            return Record(record.line, pick(cells))
        except UndecidedError as error:
            problem = f"line {record.line}: {error.problem}"
            raise UsageError(problem, error.remedy) from None


def _sample(content: Content) -> list[str]:
    """The first lines of the file."""
    lines: list[str] = []
    size = 0
    for line in content.open():
        lines.append(line)
        size += len(line)
        if len(lines) >= _SAMPLE_LINES or size >= _SAMPLE_CHARACTERS:
            break
    return lines


def _delimiter(sample: Sequence[str], mapped: Callable[[str], bool]) -> str:
    """The delimiter under which headings are known and rows agree best, `,` where none is."""

    def fit(delimiter: str) -> tuple[bool, int, float, int]:
        if any(line.count(delimiter) > MEGABYTE for line in sample[:1]):
            return True, 0, 1.0, MEGABYTE
        rows = [*_rows(sample, delimiter, 0)]
        width, agreeing = usual_width(rows) if rows else (0, 0.0)
        named = max((names_in(row.cells, mapped) for row in rows[:30]), default=0)
        return width > 1, min(named, 2), agreeing, width

    return max(DELIMITERS, key=fit)


def _rows(lines: Iterable[str], delimiter: str, before: int) -> Iterator[Record]:
    """The rows that are not empty, counted from the line after `before` lines."""
    csv.field_size_limit(MEGABYTE)
    # Strict: an unclosed quote would silently swallow the rows below it.
    # Files that were joined have a mark in their middle; some tools write a space before a quote.
    plain_lines = map(methodcaller("removeprefix", "\ufeff"), lines)
    reader = csv.reader(plain_lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + before + 1
        try:
            for cells in reader:
                if any(cells) and any(map(str.strip, cells)):
                    yield Record(line, cells)
                line = reader.line_num + before + 1
        except csv.Error as error:
            told = (said for name, said in _BROKEN.items() if name in str(error))
            yield Record(line, (), next(told, "text follows the quote that closes a cell"))
        else:
            return


def _picker(wanted: Sequence[FileColumn]) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return what takes the cells of `wanted` columns from a row."""
    positions = [column.positions[0] for column in wanted]
    is_simple = all(len(column.positions) == 1 for column in wanted)
    last = max(positions, default=-1)

    def pick(cells: Sequence[str]) -> Sequence[str]:
        if is_simple and last < len(cells):
            return [cells[position] for position in positions]
        return [_cell(cells, column) for column in wanted]

    return pick


def _cell(cells: Sequence[str], column: FileColumn) -> str:
    """The cell of a column, or the choice that is made among its positions."""
    if len(column.positions) == 1:
        position = column.positions[0]
        return cells[position] if position < len(cells) else ""
    pairs = zip(column.positions, column.choices, strict=True)
    filled = [
        (cells[position].strip(), choice)
        for position, choice in pairs
        if position < len(cells) and cells[position].strip()
    ]
    # Where choices are flags, a 0 is one not made; else it is the choice 0 in its own column.
    flags = any(_is_unset(cell) and plain(cell) != plain(choice) for cell, choice in filled)
    filled = [
        (cell, choice)
        for cell, choice in filled
        if not _is_unset(cell) or (not flags and plain(cell) == plain(choice))
    ]
    if len(filled) > 1:
        both = " and ".join(quoted(choice) for _, choice in filled[:2])
        problem = f"both {both} of {quoted(column.name)} are filled, a column for each choice"
        raise UndecidedError(
            problem, "export it again in the condensed form, with one column for the answer"
        )
    return _chosen(*filled[0], column) if filled else ""


def _is_unset(cell: str) -> bool:
    """Return True for a cell that says that its choice was not made."""
    return cell.casefold() in NOT_CHOSEN


def _chosen(cell: str, choice: str, column: FileColumn) -> str:
    """The choice that a mark in its column makes, such as its own text, a number or an x."""
    if plain(cell) == plain(choice) or cell.casefold() in _CHOSEN:
        return choice
    problem = f"{quoted(cell)} in the column {quoted(choice)} of {quoted(column.name)} is no mark"
    raise UndecidedError(
        problem, "export it again in the condensed form, with one column for the answer"
    )
