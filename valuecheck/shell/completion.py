"""Where a shell's completion belongs, so that it is installed and removed as a hook is."""

from __future__ import annotations

import sys
from os.path import dirname, join
from typing import TYPE_CHECKING

from valuecheck.shell import discovery, rcfile, snippet
from valuecheck.shell.hookfile import Shell, hook_file
from valuecheck.shell.install import Hook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths


def completion_of(
    shell: Shell,
    paths: Paths,
    text: str,
    environ: Mapping[str, str],
    platform: str = sys.platform,
) -> Hook:
    """The completion `text` as `shell` should have it here."""
    rc_files = discovery.rc_files(shell, environ, platform)
    others = discovery.bash_files(environ) if shell is Shell.BASH else ()
    file = completion_file(shell, paths, environ, platform)
    return Hook(
        shell=shell,
        file=file,
        text=snippet.encoded(text),
        loader=snippet.encoded(_loader(shell, file)),
        rc_files=rc_files,
        cleared=tuple(dict.fromkeys((*rc_files, *others))),
        marks=rcfile.COMPLETION,
    )


def completion_file(
    shell: Shell, paths: Paths, environ: Mapping[str, str], platform: str = sys.platform
) -> str:
    """The file that holds it: one that fish or nu loads itself, our own for bash and zsh."""
    beside_hook = dirname(hook_file(shell, paths, environ, platform))
    if shell is Shell.FISH:
        return join(dirname(beside_hook), "completions", "valuecheck.fish")
    if shell is Shell.NU:
        return join(beside_hook, "valuecheck-completion.nu")
    return join(paths.state, f"completion.{shell}")


def _loader(shell: Shell, file: str) -> str:
    """The line for the rc file; zsh has no completion to add to before its compinit."""
    name = snippet.quoted(file, shell)
    test = '[ -n "${BASH_VERSION-}" ]' if shell is Shell.BASH else "(( $+functions[compdef] ))"
    return f"if {test} && [ -r {name} ]; then . {name}; fi # Tab completes valuecheck"
