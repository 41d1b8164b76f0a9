"""The page of trials: the one that runs, those that were, and their verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.days import day_name
from valuecheck.core.trial import Trial
from valuecheck.render.page import (
    NOTES_LEFT_OUT,
    Bullets,
    Column,
    Page,
    Paragraph,
    Records,
    Table,
    View,
    command,
    own,
    simple_page,
    typed,
)
from valuecheck.render.pages.listing import ID, short_id
from valuecheck.render.words import trials as words
from valuecheck.report.trials import as_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

COLUMNS = (
    ID,
    Column("Days"),
    Column("State"),
    Column("By"),
    Column("Trial", private=True, wide=True),
)
_DECIDED = {"keep": "kept", "stop": "ended", "again": "went on"}


def view(trials: Sequence[Trial], today: date, id_length: int) -> View:
    """Trials in every format, the newest first; `id_length` digits tell their ids apart."""
    newest = [*reversed(trials)]
    return View(
        page=lambda: _page(newest, today, id_length),
        records=lambda: Records(Trial._fields, newest, frozenset({"text"})),
        document=lambda: {"trials": [as_json(each) for each in newest]},
    )


def _page(trials: Sequence[Trial], today: date, id_length: int) -> Page:
    if not trials:
        begin = command('valuecheck try "no status meeting" --for 4w')
        nothing = f"No trial yet. Declare one before it starts: {begin}"
        return simple_page("Trials", Paragraph([nothing]), today=today)
    rows = [
        (
            short_id(each.id, id_length),
            f"{day_name(each.start, today)} – {day_name(each.finish, today)}",
            state(each, today),
            typed(each.measure),
            typed(each.text),
        )
        for each in trials
    ]
    verdicts = Bullets([words.ended(each, own, typed) for each in trials if each.verdict])
    table = Table(COLUMNS, rows, headless=True)
    return simple_page("Trials", table, verdicts, today=today, withheld=NOTES_LEFT_OUT)


def state(trial: Trial, today: date) -> str:
    """Such as `week 2 of 4`, `to come`, `kept`."""
    if trial.stopped:
        return "stopped"
    if trial.verdict:
        return _DECIDED.get(trial.decision, "judged")
    if today < trial.start:
        return "to come"
    if today > trial.finish:
        return "over"
    return f"week {trial.week_on(today)} of {trial.weeks}"
