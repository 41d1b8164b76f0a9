"""The question from a shell's hook: quick or not at all, and never in anybody's way."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

from valuecheck.actions import ask_state, stamps
from valuecheck.ask import keys, prompt, tmux
from valuecheck.ask.keys import Meaning
from valuecheck.ask.lock import only_question
from valuecheck.ask.look import LOCK_WAITS, Look
from valuecheck.ask.painting import Painting
from valuecheck.ask.request import AskRequest
from valuecheck.ask.screen import ASKED_AGAIN, Screen
from valuecheck.config.context import current_context
from valuecheck.config.paths import Paths
from valuecheck.core import text
from valuecheck.core.errors import ExitCode, ValuecheckError
from valuecheck.core.named import NamedTuple
from valuecheck.core.signals import signal
from valuecheck.store import connection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType

    from valuecheck.config.compiled import Context

# From the start of the process to the painted question it is 1.5 s at most; loading Python takes
# up to 0.2 s of it on a busy machine.
_PAINTED_WITHIN = 1.3
_STORE_WAITS = 2.0
# A tool that types into a new terminal does so at once; a user needs longer to read and press.
_MACHINE_SECONDS = 0.35
_KEY_SECONDS = 60.0
# How long all shells wait after a question that could not be asked: nothing was painted, it was
# painted and typed over; the third time that happens on a day it is a "later".
_UNPAINTED_WAITS, _TYPED_OVER_WAITS, _TYPED_OVER_TIMES = 60, 600, 3
_MARK_PASTES, _MARK_NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
NOTICE = "valuecheck: today's question waits; type valuecheck to answer"


class HookCall(NamedTuple):
    """Return what a hook says when it calls: `ask --hook SHELL [--paste] [DATA CONFIG STATE]`.

    `pastes`: the shell understands the marks around a paste. `paths` are the folders that were in
    force when the hook was installed, those of the environment where an older hook names none.
    """

    shell: str
    pastes: bool
    paths: Paths | None

    @classmethod
    def of(cls, words: Sequence[str]) -> HookCall:
        """The call in the words after `--hook`."""
        shell, *rest = words or ("",)
        folders = [word for word in rest if word != "--paste"]
        return cls(shell, "--paste" in rest, Paths(*folders) if len(folders) == 3 else None)


class _NotNow(Exception):  # noqa: N818
    """Try again later."""


class _TooSlow(_NotNow):
    """The question could not be painted in time."""


class _TypedOver(_NotNow):
    """The question was painted, and somebody or something went on typing."""


def ask(words: Sequence[str], afterwards: Callable[[Context], None]) -> int:
    """Ask if a question is due and this is the moment for it; otherwise leave no trace.

    `words` follow `--hook`. Standard input is the terminal; a key that was meant for the shell is
    given back to it, through the terminal or on standard output. `afterwards` runs once a score
    is safe. Nothing is raised.
    """
    if os.environ.get("VALUECHECK_PROBE"):
        return ExitCode.DONE
    call = HookCall.of(words)
    try:
        context = current_context(warn=False, paths=call.paths)
        if _is_foreign(context):
            return ExitCode.DONE
        with _handed_back() as hand_back:
            try:
                if _asked(call, context, hand_back, afterwards):
                    _renew(call, context)
            except _NotNow as reason:
                _wait(context.refreshed(), reason)
                return ExitCode.TRY_AGAIN
            return ExitCode.DONE
    except (ValuecheckError, OSError, keys.TerminalError, KeyboardInterrupt):
        return ExitCode.DONE


def _asked(
    call: HookCall,
    context: Context,
    hand_back: Callable[[bytes], None],
    afterwards: Callable[[Context], None],
) -> bool:
    """Return whether the question was asked and answered. Raises _NotNow and ValuecheckError."""
    with _in_time() as painted:
        if connection.is_older(context.paths.store):
            # Once after an update, and longer than a question may take.
            painted()
            _migrate(context)
            raise _NotNow
        if not Look.at(context).asks:
            return False
        if context.settings.auto and _pulls_first(context):
            raise _NotNow
        if not tmux.is_visible(os.environ):
            raise _NotNow
        return _ask(call, context, painted, hand_back, afterwards)


def _pulls_first(context: Context) -> bool:
    """Start a sync before the first question of an hour, and let the question wait for it."""
    from valuecheck.actions import background

    return background.pull_before_asking(context)


def _ask(
    call: HookCall,
    context: Context,
    painted: Callable[[], None],
    hand_back: Callable[[bytes], None],
    afterwards: Callable[[Context], None],
) -> bool:
    # The terminal echoes nothing until the words are edited: what is typed ahead shows up once.
    with keys.single_bytes(0):
        with only_question(context.paths) as alone:
            # Another shell may have asked while this one started.
            look = Look.at(context) if alone else None
            if look is None or not look.asks:
                return False
            if look.notice:
                Screen.of(context).write(NOTICE)
                painted()
                ask_state.note_shown(context)
                ask_state.note_noticed(context)
                stamps.update_shells(context)
                return False
            painting = Painting(context, look.empty)
            with _marked_pastes(call):
                key = _first_key(painting, context, painted, hand_back)
            today, context = context.today, context.refreshed()
            if key is None:
                _put_off(context, painting)
                return False
            filled_in = painting.day != today
            day = painting.day if filled_in else context.today
            with _aloud():
                stored = prompt.store_key(painting, context, AskRequest(), key, day, _STORE_WAITS)
        with _aloud():
            prompt.finish(painting.screen, context, AskRequest(), stored, afterwards, _STORE_WAITS)
    if filled_in:
        # Whoever filled in an earlier day is then asked for today, once.
        return _ask(call, context, painted, hand_back, afterwards) or True
    return True


def _first_key(
    painting: Painting,
    context: Context,
    painted: Callable[[], None],
    hand_back: Callable[[bytes], None],
) -> int | None:
    """The score that was pressed, or None for later. Raises _NotNow, the question erased."""
    if keys.waiting(0):
        raise _NotNow
    painting.show()
    # From now on the user may take as long as they like.
    painted()
    ask_state.note_shown(context)
    if keys.is_ready(0, _MACHINE_SECONDS):
        painting.erase()
        raise _TypedOver
    while keys.wait(0, _KEY_SECONDS):
        if keys.is_machine(0):
            painting.erase()
            raise _TypedOver
        key = keys.read_key(0)
        if key.meaning in (Meaning.SCORE, Meaning.NOT_TODAY):
            return int(key.byte)
        if key.meaning == Meaning.HELP:
            painting.explain()
        elif key.meaning == Meaning.OTHER_DAY:
            painting.turn()
        elif key.meaning == Meaning.FOREIGN:
            whole = key.byte + keys.read_rest(0, key.byte)
            painting.erase()
            hand_back(whole)
            raise _TypedOver
        else:
            break
    painting.erase()
    return None


@contextmanager
def _marked_pastes(call: HookCall) -> Iterator[None]:
    """Let the terminal mark a paste, so that the shell holds it on its line, unread by us."""
    if not call.pastes:
        yield
        return
    screen = Screen.here()
    screen.write(_MARK_PASTES, end="")
    try:
        yield
    except _NotNow:
        # The shell reads the marks, and is left to switch them off.
        raise
    except BaseException:
        screen.write(_MARK_NO_PASTES, end="")
        raise
    # fish has switched them on already for its next line; the others do so after this.
    if call.shell != "fish":
        screen.write(_MARK_NO_PASTES, end="")


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
    with connection.reading(context.paths.store, LOCK_WAITS):
        pass


def _put_off(context: Context, painting: Painting) -> None:
    until = ask_state.put_off(context)
    stamps.update_shells(context)
    if painting.is_explained:
        # Who has just read what the keys mean learns that this one worked.
        painting.screen.say([ASKED_AGAIN.format(until)])


def _wait(context: Context, reason: _NotNow) -> None:
    """Let all shells wait before one of them tries again."""
    seconds = float(_UNPAINTED_WAITS)
    if isinstance(reason, _TooSlow):
        ask_state.note_too_slow(context)
    elif isinstance(reason, _TypedOver):
        seconds = _TYPED_OVER_WAITS
        if ask_state.note_typed_over(context) >= _TYPED_OVER_TIMES:
            seconds = context.settings.remind_after.total_seconds()
    stamps.wait(context, seconds)


def _renew(call: HookCall, context: Context) -> None:
    """Bring the hook's file up to date, or say why not."""
    from valuecheck.shell.renewal import renew

    if notice := renew(call.shell, context.paths, os.environ, sys.argv[0]):
        text.say(f"valuecheck: {text.visible(notice)}", sys.stderr)


@contextmanager
def _in_time() -> Iterator[Callable[[], None]]:
    """Give up unless the question is painted soon; the block calls what it gets once it is."""

    def too_late(_number: int, _frame: FrameType | None) -> None:
        raise _TooSlow

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
        with suppress(OSError):
            sys.stdout.flush()
    finally:
        for number, kept in outputs.items():
            os.dup2(kept, number)
            os.close(kept)
