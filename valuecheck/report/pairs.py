"""Pairs of a customer's feedback and the user's own ratings, and their mismatches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.scales import CSAT, SCALES
from valuecheck.stats import windows
from valuecheck.stats.day_values import HAPPY, day_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from valuecheck.core.records import FeedbackTally, Scored

UNHAPPY = 2.5


class TrafficLight(StrEnum):
    """Three bands that all scales share, so that no scale has to be turned into another."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Mismatch(StrEnum):
    """The mismatches between the user's ratings and the customer's."""

    WATERMELON = "watermelon"  # green to oneself, red to them
    HARDER = "harder on yourself"  # red to oneself, green to them


class Pair(NamedTuple):
    """A piece of feedback, and the user's own average for the customer in the days up to it.

    `customer` is today's name; `own` is None where no such day names the customer.
    """

    feedback: FeedbackTally
    customer: str
    own: float | None

    @property
    def mismatch(self) -> Mismatch | None:
        """The kind of mismatch of the two, None where they agree."""
        if self.own is None:
            return None
        bands = own_band(self.own), band(self.feedback.scale, self.feedback.score)
        if bands == (TrafficLight.GREEN, TrafficLight.RED):
            return Mismatch.WATERMELON
        return Mismatch.HARDER if bands == (TrafficLight.RED, TrafficLight.GREEN) else None


def band(scale: str, score: int) -> TrafficLight:
    """The band of a customer's score on its own scale."""
    limits = SCALES[scale]
    if score <= limits.red:
        return TrafficLight.RED
    return TrafficLight.GREEN if score >= limits.green else TrafficLight.AMBER


def own_band(average: float) -> TrafficLight:
    """Return the band of an average of the user's own scores."""
    if average <= UNHAPPY:
        return TrafficLight.RED
    return TrafficLight.GREEN if average >= HAPPY else TrafficLight.AMBER


def own_days(check_ins: Iterable[Scored]) -> dict[str, dict[date, float]]:
    """For each customer the values of the days that name them, in order of time."""
    scores: dict[str, list[tuple[date, int]]] = {}
    for row in check_ins:
        for name in row.customers:
            scores.setdefault(name, []).append((row.day, row.score))
    return {name: day_values(of_customer) for name, of_customer in scores.items()}


def paired(
    feedback: Iterable[FeedbackTally],
    own: Mapping[str, Mapping[date, float]],
    window_days: int,
    today_name: Callable[[str], str] = str,
) -> Iterator[Pair]:
    """Each piece of feedback with the mean of the own values of its day and those before.

    The window has `window_days` days, the feedback's own day included. `today_name` turns a name
    as stored into the one that `own` knows.
    """
    averages = {name: _Averages(days) for name, days in own.items()}
    for piece in feedback:
        name = today_name(piece.customer)
        days = averages.get(name)
        yield Pair(piece, name, days.up_to(piece.day, window_days) if days else None)


def gaps(
    feedback: Iterable[FeedbackTally],
    own: Mapping[str, Mapping[date, float]],
    window_days: int,
    first: date,
    last: date,
    today_name: Callable[[str], str] = str,
) -> dict[str, list[float]]:
    """For each customer, by how much the own values exceed its csat in each disjoint window.

    Only windows wholly between `first` and `last` count, see `windows.differences`.
    """
    csat: dict[str, list[tuple[date, float, int]]] = {}
    for piece in feedback:
        if piece.scale == CSAT:
            answer = (piece.day, float(piece.score), piece.pieces)
            csat.setdefault(today_name(piece.customer), []).append(answer)
    return {
        name: windows.differences(own[name], answers, window_days, first, last)
        for name, answers in csat.items()
        if name in own
    }


class _Averages:
    """Averages over any stretch of days, in the time of two look-ups."""

    def __init__(self, values: Mapping[date, float]) -> None:
        self._days = [*values]
        self._sums = [0.0, *accumulate(values.values())]

    def up_to(self, day: date, window_days: int) -> float | None:
        first = day - timedelta(days=min(window_days, day.toordinal()) - 1)
        start, end = bisect_left(self._days, first), bisect_right(self._days, day)
        if start == end:
            return None
        # Sums of fractions: an average on the edge of a band, or equal to a score, must be so.
        return round((self._sums[end] - self._sums[start]) / (end - start), 9)
