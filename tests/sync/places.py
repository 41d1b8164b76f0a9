"""A bare repository or a folder as a remote, and strange things that others put there."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put(place: Path, path: str, content: bytes | None) -> None:
    """Write a file to a remote as somebody else, or remove it; a repository gets a commit."""
    if not (place / "objects").exists():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            (place / path).unlink()
        else:
            (place / path).write_bytes(content)
        return
    known = subprocess.run(
        ["git", "-C", str(place), "rev-parse", "-q", "--verify", "valuecheck"],
        capture_output=True,
        check=False,
    )
    stream = b"commit refs/heads/valuecheck\ncommitter x <x@example.org> now\ndata 1\nx\n"
    stream += b"from refs/heads/valuecheck^0\n" if known.returncode == 0 else b""
    name = json.dumps(path).encode()
    if content is None:
        stream += b"D %b\n" % name
    else:
        stream += b"M 100644 inline %b\ndata %d\n%b\n" % (name, len(content), content)
    command = ["git", "-C", str(place), "fast-import", "--quiet", "--date-format=now"]
    subprocess.run(command, input=stream, check=True)


def paths_in(place: Path) -> list[str]:
    """The files of a remote."""
    if not (place / "objects").exists():
        return [path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()]
    listed = subprocess.run(
        ["git", "-C", str(place), "ls-tree", "-r", "--name-only", "valuecheck"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return listed.stdout.split()


def everything_in(place: Path) -> bytes:
    """All that is stored at a remote; git's objects unpacked."""
    if not (place / "objects").exists():
        return b"".join(path.read_bytes() for path in place.rglob("*") if path.is_file())
    listed = subprocess.run(
        ["git", "-C", str(place), "cat-file", "--batch-all-objects", "--batch"],
        capture_output=True, check=True,
    )  # fmt: skip
    return listed.stdout
