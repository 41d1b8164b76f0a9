"""The text of a hook: the snippet in its shell's language, with paths and a header filled in."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import NamedTuple

from valuecheck.shell.hookfile import HOOK_VERSION, Shell

_HEADER = re.compile(rb"# valuecheck hook for \w+, version (\d{1,9}), ([0-9a-f]{16}): [^\n]*\n")


class Header(NamedTuple):
    """The header of a hook file: its version, and whether the file is unchanged since."""

    version: int
    unmodified: bool


def render(shell: Shell, stamp: str, program: str) -> bytes:
    """The hook for `shell`, which reads the stamp file and calls the program at these paths."""
    template = (files(__package__) / "hooks" / f"hook.{shell}").read_text(encoding="utf-8")
    values = {"@STAMP@": quoted(stamp, shell), "@BIN@": quoted(program, shell)}
    text = re.sub("@STAMP@|@BIN@", lambda match: values[match[0]], template)
    body = encoded(text)
    head = f"# valuecheck hook for {shell}, version {HOOK_VERSION}, {_digest(body)}: "
    return encoded(head + "renewed by valuecheck unless you edit it.\n") + body


def printable(shell: Shell, text: bytes) -> bytes:
    """The hook `text` to paste or `eval`: its `return` ends nothing but itself."""
    if shell is Shell.BASH:
        return b"__vc_hook() {\n" + text + b"}\n__vc_hook\nunset -f __vc_hook\n"
    return b"() {\n" + text + b"}\n" if shell is Shell.ZSH else text


def header(text: bytes) -> Header | None:
    """The header of a hook file, None if the text does not begin with one."""
    match = _HEADER.match(text)
    if not match:
        return None
    return Header(int(match[1]), _digest(text[match.end() :]).encode() == match[2])


def quoted(path: str, shell: Shell) -> str:
    """Return `path` as one literal word of `shell`, for all characters."""
    if shell is Shell.NU:
        return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if shell is Shell.FISH:
        return "'" + path.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return "'" + path.replace("'", "'\\''") + "'"


def encoded(text: str) -> bytes:
    """`text` as bytes for a shell; a path that is no UTF-8 becomes what it was on disk."""
    return text.encode("utf-8", "surrogateescape")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
