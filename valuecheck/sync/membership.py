"""This machine's part in the sync, as config.toml keeps it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.config.tables import read_table, write_table
from valuecheck.core.errors import SettingsError, UsageError
from valuecheck.core.text import quoted
from valuecheck.sync.box import AgeBox, PlainBox, read_key
from valuecheck.sync.folder import FolderRemote
from valuecheck.sync.git import GitRemote

if TYPE_CHECKING:
    from valuecheck.config.paths import Paths
    from valuecheck.sync.box import Box
    from valuecheck.sync.remote import Remote

TABLE = "sync"
PATIENT_SECONDS = 120.0


class Membership(NamedTuple):
    """Where the machines meet, whether files are readable there, whether sync runs by itself."""

    remote: str
    plain: bool = False
    auto: bool = True


def joined(paths: Paths) -> Membership:
    """Return the membership. Raises UsageError where there is none, and SettingsError."""
    table = read_table(paths, TABLE)
    if not table:
        problem = "sync is not set up on this machine"
        raise UsageError(problem, "begin with 'valuecheck sync setup', or 'valuecheck sync join'")
    remote = table.get("remote")
    if not isinstance(remote, str) or not remote:
        problem = f"[{TABLE}] in {paths.settings} names no remote"
        raise SettingsError(problem, "set it up again with 'valuecheck sync join REMOTE'")
    return Membership(remote, table.get("plain") is True, table.get("auto") is True)


def is_joined(paths: Paths) -> bool:
    """Return whether sync is set up here. Raises SettingsError."""
    return bool(read_table(paths, TABLE))


def keep(paths: Paths, membership: Membership) -> None:
    """Write the membership to config.toml. Raises SettingsError."""
    write_table(paths, TABLE, membership._asdict())


def drop(paths: Paths) -> None:
    """Remove the membership from config.toml. Raises SettingsError."""
    write_table(paths, TABLE, {})


def box_of(paths: Paths, membership: Membership) -> Box:
    """Return how files are kept. Raises SyncError and UsageError."""
    return PlainBox() if membership.plain else AgeBox(read_key(paths))


def remote_of(
    paths: Paths, address: str, *, quiet: bool = False, seconds: float = PATIENT_SECONDS
) -> Remote:
    """Return the remote at an address: a folder that is no repository, or git's."""
    if is_folder(address):
        return FolderRemote(address, used=is_joined(paths))
    return GitRemote(address, paths.sync_cache, quiet=quiet, seconds=seconds)


def is_folder(address: str) -> bool:
    """Return whether an address is a folder that something else carries, or one that is gone."""
    return os.path.isabs(address) and not _is_repository(address)


def absolute(address: str) -> str:
    """Return an address that does not depend on the current folder. Raises UsageError."""
    local = os.path.abspath(os.path.expanduser(address))
    if os.path.isdir(local):
        return local
    if ":" not in address or address.startswith("-"):
        problem = f"there is no folder {quoted(address)}"
        raise UsageError(problem, "make it first, such as with 'git init --bare', or mount it")
    return address


def _is_repository(folder: str) -> bool:
    bare = all(os.path.exists(os.path.join(folder, name)) for name in ("HEAD", "objects", "refs"))
    return bare or os.path.exists(os.path.join(folder, ".git"))
