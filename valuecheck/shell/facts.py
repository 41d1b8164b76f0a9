"""The facts in which shells differ: a class for each, beside its hook."""

from __future__ import annotations

from os.path import expanduser, isabs, join

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.config.paths import Paths


class Places(NamedTuple):
    """Where a user's files are: our own folders, and what the environment says of others."""

    paths: Paths
    environ: Mapping[str, str]
    platform: str

    @property
    def home(self) -> str:
        """The user's home folder."""
        return home_of(self.environ)

    @property
    def config_home(self) -> str:
        """The folder of the user's configuration files, by the XDG specification."""
        folder = self.environ.get("XDG_CONFIG_HOME", "")
        return folder if isabs(folder) else join(self.home, ".config")


def home_of(environ: Mapping[str, str]) -> str:
    """Return the user's home folder."""
    return environ.get("HOME") or expanduser("~")


class ShellFacts:
    """The facts of one shell; these are those of a shell like sh.

    `sessions` are the options with which terminals start it: as a login shell too, as tmux, ssh
    and macOS do. `remark` is what a user needs to know after installing.
    """

    name = ""
    sessions: tuple[tuple[str, ...], ...] = (("-i",), ("-l", "-i"))
    remark = ""

    def hook_file(self, places: Places) -> str:
        """The file that holds the hook: our own, unless the shell loads another one itself."""
        return join(places.paths.state, f"hook.{self.name}")

    def completion_file(self, places: Places) -> str:
        """The file that holds the completion: our own, unless the shell loads another one."""
        return join(places.paths.state, f"completion.{self.name}")

    def rc_files(self, places: Places) -> tuple[str, ...]:  # noqa: ARG002
        """The files that are to load the hook file: none where the shell does so itself."""
        return ()

    def cleared(self, places: Places) -> tuple[str, ...]:
        """The files that uninstalling clears, the most usual one first."""
        return self.rc_files(places)

    def login_file(self, places: Places) -> str | None:  # noqa: ARG002
        """The file that a login shell reads instead of the first of `rc_files`, if there is one."""
        return None

    def loader(self, file: str) -> str:
        """The line that loads the hook `file` from an rc file.

        It is silent and successful if the file is gone, and its comment swallows the carriage
        return of a file with Windows line ends.
        """
        name = self.quoted(file)
        return f"if [ -r {name} ]; then . {name}; fi # asks once a day"

    def completion_loader(self, file: str) -> str:
        """The line that loads the completion `file` from an rc file."""
        name = self.quoted(file)
        return f"if [ -r {name} ]; then . {name}; fi # Tab completes valuecheck"

    def quoted(self, path: str) -> str:
        """`path` as one literal word, whatever characters it has."""
        return "'" + path.replace("'", "'\\''") + "'"

    def exported(self, name: str, value: str) -> str:
        """The command that sets a variable for the shell and all that it starts."""
        return f"export {name}={self.quoted(value)}"

    def unset(self, name: str) -> str:
        """The command that takes a variable away."""
        return f"unset {name}"

    def printable(self, text: bytes) -> bytes:
        """The hook `text` to paste or `eval`: its `return` ends nothing but itself."""
        return text
