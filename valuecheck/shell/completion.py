"""Where a shell's completion belongs, so that it is installed and removed as a hook is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.shell import rcfile, snippet
from valuecheck.shell.facts import Places
from valuecheck.shell.install import placed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths
    from valuecheck.shell.install import Hook
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
    file = shell.facts.completion_file(places)
    loader = shell.facts.completion_loader(file)
    return placed(shell, places, file, snippet.encoded(text), loader, rcfile.COMPLETION)
