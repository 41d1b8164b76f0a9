"""Look at what asks: the hooks of the shells, and the stamp that they compare with the clock."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING

from valuecheck.actions import ask_state, due, stamps
from valuecheck.actions.doctor.files import removed
from valuecheck.actions.doctor.finding import Finding, guarded
from valuecheck.config import settings
from valuecheck.config.compiled import Context
from valuecheck.config.paths import default_store, read_own_file
from valuecheck.core.errors import SettingsError
from valuecheck.shell import discovery, rc_write, rcfile, snippet
from valuecheck.shell.install import State, hook_of, state_of
from valuecheck.shell.probe import found_wrong, probe
from valuecheck.shell.shells import Shell
from valuecheck.shell.snippet import HOOK_VERSION
from valuecheck.store import connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from valuecheck.config.paths import Paths


_DIGITS = 11


_TYPED_OVER_WAITS = timedelta(minutes=10)


def hooks(paths: Paths, environ: Mapping[str, str], argv0: str) -> Iterator[Finding]:
    """Yield the program that a hook would call, and what is found about each hook."""
    program = discovery.program(argv0)
    yield Finding("program", program)
    for shell in Shell:
        yield from guarded(f"hook {shell}", partial(_hook, shell, paths, program, environ))


def _hook(
    shell: Shell, paths: Paths, program: str, environ: Mapping[str, str]
) -> Iterator[Finding]:
    hook = hook_of(shell, paths, program, environ)
    state = state_of(hook)
    installed = rc_write.read(hook.file)
    header = snippet.header(installed or b"")
    # A block may load the hook of another home, which is none of this one's business.
    file = os.fsencode(hook.file)
    texts = {path: rc_write.read(path) or b"" for path in hook.cleared}
    mentioned = [path for path, text in texts.items() if rcfile.has_block(text) and file in text]
    problem = ""
    if state is State.NOT_INSTALLED and installed is not None:
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


def next_due(paths: Paths, environ: Mapping[str, str], moment: datetime) -> Iterator[Finding]:
    """Yield what is found about the next question, as of `moment`. Raises StoreError."""
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
        yield Finding("next due", "", problem, remedy, partial(removed, paths.next_due))
    elif text and int(text) > max(expected, _latest_wait(context)):
        problem = f"{paths.next_due} keeps the hook silent for too long"
        yield Finding("next due", "", problem, remedy, partial(removed, paths.next_due))
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
