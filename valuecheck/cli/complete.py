"""Complete a command line: commands, options, days, periods and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.text import visible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from datetime import date


def candidates(words: Sequence[str]) -> list[str]:
    """Return the words that can replace the last of `words`, which follow the program's name."""
    from valuecheck.cli.app import app

    *before, incomplete = words or [""]
    path, command = _reached(typer.main.get_command(app), before)
    return _beginning(_offered(path, command, before, incomplete), incomplete) if command else []


def _reached(command: Any, before: Sequence[str]) -> tuple[str, Any]:
    """The command, or group of them, that `before` leads to, None where there is no such one."""
    path: list[str] = []
    for word in before:
        if word.startswith("-"):
            continue
        if not (commands := _shown(command)):
            break
        path.append("ask" if not path and word[:1].isdigit() else word)
        command = commands.get(path[-1])
    return " ".join(path), command


def _shown(group: Any) -> dict[str, Any]:
    """The commands of a group, none for a command."""
    commands = getattr(group, "commands", {})
    return {name: command for name, command in commands.items() if not command.hidden}


def _offered(path: str, command: Any, before: list[str], incomplete: str) -> Sequence[str]:
    """The words that may come after `before`; `incomplete` is typed of one of them."""
    option, equals, _ = incomplete.partition("=")
    if equals and option in _OF_OPTION:
        return [f"{option}={word}" for word in _OF_OPTION[option]()]
    if before and before[-1] in _OF_OPTION:
        return _words(_OF_OPTION[before[-1]], incomplete)
    if incomplete.startswith("-"):
        opts = [opt for each in command.params for opt in (*each.opts, *each.secondary_opts)]
        return [option for option in opts if option.startswith("--")]
    if inner := _shown(command):
        return list(inner)
    return _words(_OF_COMMAND[path], incomplete) if path in _OF_COMMAND else []


def _words(offered: Callable[[], list[str]], incomplete: str) -> list[str]:
    # A customer's command takes its name with or without the sigil.
    sigil = CUSTOMER if offered is _customers and incomplete.startswith(CUSTOMER) else ""
    return [sigil + word for word in offered()]


def _periods_and_tags() -> list[str]:
    return [*_periods(), *_tags()]


def _days() -> list[str]:
    from valuecheck.core.days import DAY_WORDS

    return list(DAY_WORDS)


def _formats() -> list[str]:
    from valuecheck.render.write import Format

    return list(Format)


def _settings() -> list[str]:
    from valuecheck.config.settings import KEYS

    return list(KEYS)


def _periods_and_customers() -> list[str]:
    from valuecheck.core.days import PERIOD_WORDS

    return [*PERIOD_WORDS, *_at_customers()]


def _scales() -> list[str]:
    from valuecheck.core.scales import SCALES

    return list(SCALES)


def _orders() -> list[str]:
    from valuecheck.exchange.dates import Order

    return list(Order)


def _tags() -> list[str]:
    from valuecheck.store import daily_path

    def used(opened: sqlite3.Connection, today: date) -> list[str]:
        tags = daily_path.tags_lately(opened, today)
        return [KIND + name for name in tags.kinds] + [CUSTOMER + name for name in tags.customers]

    return _from_store(used)


def _from_store(read: Callable[[sqlite3.Connection, date], list[str]]) -> list[str]:
    """Return the result of `read`, an empty list where there is no store."""
    from valuecheck.config.context import current_context
    from valuecheck.core.errors import ValuecheckError
    from valuecheck.store import connection

    try:
        now = current_context(warn=False)
        with connection.reading(now.paths.store) as opened:
            return read(opened, now.today) if opened else []
    except ValuecheckError:
        # Nobody who presses Tab waits for a sentence.
        return []


def _customers() -> list[str]:
    from valuecheck.actions import customers
    from valuecheck.config.context import current_context
    from valuecheck.core.errors import ValuecheckError

    try:
        return customers.names(current_context(warn=False))
    except ValuecheckError:
        return []


def _at_customers() -> list[str]:
    return [CUSTOMER + name for name in _customers()]


def _periods() -> list[str]:
    from valuecheck.core.days import PERIOD_WORDS

    return list(PERIOD_WORDS)


def _beginning(words: Sequence[str], incomplete: str) -> list[str]:
    typed = incomplete.casefold()
    found = [word for word in words if word.casefold().startswith(typed)]
    # A shell would act on the others, and no tag that was typed has such a character.
    return [word for word in found if word == visible(word)]


_OF_OPTION: dict[str, Callable[[], list[str]]] = {
    "--day": _days,
    "--format": _formats,
    "--serves": _customers,
    "--stops-serving": _customers,
    "--scale": _scales,
    "--date-order": _orders,
}
_OF_COMMAND: dict[str, Callable[[], list[str]]] = {
    "ask": _tags,
    "edit": _tags,
    "log": _periods_and_tags,
    "report": _periods_and_tags,
    "calendar": _periods_and_tags,
    "review": lambda: ["week", "last-week"],
    "off": lambda: ["tomorrow", *_days()],
    "config": _settings,
    "feedback add": _at_customers,
    "feedback log": _periods_and_customers,
    "feedback edit": lambda: ["last"],
    "feedback delete": lambda: ["last"],
    "completion": lambda: ["bash", "zsh", "fish"],
    "customer list": _periods,
    **{
        f"customer {name}": _customers
        for name in ("chain", "add", "edit", "rename", "merge", "delete")
    },
}
