"""Find problems on this machine, each with its remedy."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import timedelta
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import ask_state, due, forget, stamps
from valuecheck.config import settings
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import default_store, locate, read_own_file, stale_drafts
from valuecheck.core.days import ONE_DAY, now
from valuecheck.core.errors import DamagedError, SettingsError, UsageError, ValuecheckError, reason
from valuecheck.shell import discovery, rcfile, snippet
from valuecheck.shell import rc_write as other_files
from valuecheck.shell.install import State, hook_of, state_of
from valuecheck.shell.probe import found_wrong, probe
from valuecheck.shell.shells import Shell
from valuecheck.shell.snippet import HOOK_VERSION
from valuecheck.store import connection, health, mending, salvage
from valuecheck.store.copy_files import copies_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from valuecheck.config.paths import Paths
    from valuecheck.store.lens import Unreadable

_DIGITS = 11
_TYPED_OVER_WAITS = timedelta(minutes=10)
_KEY_SHOWN = 12
_LEAST_ROOM = 10 << 20


class Finding(NamedTuple):
    """One thing that was looked at.

    `about` names it and `detail` says what is there. Where something is wrong, `problem` says what
    and `remedy` what to do; else both are empty. `fix` mends it where that is safe, and returns
    what it did.
    """

    about: str
    detail: str
    problem: str = ""
    remedy: str = ""
    fix: Callable[[], str] | None = None


def examine(paths: Paths, environ: Mapping[str, str], argv0: str) -> list[Finding]:
    """Look at folders, files, settings, store, hooks and stamp. Changes and raises nothing."""
    files = [*_folders(paths), *_files(paths), *_leftovers(paths), *_room(paths)]
    files += _guarded("settings", lambda: _settings(paths, environ))
    hooks = _guarded("hook", lambda: _hooks(paths, environ, argv0))
    try:
        moment = now(environ)
    except UsageError as error:
        # Store and stamp are compared with the clock.
        return [*files, Finding("clock", "", error.problem, error.remedy), *hooks]
    return [
        *files,
        *_guarded("store", lambda: _store(paths, environ, moment)),
        *hooks,
        *_guarded("next due", lambda: _next_due(paths, environ, moment)),
    ]


def mend(findings: Sequence[Finding]) -> Iterator[str]:
    """Mend what is safe to mend, one after the other; yields what was done, and what failed."""
    for finding in findings:
        if finding.fix is None:
            continue
        try:
            yield finding.fix()
        except ValuecheckError as error:
            yield f"not mended: {error}"
        except OSError as error:
            yield f"not mended: {finding.problem}: {reason(error)}"


def _guarded(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of `look`; an error that it raises is a finding, too."""
    try:
        yield from look()
    except ValuecheckError as error:
        yield Finding(about, "", error.problem, error.remedy)


def _folders(paths: Paths) -> Iterator[Finding]:
    private = {paths.data, paths.state}
    for folder in dict.fromkeys(paths):
        try:
            found = os.stat(folder)
        except OSError:
            yield Finding("folder", f"{folder}, not there yet")
            continue
        problem = remedy = ""
        if not stat.S_ISDIR(found.st_mode):
            problem, remedy = f"{folder} is no folder", "move it away"
        elif found.st_uid != os.getuid():
            problem, remedy = f"{folder} belongs to another user", "make it yours with chown"
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            problem, remedy = f"{folder} cannot be used", f"chmod u+rwx {quote(folder)}"
        elif folder in private and found.st_mode & 0o077:
            problem, remedy = f"others can look into {folder}", f"chmod 700 {quote(folder)}"
            yield Finding("folder", folder, problem, remedy, partial(_chmod, folder, 0o700))
            continue
        yield Finding("folder", folder, problem, remedy)


def _files(paths: Paths) -> Iterator[Finding]:
    """What is no file, and the files that are not for their owner alone."""
    copied = [copy.file for copy in copies_of(paths.store)]
    state = (paths.ask, paths.compiled, paths.next_due, paths.short, paths.lock)
    sync = (paths.sync_key, paths.sync_lock, paths.sync_failing)
    for path in (paths.store, *copied, *state, *sync):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode):
            yield Finding("file", path, f"{path} is no file", f"rm -r {quote(path)}")
        elif mode & 0o077:
            problem, remedy = f"others may read or write {path}", f"chmod 600 {quote(path)}"
            yield Finding("file", path, problem, remedy, partial(_chmod, path, 0o600))


def _chmod(path: str, mode: int) -> str:
    os.chmod(path, mode)
    return f"{path} is for you alone"


def _leftovers(paths: Paths) -> Iterator[Finding]:
    """Drafts that killed commands have left behind."""
    for folder in dict.fromkeys((*paths, paths.backups)):
        names = stale_drafts(folder)
        for name in names:
            path = os.path.join(folder, name)
            problem = f"a command that was killed has left {path} behind"
            yield Finding("leftover", "", problem, f"rm {quote(path)}", partial(_remove, path))


def _remove(path: str) -> str:
    os.unlink(path)
    return f"{path} is removed"


def _room(paths: Paths) -> Iterator[Finding]:
    """Return whether the disk has room for the store to grow and to be copied."""
    folder = paths.data
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
    try:
        found = os.statvfs(folder)
        size = os.path.getsize(paths.store) if os.path.exists(paths.store) else 0
    except OSError:
        return
    room = found.f_bavail * found.f_frsize
    problem = remedy = ""
    if room < max(_LEAST_ROOM, 2 * size):
        problem, remedy = f"the disk of {folder} has {room >> 20:,} MB left", "free some space"
    yield Finding("room", f"{room >> 20:,} MB, SQLite {sqlite3.sqlite_version}", problem, remedy)


def _settings(paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    loaded = settings.load(paths, environ)
    for warning in loaded.warnings:
        yield Finding("settings", paths.settings, warning, "mend it or take it out")
    if not loaded.warnings:
        yield Finding(
            "settings", f"{paths.settings}, set: {', '.join(loaded.origins) or 'nothing'}"
        )


def _store(paths: Paths, environ: Mapping[str, str], moment: datetime) -> Iterator[Finding]:
    try:
        found = health.of(paths.store)
    except DamagedError as error:
        fix = partial(_salvage, paths.store, moment)
        yield Finding("store", "", error.problem, error.remedy, fix)
        return
    if found is None:
        yield Finding("store", f"{paths.store}, nothing recorded yet")
        return
    copied = copies_of(paths.store)
    yield Finding(
        "store",
        f"{paths.store}, sound, check-ins: {found.check_ins}, copies: {len(copied)}",
    )
    yield from _rows(paths, found.unreadable, moment)
    for pending in found.pending:
        digits = pending.key.replace("-", "")[-6:]
        problem = f"{digits} is forgotten, but not yet wiped from copies and free space"
        fix = partial(_finish_forgetting, paths, moment)
        yield Finding("forget", "", problem, f"valuecheck forget {digits}", fix)
    tomorrow = moment + ONE_DAY
    if found.clock > tomorrow.timestamp():
        days = (found.clock - moment.timestamp()) / ONE_DAY.total_seconds()
        problem = f"the store has seen a time {days:.0f} days ahead of this machine's clock"
        yield Finding("clock", "", problem, "set the clock right; nothing is lost meanwhile")
    if found.answered and found.answered > (tomorrow + ONE_DAY).date():
        problem = f"{found.answered} is answered already, which only a wrong clock can have done"
        remedy = "'valuecheck log' shows its id, 'valuecheck edit ID --day DAY' moves it"
        yield Finding("store", "", problem, remedy)
    yield from _elsewhere(paths, environ)


def _rows(paths: Paths, unreadable: Sequence[Unreadable], moment: datetime) -> Iterator[Finding]:
    """Each row that no command can use; mended all at once."""
    fix: Callable[[], str] | None = partial(_mend_rows, paths.store, moment)
    for row in unreadable:
        problem = f"{row.table.name} {row.key[-_KEY_SHOWN:]} is left out: {row.reason}"
        yield Finding("row", "", problem, "valuecheck doctor --fix", fix)
        fix = None


def _mend_rows(path: str, moment: datetime) -> str:
    count = len(mending.mend(path, moment))
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    return f"{rows} mended; as they were, they are in a copy: valuecheck backup list"


def _salvage(path: str, moment: datetime) -> str:
    found = salvage.salvage(path, moment)
    saved = f"saved {found.read:,} rows, and {found.from_copies:,} more from copies"
    lost = f"; missing: {', '.join(found.missing)}" if found.missing else ""
    return f"{saved}{lost}; the damaged file is {found.kept.file}"


def _finish_forgetting(paths: Paths, moment: datetime) -> str:
    forget.finish(Context(paths, CompiledSettings(), moment))
    return "what was forgotten is wiped everywhere"


def _elsewhere(paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Another store, at the place where one is without VALUECHECK_HOME."""
    rest = {name: value for name, value in environ.items() if name != "VALUECHECK_HOME"}
    usual = locate(rest).store
    if usual != paths.store and os.path.exists(usual):
        yield Finding("store", f"{usual} is another one, used where VALUECHECK_HOME is not set")


def _hooks(paths: Paths, environ: Mapping[str, str], argv0: str) -> Iterator[Finding]:
    program = discovery.program(argv0)
    yield Finding("program", program)
    for shell in Shell:
        yield from _guarded(f"hook {shell}", partial(_hook, shell, paths, program, environ))


def _hook(
    shell: Shell, paths: Paths, program: str, environ: Mapping[str, str]
) -> Iterator[Finding]:
    hook = hook_of(shell, paths, program, environ)
    state = state_of(hook)
    text = other_files.read(hook.file)
    header = snippet.header(text or b"")
    mentioned = [path for path in hook.cleared if rcfile.has_block(other_files.read(path) or b"")]
    problem = ""
    if state is State.NOT_INSTALLED and text is not None:
        problem = f"no file of {hook.shell} loads {hook.file}"
    elif state is State.NOT_INSTALLED and mentioned:
        problem = f"{mentioned[0]} loads {hook.file}, which is gone"
    elif state is State.STALE:
        problem = f"{hook.file} is not what this valuecheck would install"
    elif state is State.EDITED and (header is None or header.version < HOOK_VERSION):
        problem = f"{hook.file} is edited by hand and older than this valuecheck"
    remedy = f"valuecheck hook install {hook.shell}" if problem else ""
    if not problem and state is not State.NOT_INSTALLED:
        problem, remedy = found_wrong(shell, probe(shell, environ)) or ("", "")
    yield Finding(f"hook {hook.shell}", state, problem, remedy)


def _next_due(paths: Paths, environ: Mapping[str, str], moment: datetime) -> Iterator[Finding]:
    try:
        compiled = settings.compile_settings(settings.load(paths, environ))
    except SettingsError:
        # _settings reports it; without settings there is no moment to check.
        return
    context = Context(paths, compiled, moment)
    with connection.reading(paths.store) as opened:
        state = due.evaluate(opened, context)
        expected = stamps.for_shells(opened, state, context).next_due
    try:
        text = read_own_file(paths.next_due).strip()
    except ValueError:
        text = "no text"
    remedy = f"rm {quote(paths.next_due)}; the next shell writes it anew"
    if text and (not (text.isascii() and text.isdigit()) or len(text) > _DIGITS):
        problem = f"{paths.next_due} holds no time"
        yield Finding("next due", "", problem, remedy, partial(_remove, paths.next_due))
    elif text and int(text) > max(expected, _latest_wait(context)):
        problem = f"{paths.next_due} keeps the hook silent for too long"
        yield Finding("next due", "", problem, remedy, partial(_remove, paths.next_due))
    else:
        yield Finding("next due", " ".join(due.sentences(state)))
    if ask_state.times_too_slow(context) >= ask_state.TOO_OFTEN_SLOW:
        problem = "the question could not be drawn in time, again and again"
        remedy = "a busy machine or a slow home folder delays it: answer with 'valuecheck'"
        yield Finding("next due", "", problem, remedy)
    if other := default_store(paths, environ):
        problem = f"another store is at {other}, because XDG_DATA_HOME is set here"
        yield Finding("store", "", problem, "unset XDG_DATA_HOME to use that one")


def _latest_wait(context: Context) -> int:
    """Until when a question that was put off or typed over may keep all shells waiting."""
    wait = max(context.settings.remind_after, _TYPED_OVER_WAITS)
    return int((context.now + wait).timestamp())
