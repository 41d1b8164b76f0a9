"""Lay out the question: lines that fit the terminal, plain where colour is not wanted."""

from __future__ import annotations

import os
import sys

from valuecheck.core import text
from valuecheck.core.answer import SCORES
from valuecheck.core.days import day_name
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from valuecheck.config.compiled import CompiledSettings, Context

_LABELS = {1: "money back", 2: "complain", 3: "shrug", 4: "glad", 5: "gladly pay more"}
_NOT_TODAY = "0 not today"
ASKED_AGAIN = "Later, then: asked again after {:%H:%M}, in whichever shell is open."
WRONG_KEY = "Here 1 to 5 answer, 0 is not today, Enter is later, ? explains."


class Screen(NamedTuple):
    """A terminal: its width in columns, and whether it shows our signs and styles.

    `accessible`: a screen reader reads along, so nothing is repainted, erased or drawn.
    """

    width: int
    unicode: bool
    styled: bool
    accessible: bool = False

    @classmethod
    def here(cls, *, accessible: bool = False) -> Screen:
        """The terminal at standard output; plain text where it is none."""
        environ = os.environ
        dumb = environ.get("TERM", "dumb") == "dumb" or not os.isatty(1)
        styled = not (environ.get("NO_COLOR") or dumb or accessible)
        return cls(text.columns(), text.speaks(sys.stdout), styled, accessible)

    @classmethod
    def of(cls, context: Context) -> Screen:
        """The terminal at standard output, as this user wants it."""
        return cls.here(accessible=context.accessible)

    def write(self, line: str, end: str = "\n") -> None:
        """Print at once, in signs that this terminal has."""
        sys.stdout.write(text.encodable(line, sys.stdout) + end)
        sys.stdout.flush()

    def say(self, lines: Iterable[str]) -> None:
        """Print lines of our own; those that are too long break between words."""
        for line in lines:
            indent = " " * (len(line) - len(line.lstrip(" ")))
            if text.cells(text.without_styles(line)) <= self.width:
                self.write(line)
            else:
                for part in text.wrap(line, self.width - len(indent)):
                    self.write(indent + part)

    def question(self, question: str, empty: date | None = None) -> Iterator[str]:
        """The question, its scale and how to answer for the `empty` day, wrapped between words."""
        for line in text.wrap(text.visible(question), self.width):
            yield f"\x1b[1m{line}\x1b[0m" if self.styled else line
        labels = [
            f"{text.score_cell(score, styled=self.styled)} {label}"
            for score, label in _LABELS.items()
        ]
        scale = f"  {' · '.join(labels)}   {_NOT_TODAY}"
        if text.cells(text.without_styles(scale)) <= self.width and not self.accessible:
            yield scale
        else:
            yield from (f"  {label}" for label in (*labels, _NOT_TODAY))
        if empty:
            yield f"  Tab: for {day_name(empty)}, which is empty"

    def turned_to(self, day: date, today: date) -> str:
        """Return the line for Tab: the day that the next key answers for."""
        if day == today:
            return f"For today, {day_name(day)}"
        return f"For {day_name(day)}, filled in later; Tab: for today"

    def explanation(self, settings: CompiledSettings, *, asked_again: bool) -> Iterator[str]:
        """Return the lines for `?`; `asked_again`: a hook asks again after *later*."""
        minutes = round(settings.remind_after.total_seconds() / 60)
        wait = f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} h"
        later = f"asked again after {wait}, in whichever shell is open"
        entries = [(str(score), meaning) for score, meaning in SCORES.items()]
        entries += [
            ("0", "not today: the day counts as not recorded"),
            ("Enter", f"later: {later if asked_again else 'nothing is recorded'}"),
            ("", "After the score there is room for a few words."),
            ("", "On holiday or sick? Run: valuecheck off today"),
        ]
        for key, meaning in entries:
            first, *rest = text.wrap(meaning, self.width - 9)
            yield f"  {key:5}  {first}"
            yield from (f"         {line}" for line in rest)

    @property
    def pointer(self) -> str:
        """The prompt before the first key."""
        return self.prompt("Score, 0 to 5")

    def prompt(self, spoken: str) -> str:
        """The sign before a line that is typed, or what a screen reader says there."""
        if self.accessible:
            return f"{spoken}: "
        return "› " if self.unicode else "> "

    @property
    def words_prompt(self) -> str:
        """The prompt before the words."""
        if self.accessible:
            return "A few words, with +kind and @customer: "
        hint = "a few words? +kind @customer" if self.width >= text.ROOMY else "words?"
        return f"  {hint} {self.pointer}"
