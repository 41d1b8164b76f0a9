"""The one question at the end of a weekly review."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.cli.support.arguments import is_interactive
from valuecheck.core.days import week_of
from valuecheck.core.text import say, visible

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context

QUESTION = "What will you change in week {}, so that customers would be happier?"

NOTED = "This is noted so far: Enter keeps it, Ctrl-U empties the line."


def asked_for_intention(context: Context, week: str) -> None:
    """Ask what to change in `week` and note it, if the week is not over and a user is there.

    Enter alone keeps what is noted; an emptied line takes it back.
    """
    from shlex import quote

    from valuecheck.actions import intentions, trials
    from valuecheck.ask import words
    from valuecheck.ask.screen import Screen
    from valuecheck.store import connection, daily_path

    if not is_interactive() or week < week_of(context.today):
        return
    with connection.reading(context.paths.store) as opened:
        if opened is None:
            return
        noted = daily_path.intention(opened, week) or ""
        tags = daily_path.tags_lately(opened, context.today)
    screen = Screen.of(context)
    screen.say(["", QUESTION.format(int(week[-2:]))])
    if noted:
        screen.say([NOTED])
    line = words.read_line(screen.prompt("Intention"), tags, prefill=noted)
    if line is None or line.strip() == noted:
        say("Nothing changed." if noted else "Nothing noted.", sys.stdout)
        return
    intentions.intend(context, week, line)
    if not line.strip():
        say(f"✓ Removed for {week}.", sys.stdout)
        return
    say(f"✓ Noted for {week}.", sys.stdout)
    if not any(each.is_open for each in trials.all_trials(context)):
        typed = visible(quote(" ".join(line.split())))
        say(f"As a trial with a verdict:\n  valuecheck try {typed} --for 4w", sys.stdout)
