"""A plain folder that something else carries between machines: Syncthing, a share, a stick."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from valuecheck.config.paths import draft_of, sync_names
from valuecheck.core.text import visible
from valuecheck.sync.remote import FORMAT_FILE, Snapshot, SyncError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class FolderRemote:
    """Files below a folder. Each machine writes its own, so that no order of copying matters."""

    def __init__(self, folder: str, *, used: bool = False) -> None:
        """Take the folder, and whether it is known to hold files already."""
        self._folder = Path(folder)
        self._used = used

    def fetch(self) -> Snapshot:
        """Return the files that are whole: what is being copied in has another name."""
        try:
            if not self._folder.is_dir():
                raise no_folder(str(self._folder))
            if self._used and not any(self._folder.iterdir()):
                # Most likely a place to mount something at: nobody else would see what we write.
                raise _emptied(str(self._folder))
            found = _parts(self._folder / "devices")
            files = {path.relative_to(self._folder).as_posix(): _digest(path) for path in found}
            if (self._folder / FORMAT_FILE).exists():
                files[FORMAT_FILE] = _digest(self._folder / FORMAT_FILE)
            else:
                # Whoever begins here must see that the folder is in use; dots are the carrier's.
                others = (path.name for path in self._folder.iterdir())
                files |= {name: "" for name in others if not name.startswith(".")}
        except OSError as error:
            raise self._failed(error) from error
        return Snapshot("", files)

    def read(self, snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files; one that went away meanwhile is left out."""
        del snapshot
        contents = {}
        for path in paths:
            try:
                contents[path] = (self._folder / path).read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                raise self._failed(error) from error
        return contents

    def write(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, purge: bool
    ) -> Snapshot:
        """Replace files one by one, each in one step. A purge needs no more: there is no past."""
        del purge
        files = dict(snapshot.files)
        try:
            for path, content in changes.items():
                target = self._folder / path
                if content is None:
                    target.unlink(missing_ok=True)
                    files.pop(path, None)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                _replace(target, content)
                files[path] = hashlib.sha256(content).hexdigest()
        except OSError as error:
            raise self._failed(error) from error
        return Snapshot("", files)

    def _failed(self, error: OSError) -> SyncError:
        problem = f"cannot sync with {visible(str(self._folder))}: {error.strerror or error}"
        return SyncError(problem, "check the folder and the disk, then try again")


def no_folder(folder: str) -> SyncError:
    """Return the error for a place that is gone."""
    problem = f"the folder {visible(folder)} is not there"
    return SyncError(problem, "mount it, or end this sync with 'valuecheck sync off'")


def _emptied(folder: str) -> SyncError:
    problem = f"the folder {visible(folder)} is empty, though it was used before"
    anew = "to begin there anew, 'valuecheck sync off' and 'valuecheck sync setup'"
    return SyncError(problem, f"mount it; {anew}")


def _parts(devices: Path) -> list[Path]:
    """The files of all devices."""
    folders = [devices / name for name in _names(devices)]
    return [each / name for each in folders for name in _names(each) if ".jsonl" in name]


def _names(folder: Path) -> list[str]:
    """The names in a folder. Unlike a glob it takes none that cannot be read for an empty one."""
    try:
        return sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []


def _replace(target: Path, content: bytes) -> None:
    # Not *.jsonl*: a half-written draft that is carried away is never read.
    with draft_of(str(target.with_name(f".{target.name.partition('.')[0]}"))) as draft:
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    sync_names(str(target.parent))


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
