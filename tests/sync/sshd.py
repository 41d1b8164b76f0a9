"""An ssh server of our own on the loopback."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tests.terminal import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Server(NamedTuple):
    """A running sshd: what its addresses begin with, and the ssh that it lets in."""

    address: str
    command: str


def is_missing() -> bool:
    """Return whether there is no sshd, ssh or git here."""
    return None in (_daemon(), shutil.which("ssh"), shutil.which("git"))


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start an sshd with a key, a port and a folder of its own, and stop it in the end."""
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True
        )
    shutil.copy(folder / "user.pub", folder / "authorized")
    port = _free_port()
    server = _started(folder, port)
    try:
        _wait_for(port)
        host_key = (folder / "host.pub").read_text().split()[:2]
        (folder / "known").write_text(f"[127.0.0.1]:{port} {' '.join(host_key)}\n")
        yield Server(
            f"ssh://{getpass.getuser()}@127.0.0.1:{port}",
            f"ssh -F none -i {folder}/user -o UserKnownHostsFile={folder}/known",
        )
    finally:
        server.terminate()
        server.wait()


def _daemon() -> str | None:
    return shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _started(folder: Path, port: int) -> subprocess.Popen[bytes]:
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        # The usual one takes longer.
        "KexAlgorithms curve25519-sha256\n"
        # A shell reads its files even for a command: not those of whoever runs this.
        f"SetEnv HOME={folder}\n"
    )
    # Where Debian's service has not made it yet.
    if os.getuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    # From 9.8 on it refuses for a while whoever failed to log in.
    patient = ["-o", "PerSourcePenalties=no"]
    command = [str(_daemon()), "-f", str(folder / "config")]
    known = subprocess.run([*command, *patient, "-t"], capture_output=True, check=False)
    options = patient if known.returncode == 0 else []
    return subprocess.Popen([*command, *options, "-D", "-e"], stderr=subprocess.DEVNULL)


def _wait_for(port: int) -> None:
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    problem = "sshd did not start"
    raise TimeoutError(problem)
