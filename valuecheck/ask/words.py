"""The line of words after the score, edited with readline (GNU or libedit)."""

from __future__ import annotations

import sys
import termios
from contextlib import contextmanager

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.signals import signals_free
from valuecheck.core.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.store.daily_path import KnownTags


def read_line(
    prompt: str, tags: KnownTags, *, history: Sequence[str] = (), prefill: str = ""
) -> str | None:
    """One edited line, or None for Ctrl-C and end of input.

    Tab completes `tags`; the arrow keys walk through `history`, which stays in memory; `prefill`
    is in the line at first, and is returned as it was where nothing is changed.
    """
    import readline

    _set_up(tags)
    readline.clear_history()
    for line in history:
        readline.add_history(visible(line))
    shown = visible(prefill)
    readline.set_startup_hook(lambda: readline.insert_text(shown))
    # Bytes that are not UTF-8 are refused later, with a reason, instead of ending in a traceback.
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")
    try:
        with _without_signal_keys(sys.stdin.fileno()), signals_free():
            line = input(prompt)
            return prefill if line == shown else line
    except (EOFError, KeyboardInterrupt):
        sys.stdout.write("\n")
        return None
    finally:
        readline.set_startup_hook(None)


def _set_up(tags: KnownTags) -> None:
    import readline

    names = [KIND + name for name in tags.kinds] + [CUSTOMER + name for name in tags.customers]
    names = [name for name in names if name == visible(name)]

    def complete(text: str, state: int) -> str | None:
        found = [name for name in names if text and name.startswith(text.casefold())]
        return f"{found[state]} " if state < len(found) else None

    readline.set_completer(complete)
    readline.set_completer_delims(" \t")
    if "libedit" in (readline.__doc__ or ""):
        readline.parse_and_bind("bind ^I rl_complete")
        readline.parse_and_bind("bind -s ^C ^E^U^D")
    else:
        readline.parse_and_bind("tab: complete")
        # The interrupt key drops the words and ends the line; the score is stored already.
        readline.parse_and_bind(r'"\C-c": "\C-e\C-u\C-d"')
        # Without it the second line of a paste would run as a command of the shell.
        readline.parse_and_bind("set enable-bracketed-paste on")


@contextmanager
def _without_signal_keys(fd: int) -> Iterator[None]:
    """Ctrl-C reaches readline as a key, Ctrl-Z leaves no stopped job behind."""
    before = termios.tcgetattr(fd)
    mode = termios.tcgetattr(fd)
    mode[3] |= termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN
    for key in (termios.VINTR, termios.VSUSP, termios.VQUIT):
        mode[6][key] = b"\x00"
    termios.tcsetattr(fd, termios.TCSADRAIN, mode)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
