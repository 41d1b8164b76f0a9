"""Ask from a shell's hook: within a fraction of a second, or not at all."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager

from valuecheck.actions import ask_state, due, stamps
from valuecheck.ask import keys, prompt, tmux
from valuecheck.ask.keys import Meaning
from valuecheck.ask.lock import only_question
from valuecheck.ask.request import AskRequest
from valuecheck.ask.screen import Screen
from valuecheck.core import text
from valuecheck.core.errors import ExitCode, ValuecheckError
from valuecheck.store import connection, daily_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from valuecheck.config.compiled import Context

# A prompt waits at most this long for us, in seconds.
_PAINTED_WITHIN = 0.1
_STORE_WAITS = 2.0
# A tool that types into a new terminal does so at once; a user needs longer to read and press.
_MACHINE_SECONDS = 0.35
_KEY_SECONDS = 60.0
_IGNORED_DAYS = 5
NOTICE = "valuecheck: today's question waits; type valuecheck to answer"


class _NotNow(Exception):  # noqa: N818
    """Try again at the next prompt."""


def ask(
    situation: Callable[[], Context],
    afterwards: Callable[[Context], None],
    renew: Callable[[Context], str | None],
) -> int:
    """Ask if a question is due and this is the moment for it; otherwise leave no trace.

    Standard input is the terminal; a key that was meant for the shell is given back to it, through
    the terminal or on standard output. `afterwards` runs once a score is safe; `renew` after every
    answer, and its result is printed. Nothing is raised.
    """
    try:
        # Changed settings are compiled here once, which takes longer than a question may.
        context = situation()
        with _handed_back() as hand_back, _in_time() as painted:
            if _is_foreign(context):
                return ExitCode.DONE
            if connection.is_older(context.paths.store):
                # Once after an update, and longer than a question may take: the next prompt asks.
                painted()
                _migrate(context)
                return ExitCode.TRY_AGAIN
            if not _is_due(context):
                return ExitCode.DONE
            if not tmux.is_visible(os.environ):
                return ExitCode.TRY_AGAIN
            answered = _ask(context, painted, hand_back, afterwards)
            if answered and (notice := renew(context)):
                text.say(f"valuecheck: {text.visible(notice)}", sys.stderr)
            return ExitCode.DONE
    except _NotNow:
        return ExitCode.TRY_AGAIN
    except (ValuecheckError, OSError, keys.TerminalError, KeyboardInterrupt):
        return ExitCode.DONE


def _ask(
    context: Context,
    painted: Callable[[], None],
    hand_back: Callable[[bytes], None],
    afterwards: Callable[[Context], None],
) -> bool:
    """Ask, and return whether there was an answer. Raises _NotNow, StoreError and UsageError."""
    # The terminal echoes nothing until the words are edited: what is typed ahead shows up once.
    with keys.single_bytes(0):
        with only_question(context.paths) as alone:
            # Another shell may have asked while this one started.
            if not alone or not _is_due(context):
                return False
            painting = _Painting(context, painted)
            if _wants_notice(context):
                painting.notice()
                _put_off(context)
                return False
            key = _first_key(painting, hand_back)
            context = context.refreshed()
            if key is None:
                _put_off(context)
                return False
            with _aloud():
                stored = prompt.store_key(context, AskRequest(), key, context.today, _STORE_WAITS)
        with _aloud():
            prompt.finish(painting.screen, context, AskRequest(), stored, afterwards, _STORE_WAITS)
    return True


class _Painting:
    """The question on the screen, which can be erased again."""

    def __init__(self, context: Context, painted: Callable[[], None]) -> None:
        self.screen = Screen.here()
        self._context = context
        self._painted = painted
        self._lines: list[str] = []

    def show(self) -> None:
        """Draw the question; from here on the user may take any time."""
        self._lines = [*self.screen.question(self._context.settings.question), self.screen.pointer]
        self.screen.write("\n".join(self._lines), end="")
        self._painted()
        ask_state.note_shown(self._context)

    def explain(self) -> None:
        """Draw what the answers mean."""
        added = [*self.screen.explanation(self._context.settings), self.screen.pointer]
        self.screen.write("?\n" + "\n".join(added), end="")
        self._lines += added

    def notice(self) -> None:
        """Draw one line instead, which stays."""
        text.say(NOTICE, sys.stdout)
        self._painted()

    def add(self, key: str) -> None:
        """Show the key that answered."""
        self.screen.write(key)

    def erase(self) -> None:
        """Leave the screen as it was; the terminal may have another width by now."""
        width = text.columns()
        rows = sum(max(-(-text.cells(_plain(line)) // width), 1) for line in self._lines)
        up = f"\x1b[{rows - 1}A" if rows > 1 else ""
        self.screen.write(f"\r{up}\x1b[J", end="")


def _first_key(painting: _Painting, hand_back: Callable[[bytes], None]) -> int | None:
    """Return the score of the key, None for later. Raises _NotNow with the question erased."""
    if keys.waiting(0):
        raise _NotNow
    painting.show()
    if keys.is_ready(0, _MACHINE_SECONDS):
        painting.erase()
        raise _NotNow
    while keys.is_ready(0, _KEY_SECONDS):
        if keys.is_machine(0):
            painting.erase()
            raise _NotNow
        key = keys.read_key(0)
        if key.meaning in (Meaning.SCORE, Meaning.NOT_TODAY):
            painting.add(key.byte.decode())
            return int(key.byte)
        if key.meaning is Meaning.FOREIGN:
            whole = key.byte + keys.read_rest(0, key.byte)
            painting.erase()
            hand_back(whole)
            raise _NotNow
        if key.meaning is not Meaning.HELP:
            break
        painting.explain()
    painting.erase()
    return None


@contextmanager
def _aloud() -> Iterator[None]:
    """Print errors from here on: the user has answered and is waiting."""
    try:
        yield
    except ValuecheckError as error:
        text.say(f"valuecheck: {text.visible(str(error))}", sys.stderr)
        raise


def _is_foreign(context: Context) -> bool:
    """Return whether this is another user's home, as after sudo -s: then nothing is written."""
    if os.environ.get("SUDO_USER"):
        return True
    folder = next((f for f in (context.paths.state, context.paths.data) if os.path.exists(f)), None)
    return folder is not None and os.stat(folder).st_uid != os.getuid()


def _migrate(context: Context) -> None:
    with connection.reading(context.paths.store, _PAINTED_WITHIN):
        pass


def _is_due(context: Context) -> bool:
    with connection.reading(context.paths.store, _PAINTED_WITHIN) as opened:
        state = due.evaluate(opened, context)
    waits = state.due and state.later_until is None and context.settings.hook_style != "off"
    if not waits:
        stamps.tell_shells(context, _PAINTED_WITHIN)
    return waits


def _wants_notice(context: Context) -> bool:
    if context.settings.hook_style == "notice":
        return True
    with connection.reading(context.paths.store, _PAINTED_WITHIN) as opened:
        calendar = daily_path.work_calendar(opened, context.settings.workdays, context.today)
        shown = ask_state.was_shown(context)
        ignored = 0
        day = context.today
        while ignored < _IGNORED_DAYS:
            day = calendar.workday_before(day)
            if day not in shown or (opened and daily_path.is_answered_on(opened, day)):
                return False
            ignored += 1
    return True


def _put_off(context: Context) -> None:
    ask_state.note_shown(context)
    ask_state.put_off(context)
    stamps.tell_shells(context)


@contextmanager
def _in_time() -> Iterator[Callable[[], None]]:
    """Give up unless the question is painted soon; the block calls what it gets once it is."""

    def too_late(_number: int, _frame: FrameType | None) -> None:
        raise _NotNow

    def painted() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, _PAINTED_WITHIN)
    try:
        yield painted
    finally:
        painted()


@contextmanager
def _handed_back() -> Iterator[Callable[[bytes], None]]:
    """Both outputs become the terminal; the caller's is kept to give a key back on it."""
    outputs = {number: os.dup(number) for number in (1, 2)}
    terminal = os.open("/dev/tty", os.O_RDWR)
    for number in outputs:
        os.dup2(terminal, number)
    os.close(terminal)

    def hand_back(key: bytes) -> None:
        # A shell would obey a control character instead of putting it into the line.
        if not keys.push_back(0, key) and key >= b" ":
            os.write(outputs[1], key)

    try:
        yield hand_back
        sys.stdout.flush()
    finally:
        for number, kept in outputs.items():
            os.dup2(kept, number)
            os.close(kept)


def _plain(line: str) -> str:
    return line.replace("\x1b[1m", "").replace("\x1b[0m", "")
