"""Figures, the parts of a report, and the verdicts on them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict


def _to_12_digits(number: float) -> float:
    return float(f"{number:.12g}")


# As JSON has it: a sentence that rounds the number must not round another one.
Number = Annotated[float, AfterValidator(_to_12_digits)]


class Verdict(StrEnum):
    """The verdicts of figures; the figure itself has the days that there are and are needed."""

    CLEAR = "clear"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH_DAYS = "not enough days yet"


class Part(BaseModel):
    """Base of all parts of a report: a part never changes once it is built."""

    # Built at first use: the models that a report does not need cost no start.
    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, serialize_by_alias=True
    )


class Figure(Part):
    """One number with its sample, interval and verdict; a field that does not apply is None.

    `value` is a share from 0 to 1, an average of scores or a difference, None while there are too
    few days to say it (see `verdict` and `needed`). `n` counts recorded days (weeks of a band,
    windows of a gap, answers of a share; the smaller group's of a comparison), `count` those of
    them that the share counts, `expected` the days there could have been, or the clusters of
    answers. `interval` is the 95% interval, the bounds or the band. `p` is the chance of such a
    difference where there is none, `detectable` the smallest fall that would have shown.
    """

    method: str
    value: Number | None = None
    n: int
    count: int | None = None
    expected: int | None = None
    interval: tuple[Number, Number] | None = None
    verdict: Verdict | None = None
    needed: int | None = None
    p: Number | None = None
    detectable: Number | None = None

    def changed(self, **fields: Any) -> Figure:
        """A copy with other `fields`, rounded like any."""
        return Figure(**{**dict(self), **fields})
