"""The weekly review: a week's report beside what was intended for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuecheck.core.named import NamedTuple
from valuecheck.report import trials
from valuecheck.report.model import SCHEMA_VERSION, Report

if TYPE_CHECKING:
    from valuecheck.core.trial import Trial
    from valuecheck.stats.unheard import Silence


class Review(NamedTuple):
    """A week to look back on.

    `intention` is what the user meant to change in it (None: nothing written down), shown
    beside what happened and never graded; `next_week` the ISO week whose intention is asked for;
    `unheard` is the customer to ask next, as of today for any week; `wants_unknown` the one much
    worked for of whom it is not known what they want, or not confirmed within a year. `trial` runs
    today, or it is over and the user has not decided what follows.
    """

    report: Report
    intention: str | None
    next_week: str
    unheard: tuple[Silence, ...] = ()
    trial: Trial | None = None
    wants_unknown: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields; the trial with its verdict as an object."""
        trial = self.trial and trials.as_json(self.trial)
        return {"schema_version": SCHEMA_VERSION, **self._asdict(), "trial": trial}
