"""Start a shell once as terminals do, and see whether it comes to a prompt with the hook."""

from __future__ import annotations

import os
import pty
import select
import signal
import tempfile
import termios
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.days import stopwatch
from valuecheck.shell.run import output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from valuecheck.shell.shells import Shell

_PATIENCE, _QUIET = 3.0, 0.5
_VARIABLE = "VALUECHECK_PROBE"
# What an editor of lines asks the terminal for before it waits: marks around a paste.
_AT_A_PROMPT = b"\x1b[?2004h"
_WHO_ARE_YOU = (b"\x1b[c", b"\x1b[0c")


class Reached(StrEnum):
    """How far a shell came."""

    YES = "reached"
    OTHER_SHELL = "another shell answered"
    PROMPT_ONLY = "a prompt without the hook"
    NO_PROMPT = "no prompt"
    NOT_STARTED = "not started"


class Probe(NamedTuple):
    """How far the shell came that was started with these options."""

    options: tuple[str, ...]
    reached: Reached

    @property
    def is_login(self) -> bool:
        """Return whether it was a login shell, as tmux, ssh and macOS start it."""
        return "-l" in self.options


def found_wrong(shell: Shell, probes: list[Probe]) -> tuple[str, str] | None:
    """Return what keeps the hook from being reached, and what to do; None where all is well."""
    wrong = [one for one in probes if one.reached not in (Reached.YES, Reached.NOT_STARTED)]
    if not wrong:
        return None
    first = wrong[0]
    kind = f"{shell} as a login shell (in tmux, over ssh, on macOS)" if first.is_login else shell
    if first.reached is Reached.NO_PROMPT:
        problem = f"{kind} came to no prompt within {_PATIENCE:.0f} s"
        return problem, "look for what waits for input or starts a program in its rc files"
    if first.reached is Reached.OTHER_SHELL:
        problem = f"{kind} starts another shell"
        return problem, "install the hook for that one: valuecheck hook install"
    problem = f"{kind} does not run the hook"
    if first.is_login and shell.facts.name == "bash":
        return problem, "let .bash_profile read .bashrc: valuecheck hook install bash offers it"
    return problem, (
        "put our marked lines at the end of the rc file; a file that ends early, or a prompt "
        "command that is read-only or set anew below them, hides the hook"
    )


def probe(shell: Shell, environ: Mapping[str, str]) -> list[Probe]:
    """Start `shell` in each way in which terminals start it. Raises nothing."""
    return [Probe(options, _probe(shell, options, environ)) for options in shell.facts.sessions]


def _probe(shell: Shell, options: tuple[str, ...], environ: Mapping[str, str]) -> Reached:
    with tempfile.TemporaryDirectory(prefix="valuecheck-probe-") as folder:
        answer = os.path.join(folder, "answer")
        # A tmux that an rc file starts has a server of its own, which ends with the probe.
        own = {_VARIABLE: answer, "TERM": "xterm-256color", "TMUX_TMPDIR": folder}
        child, terminal = pty.fork()
        if child == 0:
            try:
                os.execvpe(shell, [shell, *options], {**environ, **own})  # noqa: S606
            finally:
                os._exit(127)
        try:
            return _watched(shell, answer, terminal)
        finally:
            _end(child, answer)
            os.close(terminal)


def _watched(shell: Shell, answer: str, terminal: int) -> Reached:
    """Watch the shell until it answers, ends, or has had its time."""
    seen = b""
    end = stopwatch() + _PATIENCE
    while stopwatch() < end:
        if reply := _read(answer):
            return Reached.YES if reply == shell else Reached.OTHER_SHELL
        if select.select([terminal], [], [], 0.02)[0]:
            try:
                new = os.read(terminal, 65536)
                if any(request in new for request in _WHO_ARE_YOU):
                    # fish 4 waits for what every terminal answers.
                    os.write(terminal, b"\x1b[?62c")
                seen += new
            except OSError:
                # The shell has ended.
                return Reached.NO_PROMPT if seen else Reached.NOT_STARTED
            if _AT_A_PROMPT in seen:
                # The hook answers before the prompt, or with it.
                end = min(end, stopwatch() + _QUIET)
    return Reached.PROMPT_ONLY if _is_at_a_prompt(terminal, seen) else Reached.NO_PROMPT


def _is_at_a_prompt(terminal: int, seen: bytes) -> bool:
    """Return whether the shell edits a line: no rc file that waits for one asks for such marks."""
    if _AT_A_PROMPT in seen:
        return True
    try:
        return not termios.tcgetattr(terminal)[3] & termios.ICANON
    except termios.error:
        return False


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    except OSError:
        return ""


def _end(child: int, answer: str) -> None:
    """End the shell and everything that it started, in whatever session that is."""
    for process in {child, *_descendants(child, answer)}:
        try:
            os.kill(process, signal.SIGKILL)
        except OSError:
            continue
    try:
        os.waitpid(child, 0)
    except OSError:
        return


def _descendants(child: int, answer: str) -> Iterator[int]:
    """Processes that have the probe in their environment, or are below the shell."""
    listed = output(["ps", "-A", "-o", "pid=,ppid="], os.environ)
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = {child}
    for _ in pairs:
        below = {pid for pid, parent in pairs if parent in found} - found
        if not below:
            break
        found |= below
    yield from found
    mark = f"{_VARIABLE}={answer}".encode()
    for pid, _parent in pairs:
        # Where there is no such file (macOS) those that left the shell's tree are missed.
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                if mark in file.read().split(b"\0"):
                    yield pid
        except OSError:
            continue
