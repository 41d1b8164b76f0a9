"""The status of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import WEEKDAYS, day_name
from valuecheck.core.text import MISSING, rounded
from valuecheck.render.page import (
    Column,
    Fact,
    Facts,
    Page,
    Paragraph,
    Records,
    Section,
    Table,
    View,
    scored,
    typed,
)
from valuecheck.render.words import unheard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.actions.status import Status
    from valuecheck.render.page import Block

WELCOME = "Nothing recorded yet. Type valuecheck: one key and Enter answer the question."
COLUMNS = (
    Column("Day", once=True),
    Column("Score", number=True),
    Column("Note", private=True, wide=True),
)


def view(status: Status) -> View:
    """Today's check-ins, or why there is none, and the week."""
    return View(
        page=lambda: _page(status),
        records=lambda: Records(
            ("day", "value", "off"), [(day.day, day.value, day.off) for day in status.week]
        ),
        document=lambda: status.model_dump(mode="json"),
    )


def _page(status: Status) -> Page:
    if not status.started:
        return Page("", [Section("", [Paragraph([WELCOME])])], status.day, title="Status")
    rows = [
        (day_name(status.day), scored(str(row.score), row.score), typed(row.note))
        for row in status.check_ins
    ]
    blocks: list[Block] = [
        Table(COLUMNS, rows, headless=True),
        Paragraph([*_sentences(status)]),
        Facts([Fact("This week", [*_week(status)])]),
        Paragraph([*unheard.sentences(status.unheard, typed)]),
    ]
    return Page("", [Section("", blocks)], status.day, title="Status")


def _week(status: Status) -> Iterator[str]:
    """Such as `Mon 4`, `Tue ·`; days off and days to come are left out."""
    for day in status.week:
        name = WEEKDAYS[day.day.weekday()].title()
        if day.value is not None:
            yield f"{name} {scored(f'{day.value:.3g}', rounded(day.value))}"
        elif not day.off and day.day <= status.day:
            yield f"{name} {MISSING}"


def _sentences(status: Status) -> Iterator[str]:
    if not status.check_ins:
        yield status.sentence
        if status.due:
            yield "Type valuecheck to answer."
    if status.streak > 1:
        yield f"Recorded {status.streak} workdays in a row."
