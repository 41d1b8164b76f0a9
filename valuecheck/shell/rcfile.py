"""Insert, find and remove the marked block in an rc file."""

from __future__ import annotations

import re

_BEGIN = b"# >>> valuecheck hook >>>"
_END = b"# <<< valuecheck hook <<<"
# A mark that begins a block twice has lost its end: the lines after it are the user's.
_BLOCK = re.compile(
    rb"^%b(\r?\n)(?:(?!%b).*\n)*?%b[^\n]*(?:\n|\Z)"
    % (re.escape(_BEGIN), re.escape(_BEGIN), re.escape(_END)),
    re.MULTILINE,
)


def has_block(text: bytes) -> bool:
    """Return whether `text` has a whole block of ours."""
    return bool(_BLOCK.search(text))


def with_block(text: bytes | None, line: bytes) -> bytes:
    """`text` (None: no such file) with one block that holds `line`, where it was or at the end.

    Line ends follow the text's own. The block begins with a line break that `without_block`
    takes away again, so that it also knows of a last line without one; a file that is nothing
    but the block was made by us.
    """
    match = _BLOCK.search(text or b"")
    windows = match[1] == b"\r\n" if match else b"\r\n" in (text or b"")
    newline = b"\r\n" if windows else b"\n"
    block = newline.join([_BEGIN, line, _END, b""])
    if text is None:
        return block
    if not match:
        return text + newline + block
    return text[: match.start()] + block + _BLOCK.sub(b"", text[match.end() :])


def without_block(text: bytes) -> bytes | None:
    """`text` as it was before `with_block`; None if there was no such file."""
    while match := _BLOCK.search(text):
        before, after = text[: match.start()], text[match.end() :]
        if not before and not after:
            return None
        before = before.removesuffix(match[1])
        # What was added below the block stays a line of its own.
        joint = match[1] if before and after and not before.endswith(b"\n") else b""
        text = before + joint + after
    return text
