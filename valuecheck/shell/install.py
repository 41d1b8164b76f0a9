"""Install the hook: make a plan that the user can read, then carry it out."""

from __future__ import annotations

import difflib
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import ValuecheckError
from valuecheck.shell import rc_write, rcfile, snippet
from valuecheck.shell.facts import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuecheck.config.paths import Paths
    from valuecheck.shell.shells import Shell


class State(StrEnum):
    """The states of a shell's hook."""

    NOT_INSTALLED = "not installed"
    CURRENT = "current"
    STALE = "stale"
    EDITED = "edited by hand"


class Hook(NamedTuple):
    """A shell's hook as it should be.

    `text` belongs into `file`; each of `rc_files` is to load it by the line `loader` (none for
    fish and nu, which load `file` themselves); `cleared` are the files that uninstalling clears.
    """

    shell: Shell
    file: str
    text: bytes
    loader: bytes
    rc_files: tuple[str, ...]
    cleared: tuple[str, ...]
    marks: rcfile.Marks = rcfile.HOOK


class FileChange(NamedTuple):
    """One file as it is and as it will be; None where there is or will be no file."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def verb(self) -> str:
        """The verb for the change of the file: create, change or delete."""
        if self.after is None:
            return "delete"
        return "create" if self.before is None else "change"

    @property
    def lines(self) -> Iterator[str]:
        """The lines that come and go, with `+ ` or `- ` in front."""
        old, new = (
            (text or b"").decode("utf-8", "replace").splitlines()
            for text in (self.before, self.after)
        )
        return (line for line in difflib.ndiff(old, new) if line[:2] in {"+ ", "- "})


def hook_of(
    shell: Shell,
    paths: Paths,
    program: str,
    environ: Mapping[str, str],
    platform: str = sys.platform,
) -> Hook:
    """The hook that `shell` should have here, calling `program`."""
    places = Places(paths, environ, platform)
    file, text = shell.facts.hook_file(places), snippet.render(shell, paths, program)
    return placed(shell, places, file, text, shell.facts.loader(file))


def placed(
    shell: Shell,
    places: Places,
    file: str,
    text: bytes,
    loader: str,
    marks: rcfile.Marks = rcfile.HOOK,
) -> Hook:
    """Return `text` in `file` as a hook that the rc files of `shell` load by `loader`."""
    rc_files = shell.facts.rc_files(places)
    # Two names of one file are one: a login file may be a link to the rc file.
    by_file: dict[str, str] = {}
    for path in (*rc_files, *shell.facts.cleared(places)):
        by_file.setdefault(os.path.realpath(path), path)
    return Hook(
        shell=shell,
        file=file,
        text=text,
        loader=snippet.encoded(loader),
        rc_files=rc_files,
        cleared=tuple(by_file.values()),
        marks=marks,
    )


def plan_install(hook: Hook) -> list[FileChange]:
    """Return the changes of an installation, in order; empty where there is nothing to do."""
    changes = [FileChange(hook.file, rc_write.read(hook.file), hook.text)]
    for path in hook.cleared:
        before = rc_write.read(path)
        # A block in a login file may load the hook of another home: two stores would be asked for.
        if path in hook.rc_files or rcfile.has_block(before or b"", hook.marks):
            after = rcfile.with_block(before, hook.loader, hook.marks)
            changes.append(FileChange(path, before, after))
    return [change for change in changes if change.before != change.after]


def plan_login(hook: Hook, path: str) -> list[FileChange]:
    """Return the change that lets the login file at `path` load the hook as well."""
    before = rc_write.read(path)
    return [FileChange(path, before, rcfile.with_block(before, hook.loader, hook.marks))]


def plan_uninstall(hook: Hook) -> list[FileChange]:
    """Return the changes of a removal, in order; empty where nothing is installed."""
    rc_texts = [(path, rc_write.read(path)) for path in hook.cleared]
    changes = [
        FileChange(path, text, rcfile.without_block(text, hook.marks))
        for path, text in rc_texts
        if text
    ]
    changes.append(FileChange(hook.file, rc_write.read(hook.file), None))
    return [change for change in changes if change.before != change.after]


def apply(plan: list[FileChange]) -> None:
    """Carry out `plan`. Raises ValuecheckError; running it anew goes on where it stopped."""
    for change in plan:
        if rc_write.read(change.path) != change.before:
            problem = f"{change.path} has changed meanwhile"
            raise ValuecheckError(problem, "look at it and run the command again")
        rc_write.replace(change.path, change.after)


def state_of(hook: Hook) -> State:
    """Return the state of `hook` on this machine. Raises ValuecheckError for an unreadable file."""
    text = rc_write.read(hook.file)
    if text is None or (hook.rc_files and not _is_loaded(hook)):
        return State.NOT_INSTALLED
    header = snippet.header(text)
    if not header or not header.unmodified:
        return State.EDITED
    return State.STALE if plan_install(hook) else State.CURRENT


def _is_loaded(hook: Hook) -> bool:
    return any(rcfile.has_block(rc_write.read(path) or b"", hook.marks) for path in hook.cleared)
