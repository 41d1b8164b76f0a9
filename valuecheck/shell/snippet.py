"""The text of a hook: the snippet in its shell's language, with paths and a header filled in."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from valuecheck.config.paths import Paths
    from valuecheck.shell.shells import Shell

# Raised with every change of a hook: files of an earlier version renew themselves.
HOOK_VERSION = 4

_HEADER = re.compile(rb"# valuecheck hook for \w+, version (\d{1,9}), ([0-9a-f]{16}): [^\n]*\n")


class SnippetHeader(NamedTuple):
    """The header of a hook file: its version, and whether the file is unchanged since."""

    version: int
    unmodified: bool


def render(shell: Shell, paths: Paths, program: str) -> bytes:
    """The hook for `shell`, which reads the stamp in `paths` and calls `program` for them."""
    template = (files("valuecheck.shell.shells") / f"hook.{shell}").read_text(encoding="utf-8")
    quoted = shell.facts.quoted
    values = {
        "@STAMP@": quoted(paths.next_due),
        "@BIN@": quoted(program),
        # An editor's terminal may name other folders: the question is always for this store.
        "@FOLDERS@": " ".join(map(quoted, paths)),
    }
    text = re.sub("|".join(values), lambda match: values[match[0]], template)
    body = encoded(text)
    head = f"# valuecheck hook for {shell}, version {HOOK_VERSION}, {_digest(body)}: "
    return encoded(head + "renewed by valuecheck unless you edit it.\n") + body


def header(text: bytes) -> SnippetHeader | None:
    """The header of a hook file, None if the text does not begin with one."""
    match = _HEADER.match(text)
    if not match:
        return None
    return SnippetHeader(int(match[1]), _digest(text[match.end() :]).encode() == match[2])


def encoded(text: str) -> bytes:
    """`text` as bytes for a shell; a path that is no UTF-8 becomes what it was on disk."""
    return text.encode("utf-8", "surrogateescape")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
