"""Find the user's shell, and the program that the hook is to call."""

from __future__ import annotations

import os
import shutil
import sys
from os.path import basename, dirname, join
from typing import TYPE_CHECKING

from valuecheck.config.paths import APP
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import PATH_SHOWN, quoted
from valuecheck.shell.run import output
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Folders in which uvx and `pipx run` make an environment that they clean away some day.
_CACHES = ("archive-v0", "environments-v2", "pipx/.cache", ".cache/pipx")


def current_shell(environ: Mapping[str, str], ancestors: Iterable[str]) -> Shell:
    """The shell that the user types in: the nearest of `ancestors`, else `$SHELL`.

    `ancestors` are names of processes from the parent upwards. Raises UsageError.
    """
    for name in (*ancestors, basename(environ.get("SHELL", ""))):
        if name.lstrip("-") in frozenset(Shell):
            return Shell(name.lstrip("-"))
    problem = "no shell that has a hook was found"
    raise UsageError(problem, f"name one of {', '.join(Shell)}")


def ancestors() -> Iterator[str]:
    """The names of the processes above this one, from the parent upwards."""
    pid = os.getppid()
    while pid > 0 and (found := _process(pid)):
        name, pid = found
        yield name


def program(argv0: str) -> str:
    """The absolute path of the program that the hook is to call. Raises ValuecheckError.

    A link is kept as it is: package managers move what it names with every upgrade.
    """
    beside = join(dirname(sys.executable), APP)
    for path in (os.path.abspath(argv0), shutil.which(APP), beside):
        if path and basename(path) == APP and os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    problem = "the program valuecheck is not on this machine's PATH"
    raise ValuecheckError(problem, "install it with pipx or uv, then try again")


def lasting_program(argv0: str) -> str:
    """The same, unless it is in a cache, with which a hook would fall silent.

    Raises ValuecheckError.
    """
    path = program(argv0)
    if any(f"/{folder}/" in path for folder in _CACHES):
        problem = f"{quoted(path, PATH_SHOWN)} is in a cache, which is cleaned some day"
        remedy = "install the program first, with 'uv tool install' or 'pipx install'"
        raise ValuecheckError(problem, remedy)
    return path


def _process(pid: int) -> tuple[str, int] | None:
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            name, _, rest = file.read().partition("(")[2].rpartition(")")
        return name, int(rest.split()[1])
    except OSError:
        shown = output(["ps", "-o", "ppid=,comm=", "-p", str(pid)], os.environ)
    parent, _, name = shown.strip().partition(" ")
    return (basename(name.strip()), int(parent)) if name else None
