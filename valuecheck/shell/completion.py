"""Where a shell's completion belongs, so that it is installed and removed as a hook is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.shell import rcfile, snippet
from valuecheck.shell.facts import Places
from valuecheck.shell.install import Hook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths
    from valuecheck.shell.shells import Shell


def completion_of(
    shell: Shell,
    paths: Paths,
    text: str,
    environ: Mapping[str, str],
    platform: str = sys.platform,
) -> Hook:
    """The completion `text` as `shell` should have it here."""
    places = Places(paths, environ, platform)
    facts = shell.facts
    file = facts.completion_file(places)
    rc_files = facts.rc_files(places)
    return Hook(
        shell=shell,
        file=file,
        text=snippet.encoded(text),
        loader=snippet.encoded(facts.completion_loader(file)),
        rc_files=rc_files,
        cleared=tuple(dict.fromkeys((*rc_files, *facts.cleared(places)))),
        marks=rcfile.COMPLETION,
    )
