"""A page of a terminal: lines that fit its width, with styles that may be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from valuecheck.core.text import ascii_signs, cells, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words, or words and a style.
Part = str | tuple[str, str]

LABEL = 11
# A narrower page has no room for a column of labels.
NARROW = 40
GAP = "   "


class Page:
    """Lines as they are added, none wider than `width` columns; all ASCII unless `unicode`."""

    def __init__(self, width: int, *, unicode: bool) -> None:
        self.width = max(width, 1)
        self.unicode = unicode
        self._lines: list[Text] = []

    def text(self) -> Text:
        """The page without a line end after the last line."""
        while self._lines and not self._lines[-1].plain:
            self._lines.pop()
        return Text("\n").join(self._lines)

    def blank(self) -> None:
        """An empty line, unless the page or the last part of it is empty."""
        if self._lines and self._lines[-1].plain:
            self._lines.append(Text())

    def line(self, *parts: Part) -> None:
        """One line of `parts`, plain or with a style, cut with an ellipsis where it is too long."""
        line = Text()
        for part in parts:
            words, style = part if isinstance(part, tuple) else (part, "")
            line.append(self.safe(words), style)
        self._lines.append(self._shortened(line, self.width))

    def cut(self, words: str, room: int) -> str:
        """`words` in at most `room` columns, with an ellipsis where they are too long."""
        return self._shortened(Text(self.safe(words)), max(room, 0)).plain

    def sentences(
        self, sentences: Iterable[str], style: str = "", *, indent: int = 0, most: int | None = None
    ) -> None:
        """Sentences one after the other, wrapped between words, `indent` columns further in.

        Nothing of them where the page would then have more than `most` lines.
        """
        text = self.safe(" ".join(sentences))
        lines = [*wrap(text, self.width - indent)] if text else []
        if most is None or len(self._lines) + len(lines) <= most:
            for line in lines:
                self.line((" " * indent + line, style))

    def items(self, label: str, items: Iterable[str]) -> None:
        """A label and beside it items that stay whole, on as many lines as they need."""
        room = self.width - self._indent(label)
        parts = [part for item in items for part in wrap(self.safe(item), room)]
        self.column(label, _flow(parts, max(room, 1)))

    def wrapped(self, label: str, items: Iterable[str]) -> None:
        """A label and beside it items below each other, wrapped between words."""
        room = self.width - self._indent(label)
        self.column(label, [line for item in items for line in wrap(self.safe(item), room)])

    def column(self, label: str, lines: Iterable[str]) -> None:
        """A label and beside it `lines`, each cut where it is too long."""
        indent = self._indent(label)
        for line in lines:
            if label and self.width < NARROW:
                self.line(label)
                label = ""
            self.line(f"{label:<{indent}}{line}")
            label = ""

    def _indent(self, label: str) -> int:
        return 0 if not label else 2 if self.width < NARROW else LABEL

    def safe(self, words: str) -> str:
        """`words` with nothing that acts, and with our own signs as the terminal can show them."""
        words = visible(words)
        return words if self.unicode else ascii_signs(words)

    def _shortened(self, line: Text, room: int) -> Text:
        if line.cell_len > room:
            ellipsis = "…" if self.unicode else "..."
            line.truncate(max(room - len(ellipsis), 0))
            line.append(ellipsis[:room])
        return line


def _flow(items: Iterable[str], width: int) -> Iterable[str]:
    line = ""
    for item in items:
        if line and cells(line) + len(GAP) + cells(item) > width:
            yield line
            line = item
        else:
            line = f"{line}{GAP}{item}" if line else item
    if line:
        yield line
