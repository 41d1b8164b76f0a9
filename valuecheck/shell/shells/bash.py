"""bash 3.2 and later."""

from __future__ import annotations

import os.path
from os.path import join

from valuecheck.shell.facts import ShellFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.shell.facts import Places


class Bash(ShellFacts):
    """A login shell reads only the first of its login files, and `.bashrc` only if that does."""

    name = "bash"

    def rc_files(self, places: Places) -> tuple[str, ...]:
        """On macOS, whose terminals open login shells, a login file as well."""
        bashrc = join(places.home, ".bashrc")
        if places.platform != "darwin":
            return (bashrc,)
        login = self.login_file(places)
        return (bashrc, login) if login else (bashrc,)

    def cleared(self, places: Places) -> tuple[str, ...]:
        """`.bashrc` and every login file."""
        return (join(places.home, ".bashrc"), *_login_files(places))

    def login_file(self, places: Places) -> str | None:
        """The login file that is read, or would be; None if it mentions `.bashrc` itself."""
        files = _login_files(places)
        read = next(filter(os.path.exists, files), files[0])
        return None if _mentions(read, b".bashrc") else read

    def loader(self, file: str) -> str:
        """It says so if `.profile` is read by another shell."""
        return super().loader(file).replace("if [", 'if [ -n "${BASH_VERSION-}" ] && [', 1)

    def completion_loader(self, file: str) -> str:
        """It says so if `.profile` is read by another shell."""
        return (
            super().completion_loader(file).replace("if [", 'if [ -n "${BASH_VERSION-}" ] && [', 1)
        )

    def printable(self, text: bytes) -> bytes:
        """In a function of its own, which is gone afterwards."""
        return b"__vc_hook() {\n" + text + b"}\n__vc_hook\nunset -f __vc_hook\n"


def _login_files(places: Places) -> tuple[str, ...]:
    """The login files in the order in which bash looks for them."""
    names = (".bash_profile", ".bash_login", ".profile")
    return tuple(join(places.home, name) for name in names)


def _mentions(path: str, words: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return words in file.read()
    except OSError:
        return False
