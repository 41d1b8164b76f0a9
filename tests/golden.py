"""Golden files: output as it was when a developer last looked at it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Read here, because tests run without any of the program's variables.
_RENEW = os.environ.get("VALUECHECK_GOLDEN") == "write"


def kept(golden: Path, drawn: str) -> str:
    """The text of the file `golden`; VALUECHECK_GOLDEN=write puts `drawn` into it first."""
    if _RENEW:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(drawn.encode())
    return golden.read_bytes().decode()
