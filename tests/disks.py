"""Disks that are really full."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def small_disk(folder: Path, kilobytes: int = 300) -> Iterator[None]:
    """A small file system at `folder`, where this test may make one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip(ELSEWHERE)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(file: Path, leave: int = 0) -> None:
    """Write to `file` until the disk is full, but for so many bytes."""
    with suppress(OSError), file.open("wb", buffering=0) as opened:
        while opened.write(bytes(1024)):
            pass
    with file.open("r+b") as opened:
        opened.truncate(max(0, file.stat().st_size - leave))
