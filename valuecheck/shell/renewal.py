"""Bring a hook's file up to date after an answer, and know whether there is one."""

from __future__ import annotations

import os.path
import sys

from valuecheck.core.errors import ValuecheckError
from valuecheck.shell import discovery, rc_write, snippet
from valuecheck.shell.facts import Places
from valuecheck.shell.shells import Shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths


def is_installed(paths: Paths, environ: Mapping[str, str]) -> bool:
    """Return whether any shell has a file with a hook."""
    places = Places(paths, environ, sys.platform)
    return any(os.path.exists(shell.facts.hook_file(places)) for shell in Shell)


def renew(name: str, paths: Paths, environ: Mapping[str, str], argv0: str) -> str | None:
    """Bring the hook file of the shell `name` up to date if an earlier version wrote it.

    Returns a sentence if it is left alone because somebody edited it. Raises nothing: the next
    answer tries again.
    """
    try:
        shell = Shell(name)
        path = shell.facts.hook_file(Places(paths, environ, sys.platform))
        text = rc_write.read(path)
        header = snippet.header(text or b"")
        if text is None or (header and header.version >= snippet.HOOK_VERSION):
            return None
        if not header or not header.unmodified:
            return (
                f"the hook in {path} is edited by hand and older than this valuecheck; "
                f"'valuecheck hook install {shell}' replaces it."
            )
        rc_write.replace(path, snippet.render(shell, paths, discovery.lasting_program(argv0)))
    except (OSError, ValueError, ValuecheckError):
        return None
    return None
