"""Sync over ssh, with a server of our own on the loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.sync import sshd
from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.sync.conftest import Machine


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address prefix at an sshd with a key, a port and a folder of its own."""
    if sshd.is_missing():
        pytest.skip("no sshd, ssh or git here")
    with sshd.running(tmp_path / "ssh") as server:
        monkeypatch.setenv("GIT_SSH_COMMAND", server.command)
        yield server.address


def test_two_machines_meet_over_ssh(
    ssh: str, machine: Callable[[str], Machine], repository: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "over the wire")
    a.ok("sync", "setup", f"{ssh}{repository}", "--no-auto")
    b.ok("sync", "join", f"{ssh}{repository}", "--no-auto", "--key-file", str(a.home / "sync.key"))
    b.ok("ask", "--day", "yesterday", "3")
    b.ok("sync")
    a.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 2


def test_an_unknown_host_and_a_refused_key_are_said(
    ssh: str,
    machine: Callable[[str], Machine],
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a = machine("a")
    known = os.environ["GIT_SSH_COMMAND"]
    monkeypatch.setenv("GIT_SSH_COMMAND", known.replace("/known", "/nobody-known"))
    failed = a("sync", "setup", f"{ssh}{repository}", "--no-auto")
    assert "its host key is unknown; connect once with ssh by hand" in failed.err
    monkeypatch.setenv("GIT_SSH_COMMAND", known)
    (tmp_path / "ssh" / "authorized").write_text("")
    failed = a("sync", "setup", f"{ssh}{repository}", "--no-auto")
    assert "it grants no access" in failed.err


@pytest.mark.parametrize("how", [None, "ssh -F none"])
def test_a_missing_ssh_is_said(
    machine: Callable[[str], Machine],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    how: str | None,
) -> None:
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    if how:
        monkeypatch.setenv("GIT_SSH_COMMAND", how)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("git", "sh"):
        programs.joinpath(name).symlink_to(shutil.which(name) or pytest.skip(f"no {name} here"))
    monkeypatch.setenv("PATH", str(programs))
    failed = machine("a")("sync", "setup", "ssh://nobody@127.0.0.1/diary.git", "--no-auto")
    assert "ssh is not installed; install OpenSSH's client, or use another address" in failed.err
    assert failed.code == 1


def test_what_ssh_would_ask_appears_in_no_automatic_run(
    ssh: str,
    machine: Callable[[str], Machine],
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a = machine("a")
    a.ok("4")
    a.ok("sync", "setup", f"{ssh}{repository}", "--no-auto")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.setenv("VALUECHECK_HOME", str(a.home))
    key = ["ssh-keygen", "-q", "-p", "-P", "", "-N", "a secret", "-f", f"{tmp_path}/ssh/user"]
    subprocess.run(key, check=True)
    assert_asks_nothing(ssh, "passphrase", "ssh-add knows your key")
    (tmp_path / "ssh" / "known").unlink()
    assert_asks_nothing(ssh, "yes/no", "its host key is unknown")


def assert_asks_nothing(ssh: str, question: str, reason: str) -> None:
    """A sync by itself shows nothing on its terminal, one by hand the reason."""
    # ssh itself asks: so a question would be seen.
    host, _, port = ssh.removeprefix("ssh://").rpartition(":")
    command = [*os.environ["GIT_SSH_COMMAND"].split(), "-p", port, host, "true"]
    with Terminal(*command) as terminal:
        terminal.wait_for(question)
    with Terminal(*PROGRAM, "sync", "--quiet") as terminal:
        assert terminal.end() == 0
        assert terminal.raw == b""
    with Terminal(*PROGRAM, "sync") as terminal:
        assert terminal.end() == 1
        assert question not in terminal.text
        assert reason in " ".join(terminal.text.split())
