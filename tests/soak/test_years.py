"""Whole simulated years, looked at every workday: how often chance is called clear, and power.

VALUECHECK_SOAK sets the number of people in each cell: a few in a normal run, 200 by hand
(`VALUECHECK_SOAK=200 pytest tests/soak/test_years.py -s -n 0`, some minutes). VALUECHECK_SEED,
a number, makes other people. A rate fails where it is above its goal by more than the chance of
so many people explains. `-s` shows the tables that .github/docs/statistics.md repeats.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from math import sqrt

import pytest

from tests.soak.looks import (
    Arrays,
    Claim,
    claims_of_years,
    every_look,
    gap_claims,
    kinds_by_year,
)
from tests.soak.people import PEOPLE, SURVEYED, life

SMALL = 2
LIVES = int(os.environ.get("VALUECHECK_SOAK", SMALL))
SEED = 10_000 * int(os.environ.get("VALUECHECK_SEED", "0"))
SEEDS = range(SEED, SEED + LIVES)
YEARS = 2
DEPENDENCE = (0.0, 0.3, 0.5)
# At most this share of the years of unchanged people may bring a false verdict.
GOALS = {0.0: 0.10, 0.3: 0.10, 0.5: 0.20}
# Where Mondays are worse in truth, this is no false claim.
TRUE = {"weekly rhythm": {"weekdays": None}}
JULY = date(2025, 7, 1)


def margin(rate: float, n: int) -> float:
    """Three standard errors of a `rate` measured on `n` years, and half a year for so few."""
    return 3 * sqrt(rate * (1 - rate) / n) + 0.5 / n


@pytest.mark.parametrize("similarity", DEPENDENCE)
@pytest.mark.parametrize("name", PEOPLE)
def test_a_year_of_looks_seldom_brings_a_false_verdict(name: str, similarity: float) -> None:
    years: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for seed in SEEDS:
        claims = claims_of_years(life(name, similarity, seed, YEARS), YEARS)
        by_year = kinds_by_year(claims, TRUE.get(name, {}))
        years.update(by_year.keys())
        for found in by_year.values():
            kinds.update(found)
    n = LIVES * YEARS
    each = "  ".join(f"{kind} {count / n:.1%}" for kind, count in sorted(kinds.items()))
    rates = " / ".join(f"{count / LIVES:.1%}" for _, count in sorted(years.items()))
    print(f"{name:14} r={similarity}  {rates} of {LIVES:,} users a year   {each}")
    assert years.total() / n <= GOALS[similarity] + margin(GOALS[similarity], n)


@pytest.mark.parametrize("seed", range(1 if LIVES == SMALL else 3))
def test_the_short_way_finds_what_somebody_reads(seed: int) -> None:
    # A life with every kind of claim in it, looked at every ninth workday and after each quarter.
    changed = life(
        "content", 0.3, 100 + seed, YEARS, drop=1.2, since=JULY, bad=("b", 1.5), harsh=1.4
    )
    ends = {date(2025, month, 1) for month in (4, 7, 10)} | {date(2026, 1, 2)}
    looks = [row.day for row in changed.rows if row.day.year == 2025][5::9]
    read = {
        (claim.kind, claim.worse)
        for today in sorted({*looks, *ends})
        for claim in every_look(changed, today)
    }
    found = {
        (claim.kind, claim.worse)
        for claim in claims_of_years(changed, YEARS)
        if claim.day.year == 2025
    }
    assert read <= found
    # Between two looks a claim may come and go, and the year before has its own.
    assert {kind for kind, _ in found} == {kind for kind, _ in read}


@pytest.mark.parametrize("customer", [*SURVEYED])
def test_a_survey_of_any_size_seldom_brings_a_false_gap(customer: str) -> None:
    # Alone, no other customer shares its budget: the worst case.
    found = dict.fromkeys(DEPENDENCE, 0)
    for similarity in DEPENDENCE:
        for seed in SEEDS:
            alone = life("content", similarity, 3000 + seed, YEARS)
            alone.feedback = [piece for piece in alone.feedback if piece.customer == customer]
            claims = gap_claims(alone, Arrays.of(alone), YEARS)
            found[similarity] += len(kinds_by_year(claims, {}))
    n = LIVES * YEARS
    print(f"gaps  {customer:10} ", {each: f"{count / n:.1%}" for each, count in found.items()})
    assert all(count / n <= 0.02 + margin(0.02, n) for count in found.values())


def first_true(claims: list[Claim], since: date, kinds: set[str]) -> int | None:
    """The days from `since` to the first claim of these kinds that says worse, or None."""
    days = [(c.day - since).days for c in claims if c.worse and c.kind in kinds and c.day >= since]
    return min(days, default=None)


CHANGES = {"weeks", "comparison", "trend"}


@pytest.mark.parametrize("similarity", [0.0, 0.3])
@pytest.mark.parametrize("name", ["content", "torn", "mostly 4"])
@pytest.mark.parametrize("drop", [1.0, 0.5])
def test_a_fall_for_good_is_found(name: str, similarity: float, drop: float) -> None:
    after = []
    for seed in SEEDS:
        fallen = life(name, similarity, 5000 + seed, YEARS, drop=drop, since=JULY)
        after.append(first_true([*claims_of_years(fallen, YEARS)], JULY, CHANGES))
    within = {days: _share(after, days) for days in (60, 100, 184)}
    shown = "  ".join(f"{days} days {share:.0%}" for days, share in within.items())
    print(f"power  {name:10} r={similarity}  −{drop}: {shown}")
    # Goals where false alarms leave them within reach; statistics.md has the table.
    assert within[184] >= 0.25 - margin(0.25, LIVES)


def test_a_kind_of_work_that_is_a_point_worse_is_found_within_a_closed_year() -> None:
    found = 0
    for seed in SEEDS:
        bad = life("content", 0.3, 7000 + seed, 1, bad=("c", 1.0))
        found += any(claim.kind == "tag" and claim.worse for claim in claims_of_years(bad, 1))
    print(f"power  a tag a point worse on 16% of days: {found / LIVES:.0%}")
    assert found / LIVES >= 0.95 - margin(0.95, LIVES)


def test_a_customer_who_sees_it_far_worse_is_found_within_thirty_weeks() -> None:
    found = 0
    for seed in SEEDS:
        harsh = life("content", 0.3, 9000 + seed, 1, harsh=1.6, punctual=True)
        last = harsh.rows[0].day + timedelta(weeks=30)
        harsh.feedback = [piece for piece in harsh.feedback if piece.customer == "singles"]
        claims = claims_of_years(harsh, 1)
        found += any(c.kind == "gap" and c.worse and c.day <= last for c in claims)
    print(f"power  a customer 1.6 lower, one answer a fortnight: {found / LIVES:.0%}")
    assert found / LIVES >= 0.75 - margin(0.75, LIVES)


def _share(after: list[int | None], days: int) -> float:
    return sum(each is not None and each <= days for each in after) / len(after)
