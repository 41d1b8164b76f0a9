"""Encrypt what leaves the machine with age; any age program with the key opens it."""

from __future__ import annotations

import gzip
import hashlib
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

from valuecheck.config.installation import adding
from valuecheck.config.paths import write_private_file
from valuecheck.core.errors import UsageError, reason
from valuecheck.sync.remote import SyncError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.config.paths import Paths

# Far more than a part can hold: a file that unpacks to more is no part of ours.
_LARGEST = 64 << 20


class Box(Protocol):
    """How files are kept at the remote. `suffix` ends their names, `fingerprint` names the key."""

    suffix: str
    fingerprint: str

    def seal(self, text: bytes) -> bytes:
        """Return a file's content; the same text twice need not give the same."""

    def open(self, content: bytes) -> bytes:
        """Return the text. Raises SyncError where this key does not open it."""


class PlainBox:
    """Readable files, for who wants to read the repository."""

    suffix = ""
    fingerprint = ""

    def seal(self, text: bytes) -> bytes:
        """Return the text as it is."""
        return text

    def open(self, content: bytes) -> bytes:
        """Return the content as it is."""
        return content


class AgeBox:
    """Compressed, then encrypted to one key that only the user's machines have.

    The public half never leaves them, so that nobody without the key can add a file.
    """

    suffix = ".age"

    def __init__(self, key: str) -> None:
        """Take an age identity. Raises UsageError for anything else."""
        library = _library()
        try:
            self._identity = library.x25519.Identity.from_str(key.strip())
        except library.IdentityError as error:
            problem = "this is no sync key"
            remedy = "'valuecheck sync key' on another machine shows it: AGE-SECRET-KEY-1…"
            raise UsageError(problem, remedy) from error
        self._recipient = self._identity.to_public()
        self.fingerprint = hashlib.sha256(str(self._recipient).encode()).hexdigest()[:16]

    def seal(self, text: bytes) -> bytes:
        """Compress and encrypt."""
        packed = gzip.compress(text, mtime=0)
        return bytes(_library().encrypt(packed, [self._recipient]))

    def open(self, content: bytes) -> bytes:
        """Decrypt and unpack."""
        library = _library()
        try:
            packed = library.decrypt(content, [self._identity])
            return gzip.GzipFile(fileobj=BytesIO(packed)).read(_LARGEST)
        except (library.DecryptError, OSError, EOFError) as error:
            problem = "a file of the remote cannot be opened with this key"
            remedy = "it is damaged or was not written by your machines; look at the remote"
            raise SyncError(problem, remedy) from error


def refuse_without_library() -> None:
    """Raise UsageError where pyrage is not installed."""
    _library()


def new_key() -> str:
    """Return a new age identity."""
    return str(_library().x25519.Identity.generate())


def read_key(paths: Paths) -> str:
    """Return the key of this machine. Raises SyncError where it is gone."""
    try:
        with open(paths.sync_key, encoding="utf-8") as file:
            return file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        problem = f"the sync key {paths.sync_key} cannot be read"
        remedy = "join again with 'valuecheck sync join' and the key of another machine"
        raise SyncError(problem, remedy) from error


def keep_key(paths: Paths, key: str) -> bool:
    """Keep the key, readable by its owner alone; return whether it replaces another one.

    That one stays among the former keys, where age finds it, and --key-file the first of them:
    what was encrypted with it can be read by nobody else. Raises SyncError.
    """
    try:
        before = _lines(paths.sync_key)
        replaces = bool(before) and before != [key.strip()]
        if replaces:
            former = dict.fromkeys([*before, *_lines(paths.former_sync_keys)])
            _write(paths.former_sync_keys, former)
        _write(paths.sync_key, [key.strip()])
    except OSError as error:
        problem = f"cannot write {paths.sync_key}: {reason(error)}"
        raise SyncError(problem, "check that the folder is yours") from error
    return replaces


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return [line.strip() for line in file if line.strip()]
    except FileNotFoundError:
        return []


def _write(path: str, lines: Iterable[str]) -> None:
    write_private_file(path, "".join(f"{line}\n" for line in lines), durable=True)


def _library() -> Any:
    try:
        import pyrage
    except ImportError as error:
        problem = "encrypted sync needs pyrage, which is not installed"
        raise UsageError(problem, f"install it with: {adding('pyrage')}") from error
    return pyrage
