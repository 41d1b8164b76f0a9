"""Where the machines meet: a git remote or a folder, behind one interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from valuecheck.core.errors import ValuecheckError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT_FILE = "format.json"


class SyncError(ValuecheckError):
    """The other machines cannot be reached, or what is there cannot be read; local use goes on."""


class MovedError(Exception):
    """Another machine was faster: fetch and try again."""


class Snapshot(NamedTuple):
    """The files of a remote: a fingerprint by path; `version` names all of them as a whole.

    `keeps_past`: a purge was refused, so that older versions of files stay reachable.
    """

    version: str
    files: Mapping[str, str]
    keeps_past: bool = False


class Remote(Protocol):
    """A place that keeps files by path.

    Every method raises SyncError where the place cannot be used.
    """

    def fetch(self) -> Snapshot:
        """Return what is there now."""

    def read(self, snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files of a snapshot."""

    def write(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, purge: bool
    ) -> Snapshot:
        """Change files, None removes one, where `snapshot` is still what is there.

        With `purge` no older version of a file stays reachable, as far as the place allows.
        Raises MovedError where something changed meanwhile, with nothing written.
        """
