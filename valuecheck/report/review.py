"""The weekly review: a week's report beside what was intended for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import PlainSerializer

from valuecheck.core.records import Unheard
from valuecheck.report.figure import Part
from valuecheck.report.model import Report
from valuecheck.report.trials import as_json

if TYPE_CHECKING:
    from valuecheck.core.trial import Trial


def _as_json(trial: Trial | None) -> dict[str, Any] | None:
    return trial and as_json(trial)


class Review(Part):
    """A week to look back on.

    `intention` is what the user meant to change in it (None: nothing written down), shown
    beside what happened and never graded; `next_week` the ISO week whose intention is asked for;
    `unheard` is the customer to ask next, as of today for any week; `wants_unknown` the one much
    worked for of whom it is not known what they want, or not confirmed within a year. `trial` runs
    today, or it is over and the user has not decided what follows.
    """

    schema_version: Literal[1] = 1
    report: Report
    intention: str | None
    next_week: str
    unheard: tuple[Unheard, ...] = ()
    trial: Annotated[Any, PlainSerializer(_as_json)] = None
    wants_unknown: str | None = None
