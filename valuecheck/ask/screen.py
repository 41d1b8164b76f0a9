"""Draw the question: lines that fit the terminal, plain where colour is not wanted."""

from __future__ import annotations

import os
import sys

from valuecheck.core import text
from valuecheck.core.answer import SCORES
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.config.compiled import CompiledSettings

_LABELS = {1: "money back", 2: "complain", 3: "shrug", 4: "glad", 5: "gladly pay more"}


class Screen(NamedTuple):
    """A terminal: its width in columns, and whether it shows our signs and styles."""

    width: int
    unicode: bool
    styled: bool

    @classmethod
    def here(cls) -> Screen:
        """The terminal at standard output."""
        environ = os.environ
        styled = not environ.get("NO_COLOR") and environ.get("TERM", "dumb") != "dumb"
        return cls(text.columns(), text.speaks(sys.stdout), styled)

    def write(self, line: str, end: str = "\n") -> None:
        """Print at once, in signs that this terminal has."""
        sys.stdout.write(text.encodable(line, sys.stdout) + end)
        sys.stdout.flush()

    def question(self, question: str) -> Iterable[str]:
        """The question and its scale, wrapped between words."""
        for line in text.wrap(text.visible(question), self.width):
            yield f"\x1b[1m{line}\x1b[0m" if self.styled else line
        labels = [f"{score} {label}" for score, label in _LABELS.items()]
        scale = f"  {' · '.join(labels)}   0 not today"
        if text.cells(scale) <= self.width:
            yield scale
        else:
            yield from (f"  {label}" for label in (*labels, "0 not today"))

    def explanation(self, settings: CompiledSettings) -> Iterable[str]:
        """Yield the lines that `?` shows."""
        minutes = round(settings.remind_after.total_seconds() / 60)
        wait = f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} h"
        entries = [(str(score), meaning) for score, meaning in SCORES.items()]
        entries += [
            ("0", "not today: the day counts as not recorded"),
            ("Enter", f"later: a new terminal asks again after {wait}"),
            ("", "After the score there is room for a few words."),
            ("", "On holiday or sick? Run: valuecheck off today"),
        ]
        for key, meaning in entries:
            first, *rest = text.wrap(meaning, self.width - 9)
            yield f"  {key:5}  {first}"
            yield from (f"         {line}" for line in rest)

    @property
    def pointer(self) -> str:
        """The sign before the first key."""
        return "› " if self.unicode else "> "

    @property
    def words_prompt(self) -> str:
        """The prompt before the words."""
        hint = "a few words? +kind @customer" if self.width >= text.ROOMY else "words?"
        return f"  {hint} {self.pointer}"
