"""config.toml as a file: read, parsed, and replaced in one step."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuecheck.config.paths import write_private_file
from valuecheck.core.errors import DISK_FULL, SettingsError, StoreError, is_disk_full, reason

if TYPE_CHECKING:
    from valuecheck.config.paths import Paths


def write(paths: Paths, text: str) -> None:
    """Replace config.toml by `text`. Raises SettingsError and StoreError, with nothing changed."""
    try:
        # Through a symlink, as dotfile managers make them.
        write_private_file(os.path.realpath(paths.settings), text, durable=True)
    except OSError as error:
        problem = f"cannot write {paths.settings}: {reason(error)}"
        if is_disk_full(error):
            raise StoreError(problem, DISK_FULL[1]) from error
        raise SettingsError(problem, "check that file and folder are yours") from error


def read(path: str) -> dict[str, Any]:
    """Return the content of the file at `path`, empty where there is none. Raises SettingsError."""
    return parsed(text_of(path), path)


def text_of(path: str) -> str:
    """Return the text of the file at `path`, empty where there is none. Raises SettingsError."""
    try:
        # Editors on Windows begin a file with a byte-order mark.
        return Path(path).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except UnicodeDecodeError as error:
        problem = f"{path} is not UTF-8 text"
        raise SettingsError(problem, "mend or move it") from error
    except OSError as error:
        problem = f"cannot read {path}: {reason(error)}"
        raise SettingsError(problem, "check that it is yours") from error


def parsed(text: str, path: str) -> dict[str, Any]:
    """Return the content of `text`, the one of the file at `path`. Raises SettingsError."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = f"{path} is not valid TOML: {error}"
        raise SettingsError(problem, "mend that line, or move the file away") from error
