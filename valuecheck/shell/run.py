"""Run a command of the system for what it prints."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def output(command: list[str], environ: Mapping[str, str]) -> str:
    """Return what `command` prints, empty if it cannot be run or takes more than two seconds."""
    try:
        ran = subprocess.run(  # noqa: S603
            command,
            check=False,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=2,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return os.fsdecode(ran.stdout)
