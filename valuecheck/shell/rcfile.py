"""Insert, find and remove the marked block in an rc file."""

from __future__ import annotations

import re
from typing import NamedTuple


class Marks(NamedTuple):
    """The lines around a block, and what finds a whole one."""

    begin: bytes
    end: bytes
    block: re.Pattern[bytes]


def _marks(name: bytes) -> Marks:
    begin, end = b"# >>> valuecheck %b >>>" % name, b"# <<< valuecheck %b <<<" % name
    # A mark that begins a block twice has lost its end: the lines after it are the user's.
    block = rb"^%b(\r?\n)(?:(?!%b).*\n)*?%b[^\n]*(?:\n|\Z)"
    words = (re.escape(begin), re.escape(begin), re.escape(end))
    return Marks(begin, end, re.compile(block % words, re.MULTILINE))


_ANY_BEGIN = b"# >>> valuecheck "
HOOK = _marks(b"hook")
COMPLETION = _marks(b"completion")


def has_block(text: bytes, marks: Marks = HOOK) -> bool:
    """Return whether `text` has a whole block with these marks."""
    return bool(marks.block.search(text))


def with_block(text: bytes | None, line: bytes, marks: Marks = HOOK) -> bytes:
    """`text` (None: no such file) with one block that holds `line`, where it was or at the end.

    Line ends follow the text's own. The block begins with a line break that `without_block`
    takes away again, so that it also knows of a last line without one; a file that is nothing
    but the block was made by us.
    """
    match = marks.block.search(text or b"")
    windows = match[1] == b"\r\n" if match else b"\r\n" in (text or b"")
    newline = b"\r\n" if windows else b"\n"
    block = newline.join([marks.begin, line, marks.end, b""])
    if text is None:
        return block
    if not match:
        return text + newline + block
    return text[: match.start()] + block + marks.block.sub(b"", text[match.end() :])


def without_block(text: bytes, marks: Marks = HOOK) -> bytes | None:
    """`text` as it was before `with_block`; None if there was no such file."""
    while match := marks.block.search(text):
        before, after = text[: match.start()], text[match.end() :]
        if not before and not after:
            return None
        begins_file = not before
        before = before.removesuffix(match[1])
        if after.startswith(match[1] + _ANY_BEGIN):
            # Our other block, with the line break before it that is its own. In a file that this
            # block made, the other one has made it now.
            text = before + (after.removeprefix(match[1]) if begins_file else after)
            continue
        # What was added below the block stays a line of its own.
        joint = match[1] if before and after and not before.endswith(b"\n") else b""
        text = before + joint + after
    return text
