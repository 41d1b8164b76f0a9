"""nushell 0.112 and later."""

from __future__ import annotations

from os.path import join

from valuecheck.shell.facts import ShellFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.shell.facts import Places


class Nu(ShellFacts):
    """Loads every file in `autoload` itself."""

    name = "nu"
    remark = "It needs nushell 0.112 or later; an older one stays silent."

    def hook_file(self, places: Places) -> str:
        """A file in `autoload`."""
        return join(_autoload(places), "valuecheck.nu")

    def completion_file(self, places: Places) -> str:
        """Another file beside it."""
        return join(_autoload(places), "valuecheck-completion.nu")

    def exported(self, name: str, value: str) -> str:
        """In `$env`."""
        return f"$env.{name} = {self.quoted(value)}"

    def unset(self, name: str) -> str:
        """From `$env`."""
        return f"hide-env {name}"

    def quoted(self, path: str) -> str:
        """In double quotes, in which the backslash escapes."""
        return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _autoload(places: Places) -> str:
    """The folder whose files nushell loads."""
    folder = join(places.config_home, "nushell")
    if places.platform == "darwin" and not places.environ.get("XDG_CONFIG_HOME"):
        folder = join(places.home, "Library", "Application Support", "nushell")
    return join(folder, "autoload")
