"""The settings for the terminal, plain and json."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.config.settings import KEYS, MEANINGS, shown
from valuecheck.core.text import visible
from valuecheck.render.formats.json import document
from valuecheck.render.formats.terminal.screen import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from valuecheck.config.settings import Loaded


def terminal(loaded: Loaded, width: int, unicode: bool, keys: Sequence[str] = KEYS) -> Text:
    """Each setting with its value, what it means, and where it comes from."""
    page = Page(width, unicode=unicode)
    for key in keys:
        page.sentences([f"{key} = {_value(loaded, key)}"], "bold")
        page.sentences([MEANINGS[key]], "dim", indent=2)
        if origin := loaded.origins.get(key):
            page.sentences([f"set in {origin}"], "dim", indent=2)
    return page.text()


def plain(loaded: Loaded, keys: Sequence[str] = KEYS) -> str:
    """One line a setting, as `key = value`."""
    return "".join(f"{key} = {visible(_value(loaded, key))}\n" for key in keys)


def json(loaded: Loaded, keys: Sequence[str] = KEYS) -> str:
    """Each setting with its value as one would type it, and where it comes from."""
    settings = {
        key: {"value": _value(loaded, key), "from": loaded.origins.get(key, "default")}
        for key in keys
    }
    return document({"schema_version": 1, "settings": settings})


def _value(loaded: Loaded, key: str) -> str:
    return shown(getattr(loaded.settings, key))
