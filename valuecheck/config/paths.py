"""Where files live. os.path alone, because a shell start passes through here; creates nothing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from os.path import abspath, expanduser, isabs, join

from valuecheck.core.errors import UsageError
from valuecheck.core.named import NamedTuple
from valuecheck.core.text import PATH_SHOWN, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

APP = "valuecheck"
_DRAFTS = (".tmp", ".tmp-journal")
_kept: list[str] = []  # what this process has changed for good


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

    @property
    def sync_key(self) -> str:
        """The key of all machines that sync."""
        return join(self.config, "sync.key")

    @property
    def former_sync_keys(self) -> str:
        """The keys that this machine had before, the latest first."""
        return join(self.config, "former-sync.keys")

    @property
    def sync_cache(self) -> str:
        """A repository with what the remote of the sync holds."""
        return join(self.state, "sync.git")

    @property
    def sync_lock(self) -> str:
        """Held by the one sync that runs; its time is that of the latest try."""
        return join(self.state, "sync.lock")

    @property
    def background(self) -> str:
        """Held by every command that goes on by itself."""
        return join(self.state, "background.lock")

    @property
    def sync_failing(self) -> str:
        """Since when a sync that runs by itself fails, and why."""
        return join(self.state, "sync-failing.json")

    @property
    def team_note(self) -> str:
        """The latest note of the user's team, for the weekly digest."""
        return join(self.state, "team-note.json")


def locate(environ: Mapping[str, str], platform: str = sys.platform) -> Paths:
    """The folders for this environment.

    `VALUECHECK_HOME` puts everything below one folder; otherwise XDG's on Linux (a relative XDG
    path is ignored, as its specification demands) and Application Support on macOS. Raises
    UsageError for a relative `VALUECHECK_HOME` or `HOME`: another folder in each directory.
    """
    if home := environ.get("VALUECHECK_HOME"):
        root = expanduser(home)
        if not isabs(root):
            problem = f"VALUECHECK_HOME is {quoted(home, PATH_SHOWN)}, which is no absolute path"
            raise UsageError(problem, f"use {quoted(abspath(root), PATH_SHOWN)}, or unset it")
        root = abspath(root)
        return Paths(data=root, config=root, state=join(root, "state"))
    if platform == "darwin":
        root = _at_home(f"~/Library/Application Support/{APP}")
        return Paths(data=root, config=root, state=root)

    def xdg(name: str, default: str) -> str:
        folder = environ.get(name, "")
        return join(folder if isabs(folder) else _at_home(default), APP)

    return Paths(
        data=xdg("XDG_DATA_HOME", "~/.local/share"),
        config=xdg("XDG_CONFIG_HOME", "~/.config"),
        state=xdg("XDG_STATE_HOME", "~/.local/state"),
    )


def _at_home(path: str) -> str:
    found = expanduser(path)
    if not isabs(found):
        problem = f"HOME is {quoted(expanduser('~'), PATH_SHOWN)}, which is no absolute path"
        raise UsageError(problem, "set it to your home folder")
    return found


def make_private_folder(folder: str) -> None:
    """Make `folder` and what is missing above it, readable by its owner alone (0700)."""
    if os.path.isdir(folder or os.curdir):
        return
    make_private_folder(os.path.dirname(folder))
    try:
        os.mkdir(folder, 0o700)
        # A umask such as 777 takes even the owner's rights away.
        os.chmod(folder, 0o700)
    except FileExistsError:
        if not os.path.isdir(folder):
            raise


def create_private_file(path: str) -> int:
    """Create a file, 0600 whatever the umask; returns its descriptor.

    Raises FileExistsError where there is one, and OSError.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    os.fchmod(descriptor, 0o600)
    return descriptor


def write_private_file(path: str, text: str, *, durable: bool = False) -> None:
    """Replace the file at `path` by `text` in one step, readable by its owner alone (0600).

    Readers see the old text or the new one, never a part; with `durable` after a power cut, too.
    Raises OSError; the old file stays then.
    """
    make_private_folder(os.path.dirname(path))
    with draft_of(path) as draft:
        with open(draft, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(draft, path)
    if durable:
        sync_names(os.path.dirname(path))


def sync(path: str) -> None:
    """Wait until a file or the names in a folder are on the disk. Raises OSError."""
    descriptor = os.open(path or os.curdir, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_names(folder: str) -> None:
    """Wait until the names in a folder are on the disk, where its file system knows how.

    Raises nothing: the files are there, and a name that is lost later is no reason to undo them.
    """
    note_kept(folder)
    with suppress(OSError):
        sync(folder)


def note_kept(path: str) -> None:
    """Note that this process has changed a store, or files in a folder, for good."""
    _kept.append(path)


def kept() -> int:
    """How many times this process has changed something for good."""
    return len(_kept)


def read_own_file(path: str) -> str:
    """Return the text of a file that we write ourselves, empty where there is none.

    A pipe, at which reading would wait, or a folder is no file. Raises OSError and ValueError.
    """
    if not os.path.isfile(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


@contextmanager
def draft_of(path: str) -> Iterator[str]:
    """A new empty file beside `path`, readable by its owner alone, gone when the block ends.

    Drafts that killed processes left behind are removed first. One that cannot be removed is
    left to them: the file itself is done. Raises OSError.
    """
    remove_drafts(path)
    # The name is unique per process: two writers never share a half-written file.
    draft = f"{path}.{os.getpid()}.tmp"
    os.close(create_private_file(draft))
    try:
        yield draft
    finally:
        with suppress(OSError):
            os.unlink(draft)


def default_store(paths: Paths, environ: Mapping[str, str]) -> str | None:
    """The store at the place where it is without XDG variables, if there is one beside `paths`'.

    None where VALUECHECK_HOME chose the folder: that was somebody's will.
    """
    if environ.get("VALUECHECK_HOME") or not environ.get("XDG_DATA_HOME"):
        return None
    usual = locate({}).store
    return usual if usual != paths.store and os.path.isfile(usual) else None


def remove_drafts(path: str) -> None:
    """Remove the drafts of `path` whose processes no longer run; raises nothing."""
    folder, name = os.path.split(path)
    for draft in stale_drafts(folder, name):
        with suppress(OSError):
            os.unlink(join(folder, draft))


def stale_drafts(folder: str, name: str = "") -> list[str]:
    """The drafts in a folder, of the file `name` or of any, whose processes no longer run."""
    try:
        names = os.listdir(folder or os.curdir)
    except OSError:
        return []
    return [found for found in names if found.endswith(_DRAFTS) and _is_stale(found, name)]


def _is_stale(draft: str, name: str) -> bool:
    # SQLite has a journal beside a draft while it fills it.
    of, _, process = draft.removesuffix("-journal").removesuffix(".tmp").rpartition(".")
    return of == (name or of) and bool(of) and process.isdecimal() and not _runs(process)


def _runs(process: str) -> bool:
    if int(process) == os.getpid():
        return False
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
