"""One cell of a file: what it says, or why it cannot be used."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, TAG_LIMIT, parse_tag
from valuecheck.core.errors import UsageError
from valuecheck.core.scales import GOOD_BAD, WORDS_LIMIT, good_or_bad, parse_score
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_ANSWER = frozenset({"", "-", "n/a", "offered", "unoffered", "not offered"})
# What a spreadsheet would act upon, and what our own CSV puts an apostrophe before.
_GUARDED = ("'=", "'+", "'-", "'@", "''", "' ", "'\t", "'\r")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNDECODED = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?", re.ASCII)


class BadCellError(Exception):
    """Its row cannot be stored; the text says why."""


class UndecidedError(Exception):
    """What a cell means cannot be known without an option, so the whole file waits for it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


def unguarded(cell: str) -> str:
    """The cell of a CSV file without the apostrophe that keeps spreadsheets from acting on it."""
    return cell[1:] if cell.startswith(_GUARDED) else cell


def line_of(text: str, limit: int = WORDS_LIMIT) -> str:
    """`text` as one line: breaks, tabs and control characters are single spaces.

    Raises BadCellError where it has more than `limit` characters.
    """
    if text.isprintable() and len(text) <= limit:
        return text.strip()
    if _CONTROL.search(text):
        parts = (part.strip() for part in _CONTROL.split(text))
        text = " ".join(part for part in parts if part)
    text = _UNDECODED.sub("\ufffd", text.strip())
    if len(text) > limit:
        problem = f"{quoted(text)} has {len(text):,} characters; at most {limit:,} fit"
        raise BadCellError(problem)
    return text


def tag_of(name: str) -> str:
    """The tag that a name from elsewhere becomes: `Acme Corp.` is `acme-corp`.

    Raises BadCellError for a name without a letter or digit and for one that is too long.
    """
    bare = unicodedata.normalize("NFC", name.strip().removeprefix(CUSTOMER).casefold())
    kept = "".join(char if _belongs(char) else " " for char in bare)
    tag = "-".join(kept.split()).strip("._-/")
    try:
        return parse_tag(tag, CUSTOMER)
    except UsageError:
        why = f"more than {TAG_LIMIT} characters" if len(tag) > TAG_LIMIT else "no name to tag"
        problem = f"{quoted(name)} is no customer: {why}"
        raise BadCellError(problem) from None


def score_of(text: str, given: str, own: str, telling: str) -> tuple[str, int]:
    """Scale and score of an answer.

    Its scale is what an option says (`given`), its row (`own`) or its heading (`telling`); words
    such as Good and Bad are one of their own, and only a row that says so has digits for them.
    Raises BadCellError, and UndecidedError for a number on a scale that nobody told.
    """
    scale = given or own
    if not scale:
        scale = GOOD_BAD if good_or_bad(text) is not None else telling
    if not scale and _NUMBER.fullmatch(text):
        problem = f"nothing says on which scale {text} is"
        raise UndecidedError(problem, "add --scale csat (1 to 5) or --scale nps (0 to 10)")
    if not scale:
        problem = f"{quoted(text)} is no score"
        raise BadCellError(problem)
    if scale == own == GOOD_BAD and text in ("0", "1"):
        return scale, int(text)
    try:
        return scale, parse_score(text, scale)
    except UsageError as error:
        problem = f"{error.problem}: {error.remedy}"
        raise BadCellError(problem) from None


def csv_row(cells: Iterable[str]) -> str:
    """One row of a CSV file as RFC 4180 has it, its line break included."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue()


def _belongs(char: str) -> bool:
    known = char in "._-/" or char.isalpha()
    return known or unicodedata.category(char) in {"Mn", "Mc", "Me", "Nd"}
