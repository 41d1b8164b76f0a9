"""The status for the terminal and plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import WEEKDAYS, day_name
from valuecheck.core.text import strip, visible
from valuecheck.render.formats.json import document
from valuecheck.render.formats.terminal.calendar import CELL_STYLES
from valuecheck.render.formats.terminal.screen import Page
from valuecheck.render.words import unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.text import Text

    from valuecheck.actions.status import Status

WELCOME = "Nothing recorded yet. Type valuecheck: one key and Enter answer the question."


def terminal(status: Status, width: int, unicode: bool) -> Text:
    """Today's check-ins, or why there is none, and the week."""
    page = Page(width, unicode=unicode)
    if not status.started:
        page.sentences([WELCOME])
        return page.text()
    name = day_name(status.day)
    for row in status.check_ins:
        page.line(f"{name:<10}  ", (f" {row.score} ", CELL_STYLES[row.score]), f" {row.note}")
        name = ""
    page.sentences(_sentences(status))
    page.line(f"This week  {strip(status.strip, unicode=unicode)}")
    page.items(unheard.LABEL, unheard.items(status.unheard))
    return page.text()


def plain(status: Status) -> str:
    """The same in sentences, one a line."""
    if not status.started:
        return WELCOME + "\n"
    lines = [
        f"{day_name(status.day)}: {row.score} {visible(row.note)}".rstrip()
        for row in status.check_ins
    ]
    lines += _sentences(status)
    week = [
        f"{WEEKDAYS[day.day.weekday()].title()} {day.value:.3g}" for day in status.week if day.value
    ]
    if week:
        lines.append(f"This week: {', '.join(week)}.")
    lines += unheard.sentences(status.unheard)
    return "\n".join(lines) + "\n"


def json(status: Status) -> str:
    """The status as it is."""
    return document(status.model_dump(mode="json"))


def _sentences(status: Status) -> Iterator[str]:
    if not status.check_ins:
        yield status.sentence
        if status.due:
            yield "Type valuecheck to answer."
    if status.streak > 1:
        yield f"Recorded {status.streak} workdays in a row."
