"""The settings with their values, meanings and origins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.config.settings import KEYS, MEANINGS
from valuecheck.config.values import shown
from valuecheck.render.page import Column, Page, Records, Table, View, faint, simple_page, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.config.settings import Loaded

DEFAULT = "default"
COLUMNS = (Column("Setting"), Column("Meaning", wide=True, wrapped=True))


def view(loaded: Loaded, keys: Sequence[str] = KEYS) -> View:
    """Each setting as one would type it, with what it means and where it comes from."""
    return View(
        page=lambda: _page(loaded, keys),
        records=lambda: Records(
            ("key", "value", "from"), [(key, *_value(loaded, key)) for key in keys]
        ),
        document=lambda: {
            "settings": {
                key: dict(zip(("value", "from"), _value(loaded, key), strict=True)) for key in keys
            }
        },
    )


def _page(loaded: Loaded, keys: Sequence[str]) -> Page:
    rows = []
    for key in keys:
        value, origin = _value(loaded, key)
        set_in = "" if origin == DEFAULT else f" (set in {origin})"
        rows.append((typed(f"{key} = {value}"), faint(f"# {MEANINGS[key]}{set_in}")))
    return simple_page("Settings", Table(COLUMNS, rows, headless=True))


def _value(loaded: Loaded, key: str) -> tuple[str, str]:
    """The value as one would type it, and where it comes from."""
    return shown(getattr(loaded.settings, key)), loaded.origins.get(key, DEFAULT)
