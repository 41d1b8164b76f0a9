"""The tree of commands, as `valuecheck/shell/commands.txt` keeps it for Tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from valuecheck.cli.app import app
from valuecheck.config.settings import KEYS
from valuecheck.core.scales import SCALES
from valuecheck.exchange.date_forms import Order
from valuecheck.render.write import Format
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the values of options and the words of commands are; the rest takes none that Tab knows.
OF_OPTION = {
    "--day": "<days>",
    "--format": " ".join(Format),
    "--serves": "<customers>",
    "--stops-serving": "<customers>",
    "--scale": " ".join(SCALES),
    "--date-order": " ".join(Order),
}
OF_COMMAND = {
    "ask": "<tags>",
    "edit": "<tags>",
    "log": "<periods> <tags>",
    "report": "<periods> <tags>",
    "calendar": "<periods> <tags>",
    "review": "week last-week",
    "off": "tomorrow <days>",
    "config": " ".join(KEYS),
    "feedback add": "<@customers>",
    "feedback log": "<periods> <@customers>",
    "feedback edit": "last",
    "feedback delete": "last",
    "completion": " ".join(Shell),
    "hook install": " ".join(Shell),
    "hook uninstall": " ".join(Shell),
    "hook print": " ".join(Shell),
    "customer list": "<periods>",
    **{
        f"customer {name}": "<customers>"
        for name in ("chain", "add", "edit", "rename", "merge", "delete")
    },
}


def command_tree() -> str:
    """Return the tree as a file: a line for each command, and for each option with known values."""
    lines = [*_commands(typer.main.get_command(app), ())]
    lines += [f"{option} = {words}" for option, words in OF_OPTION.items() if words]
    return "".join(f"{line}\n" for line in lines)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    options = [
        option
        for each in command.params
        for option in (*each.opts, *each.secondary_opts)
        if option.startswith("--")
    ]
    if path:
        words = OF_COMMAND.get(" ".join(path), "")
        yield " ".join((*path, *options, *(("=", words) if words else ())))
    names = command.list_commands(None) if hasattr(command, "list_commands") else ()
    for name in names:
        if not command.commands[name].hidden:
            yield from _commands(command.commands[name], (*path, name))
