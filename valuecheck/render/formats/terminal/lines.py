"""Lines of a screen: parts of text with styles, none wider than the screen, nothing that acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.text import ascii_signs, cells, fitting, visible
from valuecheck.render.page import ASK, DOWN, FAINT, STRONG, UP, items, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A narrower screen has no room for a column of labels.
NARROW = 40
_SPACES = re.compile(r"(\s+)")
# The signs of changes have the colours of a bad and of a good score.
SIGNS = {DOWN: "bar-2", UP: "bar-4", ASK: "bold"}
_STYLES = {STRONG: "bold", FAINT: "dim"}


class StyledText(NamedTuple):
    """A piece of a line. `style` is empty, `bold`, `dim`, or a name that `colours` knows."""

    text: str
    style: str = ""


Line = list[StyledText]
GAP = StyledText("   ")


class Canvas:
    """Lines as they are added, none wider than `width` columns; all ASCII unless `unicode`."""

    def __init__(self, width: int, *, unicode: bool) -> None:
        self.width = max(width, 1)
        self.unicode = unicode
        self.lines: list[Line] = []

    def blank(self) -> None:
        """An empty line, unless the screen or the last part of it is empty."""
        if self.lines and self.lines[-1]:
            self.lines.append([])

    def finished(self) -> list[Line]:
        """The lines without empty ones at the end."""
        while self.lines and not self.lines[-1]:
            self.lines.pop()
        return self.lines

    def add(self, line: Iterable[StyledText]) -> None:
        """One line, cut with an ellipsis where it is too long."""
        self.lines.append(self.cut([*line], self.width))

    def sentences(self, sentences: Iterable[str], style: str = "", indent: int = 0) -> None:
        """Marked sentences one after the other, wrapped between words."""
        for line in self.wrapped(" ".join(filter(None, sentences)), self.width - indent, style):
            self.add([StyledText(" " * indent), *line] if indent else line)

    def behind(self, sign: StyledText, sentences: Iterable[str], style: str = "") -> None:
        """Marked sentences, each on lines of its own, the first one behind a sign."""
        for sentence in sentences:
            for line in self.wrapped(sentence, self.width - 2, style):
                self.add([sign, StyledText(" "), *line])
                sign = StyledText(" ")

    def listed(self, line: str, style: str = "") -> None:
        """A marked line that is broken between its parts, which ` · ` separates, if need be."""
        parts = [part for each in items(line) for part in self.wrapped(each, self.width, style)]
        for each in flowed(parts, self.width, StyledText(self.safe(" · "), style)):
            self.add(each)

    def parts(self, line: str, style: str = "") -> Line:
        """A marked line as parts; a score is in a cell of its colour."""
        found = []
        for text, role in pieces(line):
            if role.isdigit():
                found.append(StyledText(self.safe(f" {text} "), f"score-{role}"))
            else:
                found.append(StyledText(self.safe(text), _STYLES.get(role, style)))
        return found

    def wrapped(self, line: str, width: int, style: str = "") -> Iterator[Line]:
        """A marked line in lines of at most `width` columns, broken between words."""
        width = max(width, 2)
        now: Line = []
        used = 0
        for word in _words(self.parts(line, style)):
            size = width_of(word)
            if used and used + 1 + size > width:
                yield now
                now, used = [], 0
            if used:
                now.append(StyledText(" ", now[-1].style if now[-1].style == word[0].style else ""))
                used += 1
            rest = word
            while used + size > width:
                head, rest = _split(rest, width - used)
                yield [*now, *head]
                now, used = [], 0
                size = width_of(rest)
            now += rest
            used += size
        if now:
            yield now

    def cut(self, line: Line, room: int) -> Line:
        """`line` in at most `room` columns, with an ellipsis where it is too long."""
        while line and not line[-1].text.strip() and not line[-1].style:
            line.pop()
        if line and not line[-1].style:
            line[-1] = StyledText(line[-1].text.rstrip())
        if width_of(line) <= room:
            return line
        ellipsis = "…" if self.unicode else "..."
        kept, _ = _split(line, max(room - len(ellipsis), 0))
        return [*kept, StyledText(ellipsis[: max(room, 0)])] if room > 0 else []

    def safe(self, text: str) -> str:
        """`text` with nothing that acts, and with our own signs as the terminal can show them."""
        text = visible(text)
        return text if self.unicode else ascii_signs(text)


def width_of(line: Iterable[StyledText]) -> int:
    """How many columns a line takes."""
    return sum(cells(part.text) for part in line)


def text_of(lines: Iterable[Sequence[StyledText]]) -> str:
    """Lines as text alone."""
    return "\n".join("".join(part.text for part in line).rstrip() for line in lines)


def flowed(items: Iterable[Line], width: int, between: StyledText = GAP) -> Iterator[Line]:
    """Items that stay whole, as many on a line as fit."""
    now: Line = []
    for item in items:
        if now and width_of([*now, between, *item]) > width:
            yield now
            now = item
        else:
            now = [*now, between, *item] if now else item
    if now:
        yield now


def _words(parts: Iterable[StyledText]) -> Iterator[Line]:
    word: Line = []
    for text, style in parts:
        if style.startswith("score"):
            word.append(StyledText(text, style))
            continue
        for piece in _SPACES.split(text):
            if piece and not piece.isspace():
                word.append(StyledText(piece, style))
            elif piece and word:
                yield word
                word = []
    if word:
        yield word


def _split(line: Line, room: int) -> tuple[Line, Line]:
    """Split `line` into the part that fits into `room` columns, and the rest."""
    head: Line = []
    for position, part in enumerate(line):
        size = cells(part.text)
        if size > room:
            at = fitting(part.text, room)
            if at == 0 and not head and room > 0:
                at = 1
            rest = [StyledText(part.text[at:], part.style), *line[position + 1 :]]
            return ([*head, StyledText(part.text[:at], part.style)] if at else head), rest
        head.append(part)
        room -= size
    return head, []
