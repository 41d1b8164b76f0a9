"""Keep the options of imports in config.toml: a table `[import.NAME]` for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuecheck.config.tables import read_table, write_table
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths

TABLE = "import"


def load(paths: Paths, name: str) -> dict[str, Any]:
    """Return the options kept as `name`. Raises UsageError where there are none."""
    kept = read_table(paths, TABLE)
    if isinstance(found := kept.get(name), dict):
        return found
    problem = f"no options are kept as {quoted(name)}"
    remedy = f"there are {', '.join(kept)}" if kept else "--save-as keeps those of an import"
    raise UsageError(problem, remedy)


def save(paths: Paths, name: str, values: Mapping[str, Any]) -> None:
    """Keep `values` as the options `name`; all else in the file stays. Raises SettingsError."""
    fresh = {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}
    write_table(paths, TABLE, {**read_table(paths, TABLE), name: fresh})
