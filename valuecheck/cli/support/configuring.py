"""Read settings for `config`, which works where one is wrong, and change them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.core.days import now
from valuecheck.core.errors import SettingsError, UsageError
from valuecheck.core.text import say, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths
    from valuecheck.config.settings import Loaded


def lenient(paths: Paths, environ: Mapping[str, str]) -> Loaded:
    """The settings; where one is wrong, the sentence about it and the defaults."""
    from valuecheck.config import settings

    try:
        loaded = settings.load(paths, environ)
    except SettingsError as error:
        say(visible(f"valuecheck: {error}"), sys.stderr)
        return settings.Loaded(settings.Settings(), {}, ())
    for warning in loaded.warnings:
        say(visible(f"valuecheck: {warning}"), sys.stderr)
    return loaded


def value_of(paths: Paths, environ: Mapping[str, str], key: str) -> object:
    """The value of one setting. Raises SettingsError for an unknown one."""
    from valuecheck.config import settings

    name = settings.known_key(key)
    return getattr(lenient(paths, environ).settings, name)


def change(
    paths: Paths,
    environ: Mapping[str, str],
    key: str,
    value: str | None,
    *,
    unset: bool,
    quiet: bool,
) -> None:
    """Set or unset a setting and print its new value unless `quiet`.

    Raises SettingsError, and StoreError where the store cannot be told of it, before any change.
    """
    from valuecheck.actions import changing
    from valuecheck.config import compiled as config_compiled
    from valuecheck.config import settings
    from valuecheck.config.values import shown
    from valuecheck.store import connection

    if unset and value is not None:
        problem = "--unset takes no value"
        raise UsageError(problem, "leave one of them out")
    with connection.reading(paths.store):
        pass
    settings.change(paths, key, None if unset else value)
    try:
        compiled = settings.compiled_settings(paths, environ)
    except SettingsError as error:
        # Another setting is wrong; this one is written all the same.
        say(visible(f"valuecheck: {error}"), sys.stderr)
        return
    context = config_compiled.Context(paths, compiled, now(environ))
    changing.note_settings(context)
    loaded = settings.load(paths, environ)
    if quiet:
        return
    say(f"✓ {key} = {shown(getattr(loaded.settings, key))}", sys.stdout)
    if (origin := loaded.origins.get(key, "")).startswith("the environment"):
        say(f"  {origin} beats the file.", sys.stdout)
