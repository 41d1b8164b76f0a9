"""Complete a command line: commands, options, days, periods and tags.

On the standard library alone, because somebody waits after Tab. Commands and options come from
`commands.txt`, which a test compares with the command line itself.
"""

from __future__ import annotations

import os.path

from valuecheck.config.context import current_context
from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import DAY_WORDS, PERIOD_WORDS
from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import visible
from valuecheck.store import connection, daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

COMMANDS = os.path.join(os.path.dirname(__file__), "commands.txt")


def candidates(words: Sequence[str]) -> list[str]:
    """Return the words that can replace the last of `words`, which follow the program's name."""
    *before, incomplete = words or [""]
    tree = _read_tree()
    path = _reached(tree, before)
    offered = [] if path is None else _offered(tree, path, before, incomplete)
    typed = incomplete.casefold()
    found = [word for word in offered if word.casefold().startswith(typed)]
    # A shell would act on the others, and no tag that was typed has such a character.
    return [word for word in found if word == visible(word)]


def _read_tree() -> dict[str, tuple[list[str], list[str]]]:
    """Return the options and the words that each command takes, and the values of options.

    A line of the file is `COMMAND OPTIONS = WORDS`; a line without command is about the value of
    an option. Words in angle brackets are placeholders for names in the store.
    """
    tree: dict[str, tuple[list[str], list[str]]] = {}
    with open(COMMANDS, encoding="utf-8") as file:
        for line in file:
            head, _, words = line.strip().partition(" = ")
            parts = head.split()
            path = [part for part in parts if not part.startswith("--")] or parts[:1]
            options = [part for part in parts if part.startswith("--")]
            tree[" ".join(path)] = (options, words.split())
    return tree


def _reached(tree: Mapping[str, object], before: Sequence[str]) -> str | None:
    """Return the command, or group of them, that `before` leads to; None where there is none."""
    path = ""
    for word in before:
        if word.startswith("-"):
            continue
        if not _inner(tree, path):
            break
        name = "ask" if not path and word[:1].isdigit() else word
        path = f"{path} {name}".strip()
        if path not in tree:
            return None
    return path


def _inner(tree: Mapping[str, object], path: str) -> list[str]:
    """Return the names of the commands in a group, none for a command."""
    depth = len(path.split()) + 1
    inside = f"{path} ".lstrip()
    names = [name.split() for name in tree if name.startswith(inside) and name[:2] != "--"]
    return list(dict.fromkeys(parts[depth - 1] for parts in names if len(parts) == depth))


def _offered(
    tree: Mapping[str, tuple[list[str], list[str]]],
    path: str,
    before: Sequence[str],
    incomplete: str,
) -> Sequence[str]:
    """Return the words that may come after `before`; `incomplete` is typed of one of them."""
    option, equals, _ = incomplete.partition("=")
    if equals and option in tree:
        return [f"{option}={word}" for word in _words(tree[option][1], "")]
    if before and before[-1].startswith("--") and before[-1] in tree:
        return _words(tree[before[-1]][1], incomplete)
    if incomplete.startswith("-"):
        return tree[path][0] if path in tree else ["--version", "--help"]
    if inner := _inner(tree, path):
        return inner
    return _words(tree[path][1], incomplete)


def _words(words: Sequence[str], incomplete: str) -> list[str]:
    """Return `words` with each placeholder replaced by names of the store."""
    # A customer's command takes its name with or without the sigil.
    sigil = CUSTOMER if "<customers>" in words and incomplete.startswith(CUSTOMER) else ""
    found: list[str] = []
    for word in words:
        found += _MEANINGS[word]() if word in _MEANINGS else [word]
    return [sigil + word for word in found]


def _tags() -> list[str]:
    def used(opened: sqlite3.Connection, today: date) -> list[str]:
        tags = daily_path.tags_lately(opened, today)
        return [KIND + name for name in tags.kinds] + [CUSTOMER + name for name in tags.customers]

    return _from_store(used)


def _customers() -> list[str]:
    return _from_store(lambda opened, _: daily_path.customer_names(opened))


def _at_customers() -> list[str]:
    return [CUSTOMER + name for name in _customers()]


def _from_store(read: Callable[[sqlite3.Connection, date], list[str]]) -> list[str]:
    """Return the result of `read`, an empty list where there is no store."""
    try:
        now = current_context(warn=False)
        with connection.reading(now.paths.store) as opened:
            return read(opened, now.today) if opened else []
    except ValuecheckError:
        # Nobody who presses Tab waits for a sentence.
        return []


_MEANINGS: dict[str, Callable[[], list[str]]] = {
    "<days>": lambda: list(DAY_WORDS),
    "<periods>": lambda: list(PERIOD_WORDS),
    "<tags>": _tags,
    "<customers>": _customers,
    "<@customers>": _at_customers,
}
