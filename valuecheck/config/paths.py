"""Where files live. os.path alone, because a shell start passes through here; creates nothing."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from os.path import abspath, expanduser, isabs, join

from valuecheck.core.errors import UsageError
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import PATH_SHOWN, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

APP = "valuecheck"


class Paths(NamedTuple):
    """Folders: `data` for the store, `config` for settings, `state` for this machine's caches."""

    data: str
    config: str
    state: str

    @property
    def store(self) -> str:
        """The SQLite file."""
        return join(self.data, "valuecheck.db")

    @property
    def backups(self) -> str:
        """The folder of copies made before a migration."""
        return join(self.data, "backups")

    @property
    def settings(self) -> str:
        """The settings file, which need not exist."""
        return join(self.config, "config.toml")

    @property
    def compiled(self) -> str:
        """Settings compiled for the daily path."""
        return join(self.state, "front.json")

    @property
    def next_due(self) -> str:
        """The stamp that a shell compares with its clock: one integer, seconds since the epoch."""
        return join(self.state, "next-due")

    @property
    def short(self) -> str:
        """Today in one line for a shell's prompt, with the moment until which it holds."""
        return join(self.state, "short")

    @property
    def lock(self) -> str:
        """Held while a question is up, so that only one is."""
        return join(self.state, "lock")

    @property
    def ask(self) -> str:
        """The state of asking on this machine: put off until when, days on which it was shown."""
        return join(self.state, "ask.json")


def locate(environ: Mapping[str, str], platform: str = sys.platform) -> Paths:
    """The folders for this environment.

    `VALUECHECK_HOME` puts everything below one folder; otherwise XDG's on Linux (a relative XDG
    path is ignored, as its specification demands) and Application Support on macOS. Raises
    UsageError for a relative `VALUECHECK_HOME`, which would be another folder in each directory.
    """
    if home := environ.get("VALUECHECK_HOME"):
        root = expanduser(home)
        if not isabs(root):
            problem = f"VALUECHECK_HOME is {quoted(home, PATH_SHOWN)}, which is no absolute path"
            raise UsageError(problem, f"use {quoted(abspath(root), PATH_SHOWN)}, or unset it")
        root = abspath(root)
        return Paths(data=root, config=root, state=join(root, "state"))
    if platform == "darwin":
        root = expanduser(f"~/Library/Application Support/{APP}")
        return Paths(data=root, config=root, state=root)

    def xdg(name: str, default: str) -> str:
        folder = environ.get(name, "")
        return join(folder if isabs(folder) else expanduser(default), APP)

    return Paths(
        data=xdg("XDG_DATA_HOME", "~/.local/share"),
        config=xdg("XDG_CONFIG_HOME", "~/.config"),
        state=xdg("XDG_STATE_HOME", "~/.local/state"),
    )


def make_private_folder(folder: str) -> None:
    """Make `folder` and what is missing above it, readable by its owner alone (0700)."""
    if os.path.isdir(folder or os.curdir):
        return
    make_private_folder(os.path.dirname(folder))
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def write_private_file(path: str, text: str) -> None:
    """Replace the file at `path` by `text` in one step, readable by its owner alone (0600).

    Readers see the old text or the new one, never a part. Raises OSError; the old file stays then.
    """
    make_private_folder(os.path.dirname(path))
    # The name is unique per process: two writers never share a half-written file.
    draft = f"{path}.{os.getpid()}.tmp"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(draft, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(draft)
        raise


def default_store(paths: Paths, environ: Mapping[str, str]) -> str | None:
    """The store at the place where it is without XDG variables, if there is one beside `paths`'.

    None where VALUECHECK_HOME chose the folder: that was somebody's will.
    """
    if environ.get("VALUECHECK_HOME") or not environ.get("XDG_DATA_HOME"):
        return None
    usual = locate({}).store
    return usual if usual != paths.store and os.path.isfile(usual) else None
