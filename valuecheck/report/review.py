"""The weekly review: a week's report beside what was intended for it."""

from __future__ import annotations

from typing import Literal

from valuecheck.core.records import Unheard
from valuecheck.report.figure import Part
from valuecheck.report.model import Report


class Review(Part):
    """A week to look back on.

    `intention` is what the user meant to change in it (None: nothing written down), shown
    beside what happened and never graded; `next_week` the ISO week whose intention is asked for;
    `unheard` are the customers without recent feedback as of today, for any week.
    """

    schema_version: Literal[1] = 1
    report: Report
    intention: str | None
    next_week: str
    unheard: tuple[Unheard, ...] = ()
