"""fish 3.0 and later; from 3.5 on its prompts cost a fork less."""

from __future__ import annotations

from os.path import join

from valuecheck.shell.facts import ShellFacts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.shell.facts import Places


class Fish(ShellFacts):
    """Loads every file in `conf.d` itself."""

    name = "fish"

    def hook_file(self, places: Places) -> str:
        """A file in `conf.d`."""
        return join(places.config_home, "fish", "conf.d", "valuecheck.fish")

    def completion_file(self, places: Places) -> str:
        """A file in `completions`."""
        return join(places.config_home, "fish", "completions", "valuecheck.fish")

    def exported(self, name: str, value: str) -> str:
        """With `set`; `export` is a function that a user may have replaced."""
        return f"set -gx {name} {self.quoted(value)}"

    def unset(self, name: str) -> str:
        """With `set`, because fish has no `unset`."""
        return f"set -e {name}"

    def quoted(self, path: str) -> str:
        """In quotes in which the backslash escapes."""
        return "'" + path.replace("\\", "\\\\").replace("'", "\\'") + "'"
