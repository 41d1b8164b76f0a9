"""Figures, the parts of a report, and the verdicts on them."""

from __future__ import annotations

from enum import StrEnum

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBERS = ("value", "interval", "p", "detectable")


class Verdict(StrEnum):
    """The verdicts of figures; the figure itself has the days that there are and are needed."""

    CLEAR = "clear"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH_DAYS = "not enough days yet"


class _Fields(NamedTuple):
    method: str
    value: float | None
    n: int
    count: int | None = None  # type: ignore[assignment]
    expected: int | None = None
    interval: tuple[float, float] | None = None
    verdict: Verdict | None = None
    needed: int | None = None
    p: float | None = None
    detectable: float | None = None


class Figure(_Fields):
    """One number with its sample, interval and verdict; a field that does not apply is None.

    `value` is a share from 0 to 1, an average of scores or a difference, None while there are too
    few days to say it (see `verdict` and `needed`). `n` counts recorded days (weeks of a band,
    windows of a gap, answers of a share; the smaller group's of a comparison), `count` those of
    them that the share counts, `expected` the days there could have been, or the clusters of
    answers. `interval` is the 95% interval, the bounds or the band. `p` is the chance of such a
    difference where there is none, `detectable` the smallest fall that would have shown.
    """

    __slots__ = ()

    if not TYPE_CHECKING:

        def __new__(cls, **fields: Any) -> Figure:
            # As JSON has them: a sentence that rounds a number must not round another one.
            rounded = {name: _rounded(fields.get(name)) for name in _NUMBERS}
            return super().__new__(cls, **{**fields, **rounded})

    def changed(self, **fields: Any) -> Figure:
        """A copy with other `fields`, rounded like any."""
        return Figure(**{**self._asdict(), **fields})


def _rounded(number: Any) -> Any:
    if isinstance(number, tuple):
        return tuple(map(_rounded, number))
    return None if number is None else float(f"{number:.12g}")
