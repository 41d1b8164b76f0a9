"""The first page of help: all commands by group, on a screen of 24 rows and 80 columns."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from valuecheck.config.compiled import QUESTION
from valuecheck.core.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

USES = {
    "valuecheck": "asks today's question",
    "valuecheck 4 fixed outage +incident": "answers it; the shell's history keeps it",
}
# Each in at most 24 characters, because two columns share 80.
SUMMARIES = {
    "ask": "answer the question",
    "status": "today and this week",
    "due": "is it due? for scripts",
    "off": "mark days off",
    "report": "a week or any period",
    "review": "last week in one screen",
    "calendar": "a year of scores",
    "log": "list check-ins",
    "try": "test one change",
    "customer": "who works for whom",
    "feedback": "what customers say",
    "edit": "change a check-in",
    "delete": "delete a check-in",
    "undo": "take back a command",
    "forget": "wipe a row for good",
    "export": "all of it, to a file",
    "import": "all of it, from a file",
    "backup": "copies of your data",
    "sync": "your other machines",
    "team": "your team's picture",
    "config": "show or change settings",
    "doctor": "find and mend problems",
    "demo": "a made-up year",
    "completion": "complete words with Tab",
    "uninstall": "take it off again",
    "help": "explain a command",
    "hook": "ask in new terminals",
}
_NAME, _COLUMN, _TWO_COLUMNS = 12, 40, 78


def lines(groups: Mapping[str, Sequence[str]], width: int) -> Iterator[str]:
    """Yield the page for commands by the name of their group, in one column where it is narrow."""
    yield from wrap(QUESTION, width)
    for use, meaning in USES.items():
        yield from _entry(use, meaning, 37, width)
    yield ""
    columns = _columns(groups) if width >= _TWO_COLUMNS else [[*groups]]
    if len(columns) == 1:
        yield from _stacked(groups, columns[0], width)
    else:
        left, right = (_stacked(groups, names, _COLUMN) for names in columns)
        for row in zip_longest(left, right, fillvalue=""):
            yield f"{row[0]:{_COLUMN}}{row[1]}".rstrip()


def _columns(groups: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Split the groups, in their order, where the longer column is shortest."""
    names = [*groups]

    def height(column: Sequence[str]) -> int:
        return sum(len(groups[name]) + 2 for name in column)

    cut = min(range(len(names)), key=lambda i: max(height(names[:i]), height(names[i:])))
    return [names[:cut], names[cut:]]


def _stacked(
    groups: Mapping[str, Sequence[str]], names: Sequence[str], width: int
) -> Iterator[str]:
    for name in names:
        if name != names[0]:
            yield ""
        yield name
        for command in groups[name]:
            yield from _entry(command, SUMMARIES.get(command, ""), _NAME, width)


def _entry(name: str, meaning: str, room: int, width: int) -> Iterator[str]:
    if room + len(meaning) + 2 <= width:
        yield f"  {name:{room}}{meaning}"
        return
    yield f"  {name}"
    yield from (f"    {line}" for line in wrap(meaning, width - 4))
