"""The answer line, `4 fixed checkout outage +incident @retail`: the one parser for it."""

from __future__ import annotations

import unicodedata

from valuecheck.core.errors import UsageError
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOTE_LIMIT = 1000
TAG_LIMIT = 40
SCORES = {
    1: "they'd want their money back",
    2: "they'd complain",
    3: "they'd shrug",
    4: "they'd be glad",
    5: "they'd gladly pay more",
}
NOT_TODAY = 0
KIND, CUSTOMER = "+", "@"

_DIGITS = tuple("0123456789")
# What joins two digits to one number: 4.5, 4/5 and 4-5 are no scores.
_JOINS = tuple(".,:/–-")
# Characters allowed between the start of a word and its sigil.
_OPENING = tuple("([{\"'")


class Tags(NamedTuple):
    """The kinds of work and the customers that a note names, in its order, each once."""

    kinds: tuple[str, ...]
    customers: tuple[str, ...]


class Answer(NamedTuple):
    """An answer: `score` is 1 to 5, or 0 for not today; `note` is the words after it."""

    score: int
    note: str

    @property
    def line(self) -> str:
        """The answer as one types it; parses back to the same parts."""
        return f"{self.score} {self.note}".rstrip()


def parse_answer(line: str) -> Answer:
    """Take an answer line apart. Raises UsageError; nothing is guessed."""
    score, rest = line.lstrip()[:1], line.lstrip()[1:]
    follows = rest[1:2] if rest[:1] in _JOINS else rest[:1]
    if score not in _DIGITS[:6] or follows in _DIGITS:
        first = line.split(maxsplit=1)[0] if line.strip() else ""
        problem = f"{quoted(first)} is no score" if first else "the answer is empty"
        raise UsageError(problem, "begin with 1 to 5, or 0 for not today")
    note = parse_note(rest)
    if int(score) == NOT_TODAY and note:
        problem = "0 (not today) takes no words"
        raise UsageError(problem, "give a score from 1 to 5 with them, or see 'valuecheck off'")
    return Answer(int(score), note)


def parse_note(text: str) -> str:
    """The note as stored: one line of at most NOTE_LIMIT characters. Raises UsageError."""
    return parse_line(text, "the note", NOTE_LIMIT)


def parse_line(text: str, what: str, limit: int) -> str:
    """Return `text` as one line without space around it; errors call it `what`.

    Line breaks and tabs, as a paste brings them, become one space. Other control characters,
    undecodable bytes and more than `limit` characters are refused. Raises UsageError.
    """
    parts = (part.strip() for part in text.replace("\t", "\n").splitlines())
    line = " ".join(part for part in parts if part)
    # Printable text, nearly all of it, holds neither.
    for position, character in enumerate("" if line.isprintable() else line, 1):
        if character < " " or "\x7f" <= character <= "\x9f":
            code = f"U+{ord(character):04X}"
            problem = f"character {position} of {what} is a control character ({code})"
            raise UsageError(problem, "leave that character out")
        if "\ud800" <= character <= "\udfff":
            problem = f"character {position} of {what} is not valid UTF-8"
            raise UsageError(problem, "type it again in a UTF-8 terminal")
    if len(line) > limit:
        problem = f"{what} has {len(line):,} characters"
        raise UsageError(problem, f"at most {limit:,} fit")
    return line


def tags_of(note: str) -> Tags:
    """The `+kinds` and `@customers` in `note`, normalised to NFC and casefolded."""
    kinds: dict[str, None] = {}
    customers: dict[str, None] = {}
    for _, sigil, word in _tagged(note):
        if name := _tag_name(sigil, word):
            (kinds if sigil == KIND else customers)[name] = None
    return Tags(tuple(kinds), tuple(customers))


def parse_tag(word: str, sigil: str) -> str:
    """The tag in `word`, with or without its sigil. Raises UsageError if it is none."""
    bare = word.removeprefix(sigil)
    name = _tag_name(sigil, bare)
    if name is None or name != _normal(bare):
        what = "kind" if sigil == KIND else "customer"
        first = "a letter" if sigil == KIND else "a letter or digit"
        problem = f"{quoted(word)} is no {what}"
        raise UsageError(
            problem,
            f"begin with {first}, then up to {TAG_LIMIT - 1} letters, digits, '.', '_', '-', '/'",
        )
    return name


def with_tags(note: str, kinds: Iterable[str], customers: Iterable[str]) -> str:
    """`note` followed by those tags that it does not name yet. Raises UsageError."""
    present = tags_of(note)
    wanted = [KIND + name for word in kinds if (name := parse_tag(word, KIND)) not in present.kinds]
    wanted += [
        CUSTOMER + name
        for word in customers
        if (name := parse_tag(word, CUSTOMER)) not in present.customers
    ]
    return parse_note(" ".join([note, *dict.fromkeys(wanted)]))


def swapped(note: str, sigil: str, old: str, new: str) -> str:
    """`note` with the tag `new` in the place of each tag `old`, both with `sigil` and without it.

    Everything else stays as it was typed.
    """
    for position, found, word in reversed([*_tagged(note)]):
        if found == sigil and (length := _typed_length(sigil, word, old)):
            start = position + 1
            note = note[:start] + new + note[start + length :]
    return note


def _typed_length(sigil: str, word: str, name: str) -> int:
    """How many characters of `word` are the tag `name`; 0 where it is another one."""
    if _tag_name(sigil, word) != name:
        return 0
    return next(n for n in range(1, len(word) + 1) if _tag_name(sigil, word[:n]) == name)


def _tagged(note: str) -> Iterator[tuple[int, str, str]]:
    """Each sigil at the start of a word of `note`: its position, it, and what follows it.

    What follows ends before white space and before the next sigil.
    """
    for position, sigil in enumerate(note):
        before = note[position - 1] if position else " "
        if sigil in (KIND, CUSTOMER) and (before.isspace() or before in _OPENING):
            word = (
                note[position + 1 : position + 2].strip()
                and note[position + 1 :].split(maxsplit=1)[0]
            )
            name = word.partition(KIND)[0].partition(CUSTOMER)[0]
            if name:
                yield position, sigil, name


def _tag_name(sigil: str, word: str) -> str | None:
    word = _normal(word)
    length = next((i for i, char in enumerate(word) if not _belongs(char)), len(word))
    name = word[:length].rstrip(".-/")
    starts = name[:1].isalpha() or (sigil == CUSTOMER and name[:1].isdecimal())
    # A longer word is no tag: its first 40 characters would be a tag that nobody typed.
    return name if starts and len(name) <= TAG_LIMIT else None


def _belongs(character: str) -> bool:
    if character in "._-/" or character.isalpha():
        return True
    return unicodedata.category(character) in {"Mn", "Mc", "Me", "Nd"}


def _normal(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())
