"""Find everything that the program has put on this machine, and remove it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from os.path import dirname, isdir, islink, join
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.config.paths import APP
from valuecheck.core.errors import ValuecheckError, reason
from valuecheck.shell import install, rc_write, rcfile
from valuecheck.shell.completion import completion_of
from valuecheck.shell.facts import home_of
from valuecheck.shell.install import FileChange, hook_of
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from valuecheck.config.paths import Paths


class Removal(NamedTuple):
    """Everything that uninstalling removes.

    `changes` are those of the shells' files, `files` what is deleted of our own, `folders` those
    that are removed once they are empty, innermost first.
    """

    changes: list[FileChange]
    files: list[str]
    folders: list[str]


def plan(paths: Paths, environ: Mapping[str, str], *, data: bool) -> Removal:
    """Everything but settings and data, and these too if `data`. Raises ValuecheckError."""
    changes = [*_shell_changes(paths, environ)]
    files = {*_state_files(paths), *(_data_files(paths) if data else ())}
    files -= {change.path for change in changes}
    folders = dict.fromkeys(_folders(paths, data=data))
    return Removal(changes, sorted(files), sorted(folders, key=len, reverse=True))


def carry_out(removal: Removal, environ: Mapping[str, str]) -> None:
    """Remove all of it, the shells' lines first. Raises ValuecheckError; again goes on from there.

    Folders above that are left empty go as well, if they are private, as we make them.
    """
    install.apply(removal.changes)
    for path in removal.files:
        try:
            os.unlink(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise _stays(path, error) from None
    home = home_of(environ)
    deleted = [change.path for change in removal.changes if change.after is None]
    for folder in (*removal.folders, *map(dirname, deleted)):
        _remove_empty(folder, home)
    # Nothing of it comes back with the power.
    os.sync()


def left_in(folders: Iterable[str]) -> list[str]:
    """Those of `folders` that still exist, because something else is in them."""
    return [folder for folder in dict.fromkeys(folders) if isdir(folder)]


def _shell_changes(paths: Paths, environ: Mapping[str, str]) -> Iterator[FileChange]:
    """The blocks in rc files and the files that shells load themselves."""
    found = [
        piece
        for shell in Shell
        for piece in (
            hook_of(shell, paths, "", environ),
            completion_of(shell, paths, "", environ),
        )
    ]
    for path in dict.fromkeys(path for piece in found for path in piece.cleared):
        before = after = rc_write.read(path)
        for marks in (rcfile.HOOK, rcfile.COMPLETION):
            after = None if after is None else rcfile.without_block(after, marks)
        if before != after:
            yield FileChange(path, before, after)
    for piece in found:
        if (text := rc_write.read(piece.file)) is not None:
            yield FileChange(piece.file, text, None)


def _folders(paths: Paths, *, data: bool) -> Iterator[str]:
    """Our folders with all below them; one that the user chose for everything, as it is."""
    own = _has_own_state(paths)
    wholly_ours = [paths.state] if own else [paths.sync_cache]
    if data:
        wholly_ours.append(paths.backups)
        for folder in (paths.config, paths.data):
            if os.path.basename(folder) == APP:
                wholly_ours.append(folder)
            else:
                yield folder
    for folder in wholly_ours:
        yield from (path for path, _, _ in _walk(folder))


def _has_own_state(paths: Paths) -> bool:
    return paths.state not in (paths.data, paths.config)


def _state_files(paths: Paths) -> Iterator[str]:
    """Yield the files of the state folder; on macOS, where data is there as well, by name."""
    if _has_own_state(paths):
        yield from _below(paths.state)
        return
    data = {*_known_data(paths), paths.backups}
    names = [name for name, kind in vars(type(paths)).items() if isinstance(kind, property)]
    known = {getattr(paths, name) for name in names} - data
    yield from (path for path in known if os.path.lexists(path) and not isdir(path))
    yield from _below(paths.sync_cache)


def _data_files(paths: Paths) -> Iterator[str]:
    """Store, copies and settings; of a folder that bears our name everything."""
    for folder in (paths.data, paths.config):
        if os.path.basename(folder) == APP:
            yield from _below(folder)
    yield from (path for path in _known_data(paths) if os.path.lexists(path))
    yield from _below(paths.backups)


def _known_data(paths: Paths) -> tuple[str, ...]:
    journal = f"{paths.store}-journal"
    return (paths.store, journal, paths.settings, paths.sync_key, paths.former_sync_keys)


def _below(folder: str) -> Iterator[str]:
    """Every file below a folder; links are files, and nothing behind them is touched."""
    if islink(folder):
        return
    for path, names, files in _walk(folder):
        yield from (join(path, name) for name in files)
        yield from (join(path, name) for name in names if islink(join(path, name)))


def _walk(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """As os.walk, but what cannot be read is not taken for empty. Raises ValuecheckError."""

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            raise _stays(error.filename, error)

    return os.walk(folder, onerror=refuse)


def _stays(path: str, error: OSError) -> ValuecheckError:
    problem = f"{path} cannot be removed: {reason(error)}"
    return ValuecheckError(problem, "mend that and run the command again")


def _remove_empty(folder: str, home: str) -> None:
    """Remove a folder of ours, and above it, below `home`, what it leaves empty and private."""
    with suppress(OSError):
        os.rmdir(folder)
        while (folder := dirname(folder)).startswith(home + os.sep):
            if stat.S_IMODE(os.stat(folder).st_mode) != stat.S_IRWXU:
                return
            os.rmdir(folder)
