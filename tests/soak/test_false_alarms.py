"""Simulate years: the verdicts' false alarms, and the changes that they find.

VALUECHECK_SOAK sets the number of series in each cell: 200 in a normal run, 10000 by hand. A rate
fails where it is above its limit by more than the chance of so many series explains. Run with
`-s` for the table.
"""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import pytest

from valuecheck.core.days import unit_period
from valuecheck.report.differences import comparison
from valuecheck.report.figure import Verdict
from valuecheck.stats.trend import mann_kendall

if TYPE_CHECKING:
    from collections.abc import Sequence

SERIES = int(os.environ.get("VALUECHECK_SOAK", "200"))
# Shares of the scores 1 to 5: somebody content, somebody torn, somebody who nearly always says 4.
PEOPLE = {
    "content": (0.02, 0.08, 0.25, 0.45, 0.20),
    "torn": (0.08, 0.22, 0.30, 0.28, 0.12),
    "always 4": (0.01, 0.04, 0.10, 0.75, 0.10),
}
NORMAL = NormalDist()
FALSE_ALARMS = {
    (20, 0.0): 0.04,
    (20, 0.3): 0.08,
    (60, 0.0): 0.05,
    (60, 0.3): 0.06,
    (250, 0.0): 0.06,
    (250, 0.3): 0.07,
}


def days(
    person: str, n: int, similarity: float, chance: random.Random, drift: float = 0
) -> list[float]:
    """The scores of `n` days, each resembling the one before, their mean moving up by `drift`.

    Scores are the steps that a hidden normal AR(1) series reaches.
    """
    shifts = shifts_of(person, n, drift)
    hidden, scores = chance.gauss(0, 1), []
    for shift in shifts:
        scores.append(1.0 + sum(hidden + shift > cut for cut in cuts_of(person)))
        hidden = similarity * hidden + sqrt(1 - similarity**2) * chance.gauss(0, 1)
    return scores


@cache
def cuts_of(person: str) -> list[float]:
    """Return the hidden values above which the user's scores 2 to 5 begin."""
    return [NORMAL.inv_cdf(share) for share in accumulate(PEOPLE[person][:-1])]


@cache
def shifts_of(person: str, n: int, drift: float) -> list[float]:
    """By how much the hidden value is moved on each day, so that the mean moves by `drift`."""
    if not drift:
        return [0.0] * n
    usual = mean_score(person, 0)
    return [shifted(person, usual + drift * (i / (n - 1) - 0.5)) for i in range(n)]


def shifted(person: str, mean: float) -> float:
    """Find by bisection the shift that gives the user this mean score."""
    low, high = -5.0, 5.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_score(person, middle) < mean else (low, middle)
    return low


def mean_score(person: str, shift: float) -> float:
    return 1 + sum(1 - NORMAL.cdf(cut - shift) for cut in cuts_of(person))


def chance_of(rate: float) -> float:
    """Three standard errors of a `rate` measured with so many series."""
    return 3 * sqrt(rate * (1 - rate) / SERIES)


def rate(found: Sequence[bool]) -> float:
    return sum(found) / len(found)


@pytest.mark.parametrize(("n", "similarity"), FALSE_ALARMS)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_trend_is_seldom_found_where_there_is_none(
    person: str, n: int, similarity: float
) -> None:
    chance = random.Random(f"{person} {n} {similarity}")
    trends = [mann_kendall(days(person, n, similarity, chance)) for _ in range(SERIES)]
    chances = [trend.p if trend else 1.0 for trend in trends]
    at_5, at_1 = rate([p < 0.05 for p in chances]), rate([p < 0.01 for p in chances])
    print(f"trend  {person:9} n={n:3} r={similarity}  .05: {at_5:6.2%}  .01: {at_1:6.2%}")
    limit = FALSE_ALARMS[n, similarity]
    assert at_5 <= limit + chance_of(limit)
    assert at_1 <= 0.02 + chance_of(0.02)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_point_in_sixty_days_is_found_often_enough(person: str) -> None:
    chance = random.Random(person)
    trends = [mann_kendall(days(person, 60, 0, chance, drift=1)) for _ in range(SERIES)]
    power = rate([trend is not None and trend.p < 0.05 for trend in trends])
    print(f"power  {person:9} n= 60 r=0.0  .05: {power:6.2%}")
    assert power >= 0.4 - chance_of(0.4)


@pytest.mark.parametrize("similarity", [0.0, 0.3])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_year_of_quarters_seldom_makes_a_false_claim(person: str, similarity: float) -> None:
    chance = random.Random(f"year {person} {similarity}")
    quarters = [unit_period("quarter", date(2026, 1, 1) + timedelta(days=91 * i)) for i in range(5)]
    claimed = []
    for _ in range(SERIES):
        scores = days(person, 5 * 62, similarity, chance)
        parts = [scores[i * 62 : (i + 1) * 62] for i in range(5)]
        verdicts = [
            comparison(quarters[i], parts[i], quarters[i - 1], parts[i - 1]).difference.verdict
            for i in range(1, 5)
        ]
        claimed.append(Verdict.CLEAR in verdicts)
    print(f"year   {person:9} n=310 r={similarity}  any: {rate(claimed):6.2%}")
    assert rate(claimed) <= 0.08 + chance_of(0.08)
