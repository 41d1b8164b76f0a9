"""Rows and columns, whatever the format: CSV of any kind, JSON Lines, or a JSON document."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS_MOST = 10_000
BROKEN = "(broken row)"


class Special(StrEnum):
    """Rows that hold no answer by design; each is counted apart."""

    HEADING = "heading"
    FOOTER = "footer"


class Record(NamedTuple):
    """One row: its line in the file and the cells that were asked for.

    `problem` says why a row cannot be read, `special` that it is no answer at all.
    """

    line: int
    cells: Sequence[str]
    problem: str = ""
    special: Special | None = None


class FileColumn(NamedTuple):
    """A column: its heading, other names that rows below the heading give it, its positions.

    A question whose choices have a column each has several positions, and each one's `choices`.
    """

    name: str
    labels: tuple[str, ...]
    positions: tuple[int, ...]
    choices: tuple[str, ...] = ()
    zone: str = ""


class TableOptions(NamedTuple):
    """Options for a CSV file: its delimiter, and the number of lines before its headings."""

    delimiter: str = ""
    skip_lines: int = 0


class FileTable(Protocol):
    """A file as rows; `unit` is what they are counted by, `guarded` says that cells may be.

    `details` are sentences on how the file was understood, `left_out` counts lines that are no
    rows, by what they are; `titles` are texts before the headings.
    """

    columns: list[FileColumn]
    unit: str
    guarded: bool
    details: list[str]
    left_out: dict[str, int]
    titles: str

    def records(self, wanted: Sequence[FileColumn]) -> Iterator[Record]:
        """The rows from the first on, each with a cell for each of `wanted` columns."""

    @property
    def share(self) -> float:
        """The share of the file that was read, from 0 to 1."""


def parse_delimiter(text: str) -> str:
    """The delimiter that an option names. Raises UsageError."""
    named = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
    delimiter = named.get(text.casefold(), text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0' or delimiter.isalnum():
        problem = f"{quoted(text)} is no delimiter"
        raise UsageError(problem, "use one character such as ; or the word tab")
    return delimiter


def refuse_many_columns(count: int) -> None:
    """Raise ValuecheckError for more columns than an export ever has."""
    if count > COLUMNS_MOST:
        problem = f"it has more than {COLUMNS_MOST:,} columns"
        raise ValuecheckError(problem, "export it again with one answer a line")
