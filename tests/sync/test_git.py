"""Peculiar to git: what is kept of a remote here, and what hosts and settings do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.sync.conftest import Machine, later
from tests.sync.places import everything_in, put
from valuecheck.sync import git, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def pair(machine: Callable[[str], Machine], repository: Path) -> tuple[Machine, Machine]:
    """Two machines that sync readably through a repository."""
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(repository), "--no-auto", "--plain")
    b.ok("sync", "join", str(repository), "--no-auto", "--plain")
    return a, b


def git_says(*words: str | Path) -> str:
    """Run git, and return what it prints."""
    done = subprocess.run(["git", *map(str, words)], capture_output=True, text=True, check=True)
    return done.stdout


def test_what_is_forgotten_is_in_no_machines_repository_either(
    pair: tuple[Machine, Machine],
) -> None:
    a, b = pair
    a.ok("ask", "--day", "yesterday", "2", "a secret")
    a.ok("sync")
    b.ok("sync")
    kept = [each.home / "state" / "sync.git" for each in pair]
    assert all(b"a secret" in everything_in(each) for each in kept)
    a.ok("sync", "forget", "last", "--yes", now=later(1))
    b.ok("sync", now=later(2))
    a.ok("sync", now=later(3))
    assert not any(b"a secret" in everything_in(each) for each in kept if each.exists())


def test_the_branch_begins_anew_after_many_commits(
    pair: tuple[Machine, Machine], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = pair
    monkeypatch.setattr(git, "SQUASH_AFTER", 4)
    lengths = []
    for number in range(8):
        each = pair[number % 2]
        each.ok("ask", "--day", "2026-11-02", "3", f"number {number}", now=later(number))
        each.ok("sync", now=later(number))
        lengths.append(int(git_says("-C", repository, "rev-list", "--count", "valuecheck")))
    assert max(lengths) == 4
    assert lengths.count(1) == 2
    a.ok("sync", now=later(9))
    b.ok("sync", now=later(9))
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 9


@pytest.mark.parametrize("damage", ["empty objects", "no HEAD", "lock", "no packs"])
def test_what_is_kept_of_a_remote_here_may_be_damaged(
    pair: tuple[Machine, Machine], damage: str
) -> None:
    a, b = pair
    b.ok("ask", "--day", "yesterday", "2", "by b")
    b.ok("sync")
    kept = a.home / "state" / "sync.git"
    if damage == "empty objects":
        for file in kept.glob("objects/??/*"):
            file.chmod(0o600)
            file.write_bytes(b"")
    elif damage == "no HEAD":
        (kept / "HEAD").unlink()
    elif damage == "lock":
        for name in ("fetched", "next"):
            (kept / "refs" / "valuecheck").mkdir(exist_ok=True)
            (kept / "refs" / "valuecheck" / f"{name}.lock").touch()
    else:
        for file in kept.glob("objects/??/*"):
            file.unlink()
    a.ok("ask", "--day", "2026-11-18", "2", "by a", now=later(1))
    assert "1 came, 1 went" in a.ok("sync", now=later(1))
    b.ok("sync", now=later(2))
    assert a.check_ins() == b.check_ins()


def test_other_files_of_the_branch_stay(pair: tuple[Machine, Machine], repository: Path) -> None:
    a, _ = pair
    put(repository, "my\nfile", b"mine")
    a.ok("ask", "--day", "yesterday", "2", now=later(1))
    a.ok("sync", now=later(1))
    a.ok("sync", "forget", "last", "--yes", now=later(2))
    assert '"my\\nfile"' in git_says("-C", repository, "ls-tree", "--name-only", "valuecheck")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://me:secret@host.example/x.git", "https://host.example/x.git"),
        ("https://ghp_token@host.example/x.git", "https://host.example/x.git"),
        ("ssh://me:secret@host.example/x.git", "ssh://me@host.example/x.git"),
        ("me@host.example:x.git", "me@host.example:x.git"),
    ],
)
def test_a_password_in_an_address_is_not_shown(
    machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch, address: str, shown: str
) -> None:
    # A protocol that git does not know here fails before any network.
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "none")
    a = machine("a")
    failed = a("sync", "setup", address, "--no-auto")
    assert f"cannot sync with {shown}:" in failed.err
    assert not {"secret", "ghp_token"} & set(failed.err.replace("@", " ").replace(":", " ").split())


def test_an_address_is_never_an_option(machine: Callable[[str], Machine], tmp_path: Path) -> None:
    made = tmp_path / "made"
    failed = machine("a")("sync", "setup", "--no-auto", "--", f"--upload-pack=touch {made};:x")
    assert "there is no folder" in failed.err
    assert not os.path.exists(made)


def test_a_branch_that_is_protected_is_said_and_nothing_is_lost(
    pair: tuple[Machine, Machine], repository: Path
) -> None:
    a, b = pair
    hook = repository / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n")
    hook.chmod(0o755)
    a.ok("ask", "--day", "yesterday", "2", "meanwhile")
    failed = a("sync")
    assert failed.code == 1
    assert "it refuses what is sent; allow pushes to the branch valuecheck there" in failed.err
    assert "1 change to send" in a.ok("sync", "status")
    hook.unlink()
    a.ok("sync")
    b.ok("sync")
    assert a.check_ins() == b.check_ins()


def test_a_git_that_is_too_old_is_said(
    machine: Callable[[str], Machine],
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = tmp_path / "old" / "git"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho git version 2.20.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(old.parent), prepend=os.pathsep)
    failed = machine("a")("sync", "setup", str(repository), "--no-auto")
    assert "git 2.20.1 is too old to sync with; install git 2.25 or later" in failed.err


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[int]]]:
    """The address of a host that answers each request with the status in a list."""
    status = [401]

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status[0])
            self.send_header("WWW-Authenticate", 'Basic realm="here"')
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/x.git", status
        server.shutdown()
        thread.join()


def test_a_host_that_wants_a_login_or_grants_nothing_is_said(
    machine: Callable[[str], Machine], web: tuple[str, list[int]]
) -> None:
    address, status = web
    failed = machine("a")("sync", "setup", address, "--no-auto")
    assert "it wants a login; set up git's credentials for it first" in failed.err
    status[0] = 403
    failed = machine("a")("sync", "setup", address, "--no-auto")
    assert "it grants no access; check your login and your rights there" in failed.err


def test_a_credential_helper_that_hangs_ends_with_its_sync(
    pair: tuple[Machine, Machine],
    web: tuple[str, list[int]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a, _ = pair
    helper = tmp_path / "helper"
    helper.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    helper.chmod(0o755)
    (tmp_path / ".gitconfig").write_text(f"[credential]\nhelper = {helper}\n")
    settings = a.home / "config.toml"
    remote = f'remote = "{web[0]}"'
    settings.write_text(re.sub("remote = .*", remote, settings.read_text()))
    # On a busy machine it takes longer until the helper is asked.
    for seconds in (1.0, 4.0, 16.0):
        monkeypatch.setattr(running, "QUIET_SECONDS", seconds)
        assert a("sync", "--quiet") == (0, "", "")
        if (tmp_path / "pid").exists():
            break
    assert "it does not answer in time; check the network" in a.ok("sync", "status")
    listed = ["ps", "-o", "stat=", "-p", (tmp_path / "pid").read_text().strip()]
    state = subprocess.run(listed, capture_output=True, text=True, check=False).stdout
    # A zombie is dead, whoever should have buried it.
    assert state.strip()[:1] in ("", "Z")


def test_a_connection_that_ssh_keeps_open_delays_nothing(
    pair: tuple[Machine, Machine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = pair
    program = tmp_path / "programs" / "git"
    program.parent.mkdir()
    # As ssh's ControlPersist does: it goes on in the background with the errors' stream.
    program.write_text(f'#!/bin/sh\nsleep 20 > /dev/null &\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setattr(running, "QUIET_SECONDS", 10.0)
    a("sync", "--quiet", now=later(1))
    assert "By itself" not in a.ok("sync", "status", now=later(1))
