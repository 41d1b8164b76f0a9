"""What the parts of a report are made of: figures, and the verdicts on them."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Verdict(StrEnum):
    """All that a figure may claim; how many days are there and needed stands beside it."""

    CLEAR = "clear"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH_DAYS = "not enough days yet"


class Part(BaseModel):
    """What every part of a report has in common: it never changes once built."""

    # Built at first use: the models that a report does not need cost no start.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Figure(Part):
    """One number and what can be said of it; a field that does not apply is None.

    `value` is a share from 0 to 1, an average of scores or a difference, None while there are too
    few days to say it (`verdict` and `needed` tell). `n` counts recorded days (weeks of a band,
    windows of a gap, answers of a share; the smaller group's of a comparison), `count` those of
    them that the share counts, `expected` the days there could have been, or the clusters of
    answers. `interval` is the 95% interval, the bounds or the band. `p` is the chance of such a
    difference where there is none, `detectable` the smallest fall that would have shown.
    """

    method: str
    value: float | None = None
    n: int
    count: int | None = None
    expected: int | None = None
    interval: tuple[float, float] | None = None
    verdict: Verdict | None = None
    needed: int | None = None
    p: float | None = None
    detectable: float | None = None
