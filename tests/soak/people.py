"""Made-up users whose years a soak test looks at: their days, their tags, their customers.

Scores are the steps that a hidden normal AR(1) series reaches, one check-in a workday. Tags and
customers are drawn without regard to the score, customers answer as the user does on average: in
an unchanged life every claim is false.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from tests.made_up import QUESTION, weekdays
from valuecheck.core.records import FeedbackTally, Filters, Scored
from valuecheck.report import ReportInputs
from valuecheck.report.inputs import looks_back, settling_days
from valuecheck.report.pairs import gaps, own_days, paired

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from valuecheck.core.periods import Period

FIRST = date(2024, 1, 1)  # a Monday
WINDOW = 14
# Shares of the scores 1 to 5.
CONTENT = (0.02, 0.08, 0.25, 0.45, 0.20)
TORN = (0.08, 0.22, 0.30, 0.28, 0.12)
MOSTLY_4 = (0.01, 0.04, 0.10, 0.75, 0.10)
# How often each of eight kinds of work and five customers is named.
KINDS = dict(zip("abcdefgh", (0.30, 0.20, 0.16, 0.12, 0.10, 0.08, 0.06, 0.05), strict=True))
CUSTOMERS = {"singles": 0.30, "monthly": 0.25, "quarterly": 0.20, "yearly": 0.10, "new": 0.05}
SURVEYED = ("singles", "monthly", "quarterly", "yearly")


@dataclass(frozen=True)
class Person:
    """The shares of the scores 1 to 5, by how much Mondays are worse, and of missing days."""

    shares: tuple[float, ...]
    monday: float = 0.0
    missing: float = 0.05


PEOPLE = {
    "content": Person(CONTENT),
    "torn": Person(TORN),
    "mostly 4": Person(MOSTLY_4),
    "weekly rhythm": Person(CONTENT, monday=-0.6),
    "half missing": Person(CONTENT, missing=0.5),
}


@dataclass
class Life:
    """Some years of a user: check-ins and feedback in order of time, as a report reads them."""

    rows: list[Scored]
    feedback: list[FeedbackTally]
    values: dict[date, float] = field(init=False)
    settling: frozenset[date] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {row.day: float(row.score) for row in self.rows}
        self.settling = settling_days(Counter(row.day for row in self.rows))

    def inputs(self, period: Period, today: date, *, listening: bool = True) -> ReportInputs:
        """The inputs of a report on `period` on the evening of `today`."""
        first = period.start or date.min
        last = min(period.end or today, today)
        within = [row for row in self.rows if first <= row.day <= last]
        before = {d: v for d, v in self.values.items() if d < first} if looks_back(period) else {}
        found = ReportInputs(
            period=period,
            filters=Filters(),
            check_ins=within,
            calendar=weekdays(),
            today=today,
            first_day=self.rows[0].day,
            earlier=before,
            settling=self.settling,
            window_days=WINDOW,
        )
        if not listening:
            return found
        feedback = [piece for piece in self.feedback if first <= piece.day <= last]
        return found._replace(
            pairs=[*paired(feedback, own_days(within), WINDOW)],
            gaps=self.gaps(first, min(last, today - timedelta(days=1))),
        )

    def gaps(self, first: date, last: date) -> dict[str, list[float]]:
        """The gaps to all customers in the windows wholly between two days."""
        return gaps(self.feedback, own_days(self.rows), WINDOW, first, last)


def life(
    name: str,
    similarity: float,
    seed: int,
    years: int = 2,
    *,
    drop: float = 0.0,
    since: date = date.max,
    bad: tuple[str, float] = ("", 0.0),
    harsh: float = 0.0,
    punctual: bool = False,
) -> Life:
    """Years of a user whose days resemble the one before by `similarity`.

    Since a day their mean is lower by `drop`; days with the kind `bad[0]` have a mean lower by
    `bad[1]`; customers score lower by `harsh` points than the user. The `punctual` one answers in
    every fortnight instead of once a fortnight on average.
    """
    person = PEOPLE[name]
    chance = np.random.default_rng([seed, round(100 * similarity), [*PEOPLE].index(name)])
    last = FIRST.replace(year=FIRST.year + years) - timedelta(days=1)
    days = [*weekdays().workdays(FIRST, last)]
    hidden = series(chance, len(days), similarity)
    tags = {tag: chance.random(len(days)) < often for tag, often in (KINDS | CUSTOMERS).items()}
    recorded = chance.random(len(days)) >= person.missing
    rows = []
    for i in np.flatnonzero(recorded):
        day = days[i]
        lower = drop * (day >= since) + (bad[1] if bad[0] and tags[bad[0]][i] else 0.0)
        level = shift(person.shares, -lower) + person.monday * (day.weekday() == 0)
        score = score_of(person.shares, hidden[i] + level)
        kinds = tuple(kind for kind in KINDS if tags[kind][i])
        customers = tuple(customer for customer in CUSTOMERS if tags[customer][i])
        rows.append(Scored(day, score, "", kinds, customers, QUESTION, filled_in_later=False))
    return Life(rows, _feedback(person, chance, days, harsh, punctual))


def _feedback(
    person: Person,
    chance: np.random.Generator,
    days: Sequence[date],
    harsh: float,
    punctual: bool,
) -> list[FeedbackTally]:
    """One customer answers once a fortnight or so; others have surveys of 10, 25 or 100 answers.

    They come once a month, a quarter or a year. The answers of one survey resemble each other.
    """
    usual = mean_score(person.shares, 0.0)
    if person.monday:
        usual = 0.8 * usual + 0.2 * mean_score(person.shares, person.monday)
    level = shift(person.shares, usual - harsh - mean_score(person.shares, 0.0))
    alone = days[4::10] if punctual else [day for day in days if chance.random() < 0.1]
    surveys = [("singles", day, 1) for day in alone]
    for number, day in enumerate(days):
        if number % 21 == 10:
            surveys.append(("monthly", day, 10))
        if number % 65 == 40:
            surveys.append(("quarterly", day, 25))
        if number % 261 == 130:
            surveys.append(("yearly", day, 100))
    cells: Counter[tuple[date, str, str, int]] = Counter()
    for customer, day, answers in surveys:
        common = 0.45 * chance.standard_normal()
        for _ in range(answers):
            hidden = common + np.sqrt(1 - 0.45**2) * chance.standard_normal()
            cells[day, customer, "csat", score_of(person.shares, hidden + level)] += 1
    return [FeedbackTally(*cell, pieces) for cell, pieces in sorted(cells.items())]


def series(chance: np.random.Generator, n: int, similarity: float) -> list[float]:
    noise = chance.standard_normal(n)
    scale, hidden, found = np.sqrt(1 - similarity**2), float(noise[0]), []
    for each in noise:
        found.append(hidden)
        hidden = similarity * hidden + scale * float(each)
    return found


@cache
def cuts_of(shares: tuple[float, ...]) -> tuple[float, ...]:
    """Above which hidden values the scores 2 to 5 begin."""
    return tuple(float(norm.ppf(share)) for share in accumulate(shares[:-1]))


def score_of(shares: tuple[float, ...], hidden: float) -> int:
    return 1 + bisect_left(cuts_of(shares), hidden)


@cache
def mean_score(shares: tuple[float, ...], level: float) -> float:
    """The mean score of somebody whose hidden series lies at `level`."""
    return 1 + sum(float(norm.sf(cut - level)) for cut in cuts_of(shares))


@cache
def shift(shares: tuple[float, ...], points: float) -> float:
    """The level at which the mean score is `points` higher than at 0, by bisection."""
    if not points:
        return 0.0
    wanted = mean_score(shares, 0.0) + points
    return _bisect(lambda level: mean_score(shares, level) < wanted)


def _bisect(too_low: Callable[[float], bool]) -> float:
    low, high = -6.0, 6.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if too_low(middle) else (low, middle)
    return low
