"""The commands of the program as Typer has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from valuecheck.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator


def _commands(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if getattr(command, "commands", None):
            yield from _commands(command, f"{path}{name} ")
        else:
            yield path + name, command


# Every command by its path, such as `customer add`, hidden ones included.
TREE: dict[str, Any] = dict(_commands(typer.main.get_command(app)))
