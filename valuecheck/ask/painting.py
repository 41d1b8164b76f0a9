"""The question on the screen: draw it, add lines, and erase it."""

from __future__ import annotations

from valuecheck.ask.screen import Screen
from valuecheck.core import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from valuecheck.config.compiled import Context


class Painting:
    """A question for today, and for the `empty` day before it, which Tab turns to."""

    def __init__(self, context: Context, empty: date | None) -> None:
        self.screen = Screen.of(context)
        self.day = context.today
        self._context = context
        self._empty = empty
        self._lines: list[str] = []
        self.is_explained = False

    def show(self) -> None:
        """Draw the question."""
        self._add(self.screen.question(self._context.settings.question, self._empty))

    def explain(self) -> None:
        """Draw what the answers mean."""
        self.screen.write("?")
        from valuecheck.actions.due import hook_asks

        again = hook_asks(self._context)
        self._add(self.screen.explanation(self._context.settings, asked_again=again))
        self.is_explained = True

    def complain(self, sentence: str) -> None:
        """Ring the bell, draw a sentence and ask again."""
        self.screen.write("\a")
        self._add(self._indented(sentence))

    def turn(self) -> None:
        """Turn to the empty day, or back to today."""
        if self._empty is None:
            self.ring()
            return
        today = self._context.today
        self.day = self._empty if self.day == today else today
        self.screen.write("")
        self._add(self._indented(self.screen.turned_to(self.day, today)))

    def ring(self) -> None:
        """Ring the bell: this key does nothing here."""
        self.screen.write("\a", end="")

    def add(self, key: str) -> None:
        """Show the key that answered."""
        self.screen.write(key)

    def erase(self) -> None:
        """Leave the screen as it was; the terminal may have another width by now."""
        if self.screen.accessible:
            self.screen.write("")
            return
        width = text.columns()
        cells = [text.cells(text.without_styles(line)) for line in self._lines]
        rows = sum(max(-(-size // width), 1) for size in cells)
        up = f"\x1b[{rows - 1}A" if rows > 1 else ""
        self.screen.write(f"\r{up}\x1b[J", end="")

    def _indented(self, sentence: str) -> Iterator[str]:
        return (f"  {line}" for line in text.wrap(sentence, self.screen.width - 2))

    def _add(self, lines: Iterable[str]) -> None:
        added = [*lines, self.screen.pointer]
        self.screen.write("\n".join(added), end="")
        # What was the last line so far has the pointer, and stays a line of its own.
        self._lines += added
