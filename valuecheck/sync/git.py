"""A git remote, through plumbing alone: no work tree, no index, nobody's hooks or signatures.

Porcelain left stale locks behind where it was killed; plumbing does not.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, TypeVar

from valuecheck.config.paths import make_private_folder
from valuecheck.sync.git_program import GitProgram, UnexplainedError
from valuecheck.sync.remote import MovedError, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

T = TypeVar("T")

BRANCH = "refs/heads/valuecheck"
_FETCHED, _NEXT = "refs/valuecheck/fetched", "refs/valuecheck/next"
# The remote holds the present: beyond this many commits the branch begins anew.
SQUASH_AFTER = 100
_HEAD = f"""commit {_NEXT}
mark :1
committer valuecheck <valuecheck@localhost> now
data 4
sync
"""
# A push that loses a race, as git and its hosts word it: one that adds, and one that replaces.
_LOCKED = (
    "cannot lock ref",
    "failed to update ref",
    # From git 2.50 on.
    "incorrect old value",
    "reference already exists",
)
_RACED_ADDING = ("fetch first", "non-fast-forward", *_LOCKED)
_RACED_REPLACING = ("stale info", *_LOCKED)


class GitRemote:
    """A branch of a remote repository; `cache` is a bare repository of our own beside the state.

    It holds nothing that the next fetch does not bring again. `quiet` and `seconds` are those of
    GitProgram.
    """

    def __init__(self, address: str, cache: str, *, quiet: bool, seconds: float) -> None:
        self.address = address
        self._git = GitProgram(cache, address, quiet=quiet, seconds=seconds)

    def fetch(self) -> Snapshot:
        """Return the files of the branch; none where there is no such branch yet."""
        return self._mended(self._fetch)

    def read(self, snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files, in one call of git."""
        wanted = [path for path in paths if path in snapshot.files]
        blobs = [snapshot.files[path] for path in wanted]
        contents = self._mended(lambda: self._contents(blobs)) if blobs else []
        return dict(zip(wanted, contents, strict=True))

    def write(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, purge: bool
    ) -> Snapshot:
        """Push a commit with the changed files; a purge pushes one without a past."""
        if purge or self._mended(lambda: self._length(snapshot.version)) >= SQUASH_AFTER:
            alone = self._mended(lambda: self._commit(snapshot, changes, with_past=False))
            if self._pushed(alone.version, snapshot.version):
                # The past is not to stay here either.
                self._discard()
                return alone
        # A host that refuses to replace a branch keeps its longer past.
        following = self._mended(lambda: self._commit(snapshot, changes, with_past=True))
        self._pushed(following.version, None)
        return following._replace(keeps_past=purge)

    def _mended(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; where it fails without a reason, from a new cache.

        A power cut may have damaged what is kept here, or left a lock.
        """
        try:
            return work()
        except UnexplainedError:
            self._discard()
            self._fetch()
            return work()

    def _fetch(self) -> Snapshot:
        if not self._has("HEAD") or not self._has("objects"):
            make_private_folder(os.path.dirname(self._git.folder))
            self._git.make_repository()
        done = self._git.run("fetch", "--no-tags", self.address, f"+{BRANCH}:{_FETCHED}")
        said = done.stderr.decode(errors="replace")
        if "couldn't find remote ref" in said:
            return Snapshot("", {})
        if done.returncode:
            raise self._git.failed(said)
        if "forced update" in said:
            # What was wiped there is not to stay here.
            self._discard()
            return self._fetch()
        commit = self._git.output("rev-parse", _FETCHED).decode().strip()
        listing = self._git.output("ls-tree", "-r", "-z", commit).decode(errors="replace")
        entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
        return Snapshot(commit, {path: head.split()[2] for head, _, path in entries})

    def _commit(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, with_past: bool
    ) -> Snapshot:
        """Write the changed files, their trees and a commit, in one call of git."""
        stream = [_HEAD.encode()]
        if snapshot.version and with_past:
            stream.append(b"from %b\n" % snapshot.version.encode())
        elif snapshot.version:
            tree = self._git.output("rev-parse", f"{snapshot.version}^{{tree}}").strip()
            stream.append(b'M 040000 %b ""\n' % tree)
        written = [path for path, content in changes.items() if content is not None]
        for path, content in changes.items():
            if content is None:
                stream.append(b"D %b\n" % path.encode())
            else:
                stream.append(b"M 100644 inline %b\ndata %d\n" % (path.encode(), len(content)))
                stream += [content, b"\n"]
        stream += [b"\nget-mark :1\n", *(b"ls :1 %b\n" % path.encode() for path in written)]
        commit, *listed = self._git.output(
            "fast-import", "--quiet", "--force", "--date-format=now", stdin=b"".join(stream)
        ).splitlines()
        blobs = [line.split()[2].decode() for line in listed]
        kept = {path: blob for path, blob in snapshot.files.items() if path not in changes}
        return Snapshot(commit.decode(), {**kept, **dict(zip(written, blobs, strict=True))})

    def _pushed(self, commit: str, replaced: str | None) -> bool:
        """Push; `replaced` is the commit that the branch must be at to be replaced.

        Returns False where the host refuses to replace a branch. Raises MovedError.
        """
        lease = [] if replaced is None else [f"--force-with-lease={BRANCH}:{replaced}"]
        done = self._git.run("push", "--porcelain", *lease, self.address, f"{commit}:{BRANCH}")
        if done.returncode == 0:
            return True
        said = (done.stdout + done.stderr).decode(errors="replace")
        raced = _RACED_ADDING if replaced is None else _RACED_REPLACING
        if any(words in said for words in raced):
            raise MovedError
        if replaced is not None and "rejected" in said:
            return False
        raise self._git.failed(said)

    def _length(self, commit: str) -> int:
        return int(self._git.output("rev-list", "--count", commit)) if commit else 0

    def _contents(self, blobs: Iterable[str]) -> list[bytes]:
        asked = "".join(f"{blob}\n" for blob in blobs)
        output = self._git.output("cat-file", "--batch", stdin=asked.encode())
        found = []
        start = 0
        while start < len(output):
            end = output.index(b"\n", start)
            _, kind, *size = output[start:end].split()
            if kind != b"blob":
                problem = f"a file is {kind.decode()}"
                raise self._git.failed(problem)
            found.append(output[end + 1 : end + 1 + int(size[0])])
            start = end + int(size[0]) + 2
        return found

    def _has(self, name: str) -> bool:
        return os.path.exists(os.path.join(self._git.folder, name))

    def _discard(self) -> None:
        shutil.rmtree(self._git.folder, ignore_errors=True)
