"""Hook files as other versions of the program write them."""

from __future__ import annotations

import re


def hook_of_version(text: bytes, number: int) -> bytes:
    """The hook file `text` with another version in its first line."""
    return re.sub(rb", version \d+, ", b", version %d, " % number, text, count=1)
