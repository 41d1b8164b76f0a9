"""Tables of config.toml that belong to one command each, such as [team]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuecheck.config import toml_file
from valuecheck.core.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths


def read_table(paths: Paths, name: str) -> dict[str, Any]:
    """Return the table `name` of config.toml, empty where there is none. Raises SettingsError."""
    found = toml_file.read(paths.settings).get(name, {})
    if not isinstance(found, dict):
        problem = f"{name} in {paths.settings} is no table"
        raise SettingsError(problem, f"write it as [{name}] with a setting a line, or remove it")
    return found


def write_table(paths: Paths, name: str, values: Mapping[str, Any]) -> None:
    """Set the table `name` of config.toml to `values`; an empty mapping removes it.

    Comments and other keys stay as they are. Raises SettingsError, with nothing changed.
    """
    import tomlkit

    document = tomlkit.parse(toml_file.text_of(paths.settings))
    document.pop(name, None)
    if values:
        table = tomlkit.table()
        table.update(values)
        document[name] = table
    toml_file.write(paths, tomlkit.dumps(document))
