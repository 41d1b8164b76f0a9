"""Two surveys that count their ids alike: seen where ids agree and most of the answers do not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.store import imports

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping


class Strangers:
    """Counts pieces of `file` that are hardly the answers which the store has under their ids."""

    def __init__(self, connection: sqlite3.Connection, file: str) -> None:
        self._connection = connection
        self._file = file
        self._known = self._others = self._unlike = self._customers = 0
        self._at = ""

    def look(self, piece: Mapping[str, object], stored: Mapping[str, object]) -> None:
        """Compare a piece with what the store has under its id."""
        self._known += 1
        is_near = _distance(piece, stored) <= ONE_DAY
        is_same_score = piece["score"] == stored["score"]
        words = piece["words"], stored["words"]
        if (words[0] and words[0] == words[1]) or (is_same_score and is_near):
            return
        is_other_customer = piece["customer"] != stored["customer"]
        says_other = not is_same_score or all(words)
        self._unlike += 1
        self._others += says_other and (is_other_customer or not is_near)
        self._customers += is_other_customer
        self._at = self._at or str(stored["at"])

    def refuse(self, *, update: bool) -> None:
        """Raise UsageError where most of the known ids are those of other answers.

        Those that may be the same answers read differently are so with `update`.
        """
        if self._known == 1 and not self._customers:
            # One answer may well have been given again.
            return
        names = (
            each.source or each.file
            for each in imports.imports(self._connection)
            if each.at == self._at
        )
        name = next(names, "")
        earlier = quoted(name) if name else "an earlier import"
        known = f"{quoted(self._file)} has the ids of {earlier}"
        if 2 * self._others > self._known:
            problem = f"{known}, but other answers: it is another survey that counts alike"
            raise UsageError(problem, "add --source NAME, which keeps them apart")
        if 2 * self._unlike > self._known and not update:
            problem = f"{known}, but most answers differ"
            remedy = "add --source NAME if it is another survey that counts alike, else --update"
            raise UsageError(problem, remedy)


def _distance(piece: Mapping[str, object], stored: Mapping[str, object]) -> timedelta:
    days = (date.fromisoformat(str(each["day"])) for each in (piece, stored))
    return abs(next(days) - next(days))
