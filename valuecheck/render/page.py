"""A page as data: blocks that each format writes in its own way.

A line of a page is a string. Parts of it may be marked: `typed` text never acts in any format,
`own` text is typed and leaves the machine only with `--notes`, `scored` text has the colour of a
score. `pieces` reads the marks, `bare` drops them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from valuecheck.report.model import Day

# Control characters, which `visible` takes out of all text from outside.
_BEGIN, _END = "\x02", "\x03"
_MARKED = re.compile(f"{_BEGIN}(.)([^{_END}]*){_END}")
TYPED, OWN, COMMAND, STRONG, FAINT = "t", "o", "c", "b", "d"
_BETWEEN_ITEMS = re.compile(f" · (?![^{_BEGIN}]*{_END})")
_OWN_WORDS = re.compile(f" ?{_BEGIN}{OWN}[^{_END}]*{_END}")
DOWN, UP, ASK = "▼", "▲", "?"


class Piece(NamedTuple):
    """A part of a line; `role` is one of the marks, a digit of 1 to 5, or empty for none."""

    text: str
    role: str


def typed(text: str) -> str:
    """`text`, which a user typed or imported; every format keeps it from acting."""
    return _mark(TYPED, text)


def own(text: str) -> str:
    """`text` that users wrote for themselves; a document has it only with `--notes`."""
    return _mark(OWN, text)


def command(text: str) -> str:
    """`text`, a command line that the reader can type as it is."""
    return _mark(COMMAND, text)


def strong(text: str) -> str:
    """`text` that is to be read first."""
    return _mark(STRONG, text)


def faint(text: str) -> str:
    """`text` that may be passed over."""
    return _mark(FAINT, text)


def scored(text: str, score: int | None) -> str:
    """`text` in the colour of a score of 1 to 5; None leaves it as it is."""
    return text if score is None else _mark(str(score), text)


def pieces(line: str) -> list[Piece]:
    """`line` in pieces with their marks."""
    found: list[Piece] = []
    end = 0
    for match in _MARKED.finditer(line):
        found += [Piece(line[end : match.start()], ""), Piece(match[2], match[1])]
        end = match.end()
    return [piece for piece in (*found, Piece(line[end:], "")) if piece.text]


def items(line: str) -> list[str]:
    """The items of a line that ` · ` separates; what is marked stays whole."""
    return _BETWEEN_ITEMS.split(line)


def without_typed(line: str) -> str:
    """`line` without the parts that a user typed."""
    return _MARKED.sub(lambda match: "" if match[1] == TYPED else match[0], line)


def without_own(part: Any) -> Any:
    """A block, or any part of it, without the parts that users wrote for themselves."""
    if isinstance(part, str):
        return _OWN_WORDS.sub("", part) if _BEGIN in part else part
    if isinstance(part, tuple | list):
        parts = [without_own(each) for each in part]
        return part._make(parts) if isinstance(part, tuple) and hasattr(part, "_make") else parts
    return part


def bare(line: str) -> str:
    """`line` without its marks."""
    return _MARKED.sub(r"\2", line) if _BEGIN in line else line


def _mark(role: str, text: str) -> str:
    return f"{_BEGIN}{role}{visible(text)}{_END}" if text else ""


class Share(NamedTuple):
    """A cell with a part of a whole from 0 to 1, drawn as a bar."""

    value: float


class Amount(NamedTuple):
    """A cell with a number, drawn as a bar beside those of the column's other cells.

    `score` gives the bar the colour of a score.
    """

    value: int
    score: int | None = None


class Counts(NamedTuple):
    """A cell with how often each score of 1 to 5 was given, drawn as one bar in five colours."""

    of: tuple[int, int, int, int, int]


Cell = str | date | Share | Amount | Counts


class Column(NamedTuple):
    """A column of a table.

    `number` aligns it to the right. Typed text of a `private` column leaves the machine only with
    `--notes`, and so does the column if nothing else is in it.
    `wide` marks the column that takes the room that is left and is cut to it; if it is `wrapped`
    as well, it is never cut but goes on below. `once` leaves a
    cell blank on a terminal where it repeats the one above. `here` columns, such as ids, are
    for terminal and plain alone.
    """

    name: str
    number: bool = False
    private: bool = False
    wide: bool = False
    wrapped: bool = False
    once: bool = False
    here: bool = False


class Table(NamedTuple):
    """Rows of cells under columns.

    On a terminal and in plain text a `headless` table has no row of names: its cells speak for
    themselves. `fold` is the name under which a document hides the table beside its picture;
    a terminal leaves such a table out. `more` is a last line on rows that are left out. Where
    `few` rows are given, a terminal shows them instead, with the line `rest` below.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    headless: bool = False
    fold: str = ""
    more: str = ""
    few: Sequence[Sequence[Cell]] | None = None
    rest: str = ""


class Paragraph(NamedTuple):
    """Sentences one after the other; `role` is empty or a mark."""

    sentences: Sequence[str]
    role: str = ""


class Bullets(NamedTuple):
    """Lines, each of its own; `fold` as in Table."""

    items: Sequence[str]
    role: str = ""
    fold: str = ""


class Point(NamedTuple):
    """A change in one to three sentences; `sign` is DOWN, UP, ASK for a thing to do, or empty."""

    sign: str
    sentences: Sequence[str]


class Points(NamedTuple):
    """The changes that matter most, each behind its sign."""

    points: Sequence[Point]


class Hero(NamedTuple):
    """A few large numbers, each with its words; only a page in a browser shows them."""

    figures: Sequence[tuple[str, str]]


class Ends(NamedTuple):
    """A row of `Dumbbells`: two averages on the scale from 1 to 5 and the words on them."""

    name: str
    own: float
    theirs: float
    text: str


class Dumbbells(NamedTuple):
    """The user's averages beside their customers', drawn only by a page in a browser."""

    title: str
    rows: Sequence[Ends]


class Fact(NamedTuple):
    """A line beside a label; several `items` stay whole, one after the other."""

    label: str
    items: Sequence[str]


class Facts(NamedTuple):
    """Labelled lines below each other."""

    facts: Sequence[Fact]


class Node(NamedTuple):
    """A line of a tree: `name` with a `note` to it, cells for the tree's columns.

    `figures` say the same as the cells where no columns are; `sentence` says everything at once
    and is empty for a node that is above already.
    """

    depth: int
    name: str
    note: str
    label: str
    cells: Sequence[str]
    figures: Sequence[str]
    sentence: str


class Tree(NamedTuple):
    """Nodes from top to bottom, each `depth` levels below the first; `head` names the columns.

    `others` are apart below the title `apart`.
    """

    head: Sequence[str]
    nodes: Sequence[Node]
    apart: str = ""
    others: Sequence[Node] = ()


class Series(NamedTuple):
    """Averages over time, None where there are none, on the scale `lowest` to `highest`.

    `last` is the label at the right end, such as `3.8`. `colours` are scores of 1 to 5.
    """

    name: str
    values: Sequence[float | None]
    colours: Sequence[int]
    lowest: float = 1
    highest: float = 5
    last: str = ""


class Chart(NamedTuple):
    """Series above one axis of time.

    `starts` are the first days of the stretches that the values average, `unit` their name
    (`week`). `band` is where most values lie, in words `band_name`. `marks` are stretches of
    the axis, by first and last index, that lie above (True) or below what is usual. A `small`
    chart has few rows and one colour a column at most.
    """

    title: str
    unit: str
    starts: Sequence[date]
    series: Sequence[Series]
    band: tuple[float, float] | None = None
    band_name: str = ""
    marks: Sequence[tuple[int, int, bool]] = ()
    small: bool = False


class Calendar(NamedTuple):
    """Days by week.

    `missed` is the text for a workday without a score, none if it is empty; `legend` explains the
    signs.
    """

    days: Sequence[Day]
    today: date
    missed: str = ""
    legend: Sequence[str] = ()


class Beside(NamedTuple):
    """Two blocks beside each other where there is room, else below each other."""

    left: Table
    right: Table


Block = (
    Paragraph
    | Bullets
    | Points
    | Facts
    | Hero
    | Table
    | Tree
    | Chart
    | Dumbbells
    | Calendar
    | Beside
)


class Section(NamedTuple):
    """Blocks under a title, which documents show; a section without content is left out.

    `private` sections leave the machine only with `--notes`. `methods` marks what a terminal
    shows only with `--methods`; `document` what only Markdown and HTML show, for readers who do
    not know the program.
    """

    title: str
    blocks: Sequence[Block]
    private: bool = False
    methods: bool = False
    document: bool = False


# The usual `withheld` of a page.
NOTES_LEFT_OUT = "Notes are left out; --notes puts them in."


class Page(NamedTuple):
    """A heading with what matters most beside it, and sections.

    A document without a heading needs a `title`. `withheld` is shown where private parts are left
    out.
    """

    heading: str
    sections: Sequence[Section]
    today: date | None = None
    headline: Sequence[str] = ()
    title: str = ""
    withheld: str = ""


def simple_page(title: str, *blocks: Block, today: date | None = None, withheld: str = "") -> Page:
    """A page of `blocks` without a heading; documents show its `title`."""
    return Page("", [Section("", blocks)], today, title=title, withheld=withheld)


class Records(NamedTuple):
    """Rows for a spreadsheet; `private` names columns that only `--notes` shows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    private: frozenset[str] = frozenset()

    def objects(self) -> list[dict[str, Any]]:
        """The rows as JSON has them, each by its columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class View(NamedTuple):
    """A result in the shapes that the formats are written from, each made when it is needed.

    `document` is what JSON holds: a mapping, or a part of a report that writes itself.
    """

    page: Callable[[], Page]
    records: Callable[[], Records]
    document: Callable[[], Mapping[str, Any] | Any]
