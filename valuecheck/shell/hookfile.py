"""The file that holds a shell's hook, and its renewal: light, because each day passes through."""

from __future__ import annotations

import sys
from enum import StrEnum
from os.path import expanduser, isabs, join

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths

# Raised with every change of a snippet: files of an earlier version renew themselves.
HOOK_VERSION = 2


class Shell(StrEnum):
    """A shell that has a hook."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    NU = "nu"


def hook_file(
    shell: Shell, paths: Paths, environ: Mapping[str, str], platform: str = sys.platform
) -> str:
    """The file that holds the hook: our own for bash and zsh, one that fish or nu loads itself."""
    if shell is Shell.FISH:
        return join(_config_home(environ), "fish", "conf.d", "valuecheck.fish")
    if shell is Shell.NU:
        return join(_nu_folder(environ, platform), "autoload", "valuecheck.nu")
    return join(paths.state, f"hook.{shell}")


def renew(name: str, paths: Paths, environ: Mapping[str, str], argv0: str) -> str | None:
    """Bring the hook file of the shell `name` up to date if an earlier version wrote it.

    Raises nothing.

    One that was edited by hand is left alone, and only then there is something to say: the
    sentence returned. Where nothing is to be done this costs one read of one line.
    """
    try:
        shell = Shell(name)
        path = hook_file(shell, paths, environ)
        with open(path, "rb") as file:
            first_line = file.readline(200)
    except (OSError, ValueError):
        return None
    if f", version {HOOK_VERSION}, ".encode() in first_line:
        return None
    from valuecheck.shell.install import renew_outdated

    return renew_outdated(shell, path, paths.next_due, argv0)


def _nu_folder(environ: Mapping[str, str], platform: str) -> str:
    if platform == "darwin" and not environ.get("XDG_CONFIG_HOME"):
        return join(home_of(environ), "Library", "Application Support", "nushell")
    return join(_config_home(environ), "nushell")


def _config_home(environ: Mapping[str, str]) -> str:
    folder = environ.get("XDG_CONFIG_HOME", "")
    return folder if isabs(folder) else join(home_of(environ), ".config")


def home_of(environ: Mapping[str, str]) -> str:
    """The user's home folder."""
    return environ.get("HOME") or expanduser("~")
