"""`status` in its formats: one body for the front door and the command line."""

from __future__ import annotations

from valuecheck.actions import due, stamps
from valuecheck.ask.screen import Screen
from valuecheck.store import connection

TYPE_CHECKING = False
if TYPE_CHECKING:
    from valuecheck.config.compiled import Context

SHORT = "short"
FORMATS = ("terminal", "plain", "json")


def chosen(words: list[str], *, is_terminal: bool, accessible: bool) -> str | None:
    """The format that the words after `status` ask for; None for all but the most usual words."""
    usual = "terminal" if is_terminal and not accessible else "plain"
    return {(): usual, ("--json",): "json", ("--short",): SHORT}.get(tuple(words))


def status(context: Context, format_: str) -> str:
    """The status as text in one of FORMATS, or SHORT. Raises StoreError."""
    if format_ == SHORT:
        with connection.reading(context.paths.store) as opened:
            return stamps.short_line(opened, due.evaluate(opened, context), context) + "\n"
    from valuecheck.actions.status import of_today
    from valuecheck.render.pages import status as page

    found = of_today(context, with_streak=format_ == "json")
    if format_ == "json":
        return page.json(found)
    if format_ == "plain":
        return page.plain(found)
    screen = Screen.of(context)
    return page.terminal(found, screen.width, unicode=screen.unicode, styled=screen.styled)
