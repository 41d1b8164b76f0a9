"""The one question at the end of a weekly review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.front import Here

QUESTION = "What will you change in week {}, so that customers would be happier?"


def asked_for_intention(here: Here, week: str) -> None:
    """Ask what to change in `week` and note it, if the week is not over and a person is there.

    Enter alone keeps what is noted; an emptied line takes it back.
    """
    from valuecheck import amend
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.cli.context import is_interactive
    from valuecheck.days import week_of
    from valuecheck.store import connection, daily
    from valuecheck.text import say

    if not is_interactive() or week < week_of(here.today):
        return
    with connection.reading(here.paths.store) as opened:
        if opened is None:
            return
        noted = daily.intention(opened, week) or ""
        tags = daily.tags_lately(opened, here.today)
    screen = Screen.here()
    say("\n" + QUESTION.format(int(week[-2:])), sys.stdout)
    line = words.read_line(screen.pointer, tags, prefill=noted)
    if line is None or line.strip() == noted:
        say("Nothing changed." if noted else "Nothing noted.", sys.stdout)
        return
    amend.intend(here, week, line)
    say(f"✓ Noted for {week}." if line.strip() else f"✓ Taken back for {week}.", sys.stdout)
