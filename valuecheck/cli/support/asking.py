"""Room for a customer's words, and a message into the clipboard."""

from __future__ import annotations

import sys
from base64 import b64encode
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.core.text import say

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context

QUESTION = "What did they say? Enter leaves it out."


def asked_for_words(context: Context) -> str:
    """Return the words typed at the terminal, empty for none."""
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.store.daily_path import KnownTags

    say(QUESTION, sys.stdout)
    return words.read_line(Screen.of(context).prompt("Words"), KnownTags([], [])) or ""


def copied(text: str) -> None:
    """Ask the terminal to put `text` into its clipboard. Raises UsageError where there is none.

    OSC 52: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
    """
    if not sys.stdout.isatty():
        problem = "--copy needs a terminal"
        raise UsageError(problem, "leave it out, and pipe the message to what copies it")
    sys.stdout.write(f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07")
