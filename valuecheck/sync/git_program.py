"""The git program: started so that no setting of the user's and no prompt gets in its way."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING

from valuecheck.core.text import visible
from valuecheck.sync.remote import SyncError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OLDEST = (2, 25)
_OVERRIDES = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "push.gpgSign=false",
    "push.followTags=false",
    "push.recurseSubmodules=no",
    "fetch.recurseSubmodules=no",
    # By these words a past that was replaced is known.
    "fetch.showForcedUpdates=true",
    "init.defaultObjectFormat=sha1",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.pushUpdateRejected=false",
)
# Variables of git that say how to reach a remote, not which repository a shell stands in.
_KEPT = (
    "GIT_SSH",
    "GIT_SSL",
    "GIT_PROXY",
    "GIT_HTTP",
    "GIT_CONFIG",
    "GIT_EXEC_PATH",
    "GIT_ASKPASS",
)
# An empty program to ask with and no terminal: git and ssh give up instead of asking.
_ASKS_NOTHING = {
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "DISPLAY": "",
    "WAYLAND_DISPLAY": "",
    "GCM_INTERACTIVE": "never",
}
_CHECK_KEY = "check your rights there, and that ssh-add knows your key"
# What git or ssh print, and the sentence for it.
_REASONS = (
    *(
        (words, "ssh is not installed", "install OpenSSH's client, or use another address")
        for words in ("cannot run ssh", "ssh: not found", "ssh: command not found")
    ),
    (
        "IDENTIFICATION HAS CHANGED",
        "its host key has changed",
        "make sure that it is your host, then connect once with ssh by hand",
    ),
    ("Host key verification failed", "its host key is unknown", "connect once with ssh by hand"),
    ("Permission denied", "it grants no access", _CHECK_KEY),
    ("denied to", "it grants no access", _CHECK_KEY),
    ("not allowed to push", "it grants no access", _CHECK_KEY),
    ("error: 403", "it grants no access", "check your login and your rights there"),
    ("Authentication failed", "it grants no access", "check your login there"),
    ("could not read Username", "it wants a login", "set up git's credentials for it first"),
    ("could not read Password", "it wants a login", "set up git's credentials for it first"),
    ("terminal prompts disabled", "it wants a login", "set up git's credentials for it first"),
    ("protected branch", "its branch is protected", "allow pushes to the branch valuecheck there"),
    ("hook declined", "it refuses what is sent", "allow pushes to the branch valuecheck there"),
    ("read-only", "it is read-only", "check the address and your rights there"),
    (
        "dubious ownership",
        "it belongs to another user",
        "'git config --global safe.directory' lets you in",
    ),
    ("mismatched algorithms", "it is a repository of SHA-256", "make one of git's usual kind"),
    ("Could not resolve host", "its name is not known", "check the network and the address"),
    ("Connection refused", "nobody answers there", "check the address, then try again"),
    ("timed out", "it does not answer", "check the network, then try again"),
    ("unreachable", "it cannot be reached", "check the network, then try again"),
    ("No route to host", "it cannot be reached", "check the network, then try again"),
    ("certificate", "its certificate is not trusted", "check the address and the certificate"),
    ("command not found", "git is not installed there", "install it there"),
    ("does not appear to be a git repository", "there is no git repository", "check the address"),
    ("not found", "there is no such repository", "check the address and your rights"),
    ("No space left on device", "the disk is full", "free some space and try again"),
    ("unable to write", "it cannot be written", "check the disk and your rights there"),
)


class UnexplainedError(SyncError):
    """Git failed for a reason that we have no sentence for."""


class GitProgram:
    """Runs git on a repository of our own, `folder`, for a remote at `address`.

    `quiet` runs ask nothing: no prompt appears, whatever helpers the user has set up. `seconds`
    bounds each call.
    """

    def __init__(self, folder: str, address: str, *, quiet: bool, seconds: float) -> None:
        self.folder = folder
        self._address = address
        self._quiet = quiet
        self._seconds = seconds

    def make_repository(self) -> None:
        """Make the bare repository at `folder`. Raises SyncError, also where git is too old."""
        words = self._finished(["--version"]).decode().split()
        numbers = words[2].split(".") if len(words) > 2 else ["0", "0"]
        if tuple(int(number) for number in numbers[:2] if number.isdigit()) < _OLDEST:
            problem = f"git {visible('.'.join(numbers))} is too old to sync with"
            raise SyncError(problem, "install git 2.25 or later")
        self._finished(["init", "--quiet", "--bare", "--template=", self.folder])
        os.chmod(self.folder, 0o700)

    def output(self, *words: str, stdin: bytes = b"") -> bytes:
        """Return what a command prints. Raises SyncError where it fails."""
        return self._finished([f"--git-dir={self.folder}", *words], stdin)

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command that may fail. Raises SyncError where it cannot run."""
        return self._run([f"--git-dir={self.folder}", *words], b"")

    def failed(self, said: str) -> SyncError:
        """Return the error for what a command that failed has printed."""
        shown = shown_address(self._address)
        for words, reason, remedy in _REASONS:
            if words in said:
                return SyncError(f"cannot sync with {shown}: {reason}", remedy)
        lines = [line.strip() for line in said.replace(self._address, shown).splitlines()]
        last = next(filter(None, reversed(lines)), "no reason")
        problem = f"cannot sync with {shown}: {visible(last)}"
        return UnexplainedError(problem, "try again; nothing is lost, and local use goes on")

    def _finished(self, words: Sequence[str], stdin: bytes = b"") -> bytes:
        done = self._run(words, stdin)
        if done.returncode:
            raise self.failed(done.stderr.decode(errors="replace"))
        return done.stdout

    def _run(self, words: Sequence[str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        options = [option for each in _OVERRIDES for option in ("-c", each)]
        env = _environment(quiet=self._quiet)
        try:
            return _bounded(["git", *options, *words], stdin, env, self._seconds)
        except FileNotFoundError as error:
            problem = "git is not installed"
            raise SyncError(problem, "install it, or sync through a folder") from error
        except subprocess.TimeoutExpired as error:
            problem = f"cannot sync with {shown_address(self._address)}: it does not answer in time"
            raise SyncError(problem, "check the network, then try again") from error


def shown_address(address: str) -> str:
    """Return an address as it may be shown: without a password or a token."""
    scheme, mark, rest = address.partition("://")
    login, at, place = rest.rpartition("@") if mark else ("", "", "")
    if not at:
        return visible(address)
    # Of a web address even a lone name may be a token.
    name = "" if scheme.startswith("http") else f"{login.partition(':')[0]}@"
    return visible(f"{scheme}://{name}{place}")


def _environment(*, quiet: bool) -> dict[str, str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    env |= {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    return env | _ASKS_NOTHING if quiet else env


def _bounded(
    command: Sequence[str], stdin: bytes, env: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a session of its own, and end all of it when its time is over.

    Without a controlling terminal neither ssh nor a credential helper can ask anything. Errors go
    to a file: a connection that ssh keeps open for later would keep a pipe open as well.
    """
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=dict(env),
            start_new_session=True,
        ) as process,
    ):
        try:
            out, _ = process.communicate(stdin, timeout=seconds)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        said.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, out, said.read())
