"""One cell of a file: what it says, or why it cannot be used."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, TAG_LIMIT, parse_tag
from valuecheck.core.errors import UsageError
from valuecheck.core.scales import WORDS_LIMIT
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

LABEL_LIMIT = 100
# Cells of a choice that was not made.
NOT_CHOSEN = frozenset({"", "0", "false", "no", "-", "n/a", "null"})
NO_NAME = frozenset(
    {
        "", "-", "–", "—", "n/a", "#n/a", "null", "nan", "none", "(blank)", "#ref!", "#value!",
        "#name?", "#div/0!", "#num!", "#null!", "#error!", "#nv", "#bezug!", "#wert!", "#zahl!",
    }
)  # fmt: skip
NO_ANSWER = frozenset(
    {
        "", "-", "–", "—", "--", "---", "n/a", "#n/a", "na", "n.a.", "null", "nan", "nil", "none",
        "undefined", "skipped", "skip", "no answer", "no response", "not answered", "unanswered",
        "not rated", "unrated", "not applicable", "offered", "unoffered", "not offered", "(blank)",
        "blank", "(null)", "<null>", "\\n", "k. a.", "k.a.", "keine angabe", "keine antwort",
        "übersprungen", "sans réponse", "non répondu", "sin respuesta", "sem resposta",
        "nessuna risposta", "geen antwoord", "overgeslagen", "無回答", "未回答", "回答なし",
    }
)  # fmt: skip
# What a spreadsheet would act upon, and what our own CSV puts an apostrophe before.
_GUARDED = ("'=", "'+", "'-", "'@", "''", "' ", "'\t", "'\r")
# How some exports keep the zeros of a number.
_AS_TEXT = re.compile(r'="([^"]*)"')
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNDECODED = re.compile("[\ud800-\udfff]")
# A tag made of a longer name: so much of the name, then so many digits that tell names apart.
_KEPT, _DIGITS = TAG_LIMIT - 5, 4


class BadCellError(Exception):
    """Its row cannot be stored; the text says why."""


class UndecidedError(Exception):
    """A cell has several meanings; an option must choose one before the file can be read."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class LongNameError(BadCellError):
    """A customer's name is too long for a tag; `tag` is what it may become."""

    def __init__(self, name: str, tag: str) -> None:
        super().__init__(f"{quoted(name)} is no customer: more than {TAG_LIMIT} characters")
        self.tag = tag


def unguarded(cell: str) -> str:
    """The cell of a CSV file without what keeps spreadsheets from acting on it, or changing it."""
    if match := _AS_TEXT.fullmatch(cell):
        return match[1]
    return cell[1:] if cell.startswith(_GUARDED) else cell


def is_no_answer(text: str) -> bool:
    """Return True for a cell that says that nothing was answered."""
    return text.casefold() in NO_ANSWER


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

    Raises BadCellError for a name without a letter or digit, LongNameError for one that is too
    long.
    """
    bare = unicodedata.normalize("NFC", name.strip().removeprefix(CUSTOMER).casefold())
    kept = "".join(char if _belongs(char) else " " for char in bare)
    tag = "-".join(kept.split()).strip("._-/")
    try:
        return parse_tag(tag, CUSTOMER)
    except UsageError:
        if len(tag) > TAG_LIMIT and len(name) <= LABEL_LIMIT:
            raise LongNameError(name, _shortened(tag)) from None
        why = f"more than {TAG_LIMIT} characters" if len(tag) > TAG_LIMIT else "no name to tag"
        problem = f"{quoted(name)} is no customer: {why}"
        raise BadCellError(problem) from None


def csv_row(cells: Iterable[str]) -> str:
    """One row of a CSV file as RFC 4180 has it, its line break included."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue()


def _shortened(tag: str) -> str:
    """A tag that fits: the beginning of `tag`, and digits that are its own on every machine."""
    digits = sha256(tag.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return f"{tag[:_KEPT].strip('._-/')}-{digits}"


def _belongs(char: str) -> bool:
    known = char in "._-/" or char.isalpha()
    return known or unicodedata.category(char) in {"Mn", "Mc", "Me", "Nd"}
