"""zsh 5.0 and later."""

from __future__ import annotations

from os.path import isabs, join

from valuecheck.shell.facts import ShellFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.shell.facts import Places


class Zsh(ShellFacts):
    """Reads `.zshrc` in every interactive shell."""

    name = "zsh"

    def rc_files(self, places: Places) -> tuple[str, ...]:
        """`.zshrc` in the folder that zsh takes it from."""
        return (join(_folder(places), ".zshrc"),)

    def completion_loader(self, file: str) -> str:
        """There is no completion to add to before zsh's compinit."""
        return super().completion_loader(file).replace("if [", "if (( $+functions[compdef] )) && [")

    def printable(self, text: bytes) -> bytes:
        """In a function without a name."""
        return b"() {\n" + text + b"}\n"


def _folder(places: Places) -> str:
    """`$ZDOTDIR`, which many set in `.zshenv` without exporting it, so that zsh has to be asked."""
    from valuecheck.shell.run import output

    if folder := places.environ.get("ZDOTDIR"):
        return folder
    printed = output(["zsh", "-c", 'print -r -- "${ZDOTDIR-}"'], places.environ)
    folder = printed.rstrip("\n").rpartition("\n")[2]
    return folder if isabs(folder) else places.home
