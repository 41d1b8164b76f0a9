"""Say what uninstalling would remove, offer an export, ask, and remove it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from os.path import commonpath, dirname, exists, realpath
from typing import TYPE_CHECKING, NamedTuple

import typer

from valuecheck.actions import background, uninstall
from valuecheck.cli.support.arguments import confirm, is_interactive
from valuecheck.cli.support.installing import lines_of
from valuecheck.config.context import current_context
from valuecheck.config.installation import removing
from valuecheck.core.errors import ExitCode, UsageError
from valuecheck.core.text import PATH_SHOWN, quoted, say, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.actions.uninstall import Removal
    from valuecheck.config.paths import Paths


class UninstallOptions(NamedTuple):
    """The options: data as well, a file for an export before that, or none."""

    data: bool
    export: str | None
    no_export: bool

    def refuse_contradictions(self) -> None:
        """Raises UsageError."""
        if self.export is not None and self.no_export:
            problem = "--export and --no-export contradict each other"
            raise UsageError(problem, "give one of them")
        if not self.data and (self.export is not None or self.no_export):
            problem = "without --data your answers stay, and there is nothing to export"
            raise UsageError(problem, "add --data, or leave the option out")


def run(paths: Paths, wanted: UninstallOptions, *, yes: bool, dry_run: bool) -> None:
    """Uninstall. Raises UsageError where nobody can be asked, and ValuecheckError."""
    wanted.refuse_contradictions()
    removal = uninstall.plan(paths, os.environ, data=wanted.data)
    if removal.changes or removal.files:
        for line in _listed(removal, paths, data=wanted.data):
            say(visible(line), sys.stdout)
        if dry_run:
            return
        if wanted.data and exists(paths.store):
            _export(paths, wanted)
        count = len(removal.changes) + len(removal.files)
        if not confirm("Remove all this?", yes=yes, otherwise=f"{count} files would change"):
            return
        # Whatever goes on by itself would bring back what is removed.
        with background.none_running(paths):
            # The export may have lasted: what is there now counts.
            removal = uninstall.plan(paths, os.environ, data=wanted.data)
            uninstall.carry_out(removal, os.environ)
        say("✓ Removed", sys.stdout)
        if any(b"valuecheck hook" in (change.before or b"") for change in removal.changes):
            say("Terminals that are open keep the hook until you close them.", sys.stdout)
        for folder in uninstall.left_in(removal.folders):
            say(visible(f"Something else is in {folder}, which stays."), sys.stdout)
    else:
        say("Nothing is left to remove but the program.", sys.stdout)
    say("The program itself goes with:", sys.stdout)
    say(f"  {removing(sys.prefix)}", sys.stdout, breaks=False)


def _listed(removal: Removal, paths: Paths, *, data: bool) -> Iterator[str]:
    for change in removal.changes:
        yield from lines_of(change, change.path if change.after is None else "")
    named = {
        paths.store: "every answer",
        paths.settings: "your settings",
        paths.sync_key: "the key of your sync, without which nobody can read what is at the remote",
        paths.former_sync_keys: "the keys that you had before",
    }
    for path in (path for path in named if path in removal.files):
        yield f"delete {named[path]}: {path}"
    others = Counter(dirname(path) for path in removal.files if path not in named)
    for folder, count in sorted(others.items()):
        yield f"delete {count} {'file' if count == 1 else 'files'} in {folder}"
    if not data:
        kept = [path for path in named if exists(path)]
        if kept:
            yield f"Your answers, settings and keys stay: {', '.join(kept)}"
            yield "  --data removes them as well."


def _export(paths: Paths, wanted: UninstallOptions) -> None:
    """Write everything to a file first, unless the user wants none."""
    from valuecheck.cli.root import run as run_command

    file = wanted.export
    if file is None and not wanted.no_export:
        if not is_interactive():
            problem = "--data deletes every answer"
            raise UsageError(problem, "add --export FILE to keep a copy, or --no-export")
        name = f"valuecheck-{current_context().today.isoformat()}.jsonl"
        if typer.confirm(f"Write everything to {name} first?", default=True):
            file = name
    if file is None:
        return
    target = realpath(file)
    if any(commonpath((target, realpath(folder))) == realpath(folder) for folder in paths):
        problem = "the export would be deleted with the folder that it is in"
        raise UsageError(problem, "name a file elsewhere")
    if exists(file):
        problem = f"{quoted(file, PATH_SHOWN)} exists already"
        raise UsageError(problem, "name another file, or --no-export where that is your export")
    if code := run_command(["export", file]):
        raise typer.Exit(code)
    if not exists(file):
        raise typer.Exit(ExitCode.FAILED)
