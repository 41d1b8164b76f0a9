"""What Tab offers: commands, options, days, periods and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from valuecheck.answer import CUSTOMER, KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def candidates(words: Sequence[str]) -> list[str]:
    """What may stand in place of the last of `words`, which follow the program's name."""
    from valuecheck.cli.app import app

    *before, incomplete = words or [""]
    root = typer.main.get_command(app)
    commands = {
        name: command
        for name, command in getattr(root, "commands", {}).items()
        if not command.hidden
    }
    name, *others = [word for word in before if not word.startswith("-")] or [""]
    if not name and not incomplete.startswith("-"):
        return _beginning(list(commands), incomplete)
    path = "ask" if name[:1].isdigit() else name
    command = commands.get(path) if name else root
    if others and (inner := getattr(command, "commands", {})) and others[0] in inner:
        path, command = f"{path} {others[0]}", inner[others[0]]
    return _beginning(_offered(command, path, before, incomplete), incomplete) if command else []


def _offered(command: Any, path: str, before: list[str], incomplete: str) -> Sequence[str]:
    """The words that may come after `before`; `incomplete` is typed of one of them.

    `path` is `command` as it is typed, such as `customer edit`.
    """
    option, equals, _ = incomplete.partition("=")
    if equals and option in _OF_OPTION:
        return [f"{option}={word}" for word in _OF_OPTION[option]()]
    if before and before[-1] in _OF_OPTION:
        return _words(_OF_OPTION[before[-1]], incomplete)
    if incomplete.startswith("-"):
        opts = [opt for each in command.params for opt in (*each.opts, *each.secondary_opts)]
        return [option for option in opts if option.startswith("--")]
    if before[-1:] == [command.name] and (inner := getattr(command, "commands", None)):
        return list(inner)
    return _words(_OF_COMMAND[path], incomplete) if path in _OF_COMMAND else []


def _words(offered: Callable[[], list[str]], incomplete: str) -> list[str]:
    # A customer's command takes its name with or without the sigil.
    sigil = CUSTOMER if offered is _customers and incomplete.startswith(CUSTOMER) else ""
    return [sigil + word for word in offered()]


def _periods_and_tags() -> list[str]:
    return [*_periods(), *_tags()]


def _days() -> list[str]:
    from valuecheck.days import DAY_WORDS

    return list(DAY_WORDS)


def _formats() -> list[str]:
    from valuecheck.cli.output import Format

    return list(Format)


def _settings() -> list[str]:
    from valuecheck.settings import KEYS

    return list(KEYS)


def _tags() -> list[str]:
    from valuecheck.errors import ValuecheckError
    from valuecheck.situation import here
    from valuecheck.store import connection, daily

    try:
        now = here(warn=False)
        with connection.reading(now.paths.store) as opened:
            tags = daily.tags_lately(opened, now.today)
    except ValuecheckError:
        # Nobody who presses Tab waits for a sentence.
        return []
    return [KIND + name for name in tags.kinds] + [CUSTOMER + name for name in tags.customers]


def _customers() -> list[str]:
    from valuecheck import customers
    from valuecheck.errors import ValuecheckError
    from valuecheck.situation import here

    try:
        return customers.names(here(warn=False))
    except ValuecheckError:
        return []


def _periods() -> list[str]:
    from valuecheck.days import PERIOD_WORDS

    return list(PERIOD_WORDS)


def _beginning(words: Sequence[str], incomplete: str) -> list[str]:
    typed = incomplete.casefold()
    return [word for word in words if word.casefold().startswith(typed)]


_OF_OPTION: dict[str, Callable[[], list[str]]] = {
    "--day": _days,
    "--format": _formats,
    "--serves": _customers,
    "--stops-serving": _customers,
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
    "completion": lambda: ["bash", "zsh", "fish"],
    "customer list": _periods,
    **{
        f"customer {name}": _customers
        for name in ("chain", "add", "edit", "rename", "merge", "delete")
    },
}
