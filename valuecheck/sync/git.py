"""A git remote, through plumbing alone: no work tree, no index, nobody's hooks or signatures.

Porcelain left stale locks behind where it was killed; plumbing does not.
"""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

from valuecheck.config.paths import make_private_folder
from valuecheck.core.text import visible
from valuecheck.sync.remote import MovedError, Snapshot, SyncError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BRANCH = "refs/heads/valuecheck"
_FETCHED = "refs/valuecheck/fetched"
# The remote holds the present: beyond this many commits the branch begins anew.
SQUASH_AFTER = 100
_OLDEST_GIT = (2, 25)
_OVERRIDES = (
    "core.hooksPath=/dev/null",
    "core.autocrlf=false",
    "core.fsmonitor=false",
    "commit.gpgSign=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    "gc.auto=0",
    "maintenance.auto=false",
    "user.name=valuecheck",
    "user.email=valuecheck@localhost",
    "user.useConfigOnly=false",
    "advice.pushUpdateRejected=false",
)
# What git or ssh print, and the sentence for it.
_REASONS = (
    *(
        (words, "ssh is not installed", "install OpenSSH's client, or use another address")
        for words in ("cannot run ssh", "ssh: not found", "ssh: command not found")
    ),
    ("Host key verification failed", "its host key is unknown", "connect once with ssh by hand"),
    ("Permission denied", "it grants no access", "check your key and your rights there"),
    ("Authentication failed", "it grants no access", "check your login there"),
    ("could not read Username", "it wants a login", "set up git's credentials for it first"),
    ("terminal prompts disabled", "it wants a login", "set up git's credentials for it first"),
    ("Could not resolve host", "its name is not known", "check the network and the address"),
    ("Connection refused", "nobody answers there", "check the address, then try again"),
    ("Connection timed out", "it does not answer", "check the network, then try again"),
    ("does not appear to be a git repository", "there is no git repository", "check the address"),
    ("Repository not found", "there is no such repository", "check the address and your rights"),
    ("not found", "there is no such repository", "check the address and your rights"),
    ("No space left on device", "the disk is full", "free some space and try again"),
    ("unable to write", "it cannot be written", "check the disk and your rights there"),
)
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

    `quiet` runs ask nothing: no prompt appears, whatever helpers the user has set up. `seconds`
    bounds each call of git.
    """

    def __init__(self, address: str, cache: str, *, quiet: bool, seconds: float) -> None:
        self.address = address
        self._cache = cache
        self._quiet = quiet
        self._seconds = seconds

    def fetch(self) -> Snapshot:
        """Return the files of the branch; none where there is no such branch yet."""
        self._prepare()
        listed = self._git("ls-remote", self.address, BRANCH).decode().split()
        if not listed:
            return Snapshot("", {})
        commit = listed[0]
        if not self._has(commit):
            self._git("fetch", "--quiet", "--no-tags", self.address, f"+{BRANCH}:{_FETCHED}")
            # The branch may have moved since it was listed.
            commit = self._git("rev-parse", _FETCHED).decode().strip()
        listing = self._git("ls-tree", "-r", "-z", commit).decode()
        files = {}
        for entry in filter(None, listing.split("\0")):
            head, _, path = entry.partition("\t")
            files[path] = head.split()[2]
        return Snapshot(commit, files)

    def read(self, snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return the content of files, in one call of git."""
        wanted = [*paths]
        asked = "".join(f"{snapshot.files[path]}\n" for path in wanted)
        output = self._git("cat-file", "--batch", stdin=asked.encode()) if wanted else b""
        return dict(zip(wanted, _batched(output), strict=True))

    def write(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, purge: bool
    ) -> Snapshot:
        """Push a commit with the changed files; a purge pushes one without a past."""
        files = dict(snapshot.files)
        for path, content in changes.items():
            if content is None:
                files.pop(path, None)
            else:
                files[path] = self._blob(content)
        tree = self._tree(files)
        squash = purge or self._length(snapshot.version) >= SQUASH_AFTER
        if squash and (commit := self._pushed(tree, "", snapshot.version)):
            return Snapshot(commit, files)
        # A host that refuses to replace a branch keeps its longer past.
        commit = self._pushed(tree, snapshot.version, None)
        return Snapshot(commit or snapshot.version, files)

    def _pushed(self, tree: str, parent: str, replaced: str | None) -> str | None:
        """Commit and push; `replaced` is the commit that the branch must be at to be replaced.

        Returns None where the host refuses to replace a branch.
        """
        parents = ["-p", parent] if parent else []
        commit = self._git("commit-tree", tree, *parents, "-m", "sync").decode().strip()
        lease = [] if replaced is None else [f"--force-with-lease={BRANCH}:{replaced}"]
        done = self._run("push", "--porcelain", *lease, self.address, f"{commit}:{BRANCH}")
        if done.returncode == 0:
            return commit
        said = (done.stdout + done.stderr).decode(errors="replace")
        raced = _RACED_ADDING if replaced is None else _RACED_REPLACING
        if any(words in said for words in raced):
            raise MovedError
        if replaced is not None and "rejected" in said:
            return None
        raise self._failed(said)

    def _prepare(self) -> None:
        if not os.path.isdir(os.path.join(self._cache, "objects")):
            self._refuse_old_git()
            make_private_folder(os.path.dirname(self._cache))
            self._git("init", "--quiet", "--bare", "--template=", self._cache, bare=False)
            os.chmod(self._cache, 0o700)

    def _refuse_old_git(self) -> None:
        words = self._git("--version", bare=False).decode().split()
        numbers = words[2].split(".") if len(words) > 2 else ["0", "0"]
        if tuple(int(number) for number in numbers[:2] if number.isdigit()) < _OLDEST_GIT:
            problem = f"git {visible('.'.join(numbers))} is too old to sync with"
            raise SyncError(problem, "install git 2.25 or later")

    def _has(self, commit: str) -> bool:
        return self._run("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0

    def _length(self, commit: str) -> int:
        return int(self._git("rev-list", "--count", commit)) if commit else 0

    def _blob(self, content: bytes) -> str:
        return self._git("hash-object", "-w", "--stdin", stdin=content).decode().strip()

    def _tree(self, files: Mapping[str, str]) -> str:
        """Write the tree of `files`, a blob for each path, and return its id."""
        here: dict[str, str] = {}
        below: dict[str, dict[str, str]] = {}
        for path, blob in files.items():
            folder, slash, rest = path.partition("/")
            if slash:
                below.setdefault(folder, {})[rest] = blob
            else:
                here[path] = blob
        lines = [f"100644 blob {blob}\t{name}" for name, blob in here.items()]
        lines += [f"040000 tree {self._tree(inner)}\t{name}" for name, inner in below.items()]
        entries = "".join(f"{line}\0" for line in lines)
        return self._git("mktree", "-z", stdin=entries.encode()).decode().strip()

    def _git(self, *words: str, stdin: bytes = b"", bare: bool = True) -> bytes:
        done = self._run(*words, stdin=stdin, bare=bare)
        if done.returncode:
            raise self._failed(done.stderr.decode(errors="replace"))
        return done.stdout

    def _run(
        self, *words: str, stdin: bytes = b"", bare: bool = True
    ) -> subprocess.CompletedProcess[bytes]:
        options = [option for each in _OVERRIDES for option in ("-c", each)]
        if self._quiet:
            options += ["-c", "core.askPass=true", "-c", "credential.interactive=false"]
        folder = [f"--git-dir={self._cache}"] if bare else []
        try:
            return _bounded(["git", *folder, *options, *words], stdin, self._env(), self._seconds)
        except FileNotFoundError as error:
            problem = "git is not installed"
            raise SyncError(problem, "install it, or sync through a folder") from error
        except subprocess.TimeoutExpired as error:
            problem = f"cannot sync with {self._shown}: it does not answer in time"
            raise SyncError(problem, "check the network, then try again") from error

    def _env(self) -> dict[str, str]:
        # Whatever repository a user's shell stands in must not become ours.
        env = {name: value for name, value in os.environ.items() if not _is_of_a_repository(name)}
        env |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        if self._quiet:
            ssh = env.get("GIT_SSH_COMMAND", "ssh")
            env["GIT_SSH_COMMAND"] = f"{ssh} -o BatchMode=yes -o ConnectTimeout=10"
            env |= {"GIT_ASKPASS": "true", "SSH_ASKPASS": "true", "GCM_INTERACTIVE": "never"}
        return env

    @property
    def _shown(self) -> str:
        return shown_address(self.address)

    def _failed(self, said: str) -> SyncError:
        for words, reason, remedy in _REASONS:
            if words in said:
                return SyncError(f"cannot sync with {self._shown}: {reason}", remedy)
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "no reason")
        problem = f"cannot sync with {self._shown}: {visible(last.strip())}"
        return SyncError(problem, "try again; nothing is lost, and local use goes on")


def shown_address(address: str) -> str:
    """Return an address as it may be shown: without a password."""
    scheme, mark, rest = address.partition("://")
    login, at, place = rest.rpartition("@") if mark else ("", "", "")
    if at and ":" in login:
        return visible(f"{scheme}://{login.partition(':')[0]}@{place}")
    return visible(address)


def _is_of_a_repository(name: str) -> bool:
    kept = ("GIT_SSH", "GIT_SSL", "GIT_PROXY", "GIT_HTTP", "GIT_CONFIG_GLOBAL", "GIT_EXEC_PATH")
    return name.startswith("GIT_") and not name.startswith(kept)


def _bounded(
    command: Sequence[str], stdin: bytes, env: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a session of its own, and end all of it when its time is over.

    Without a controlling terminal neither ssh nor a credential helper can ask anything.
    """
    with subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(env),
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(stdin, timeout=seconds)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _batched(output: bytes) -> Iterator[bytes]:
    """The contents in what `git cat-file --batch` prints."""
    start = 0
    while start < len(output):
        end = output.index(b"\n", start)
        size = int(output[start:end].split()[2])
        yield output[end + 1 : end + 1 + size]
        start = end + size + 2
