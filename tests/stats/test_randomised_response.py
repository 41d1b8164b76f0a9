"""Randomised answers: unbiased, covered by their interval, and private as promised."""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from math import exp, log
from random import Random

import opendp.prelude as dp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats import randomised_response as rr
from valuecheck.team.bit import randomised_bit

EPSILON = 2.0
P = rr.honesty(EPSILON)
TEAMS = int(os.environ.get("VALUECHECK_TEAMS", "400"))
MONDAY = date(2026, 1, 5)


def test_with_epsilon_two_seven_answers_of_eight_are_told_as_they_are() -> None:
    assert pytest.approx(0.8808, abs=1e-4) == P
    assert rr.honesty(None) == 1


@pytest.mark.parametrize(
    ("people", "points", "exact"), [(8, 46, 35), (40, 20, 16), (200, 9, 7), (1000, 4.1, 3.1)]
)
def test_the_price_in_points(people: int, points: float, exact: float) -> None:
    assert 100 * rr.half_width(people, P) == pytest.approx(points, abs=0.6)
    assert 100 * rr.half_width(people, 1.0) == pytest.approx(exact, abs=0.6)


@given(st.floats(0, 1), st.floats(0.1, 8))
def test_the_estimate_is_unbiased(true: float, epsilon: float) -> None:
    """The expected share told, corrected, is the true share."""
    p = rr.honesty(epsilon)
    assert rr.share(true * p + (1 - true) * (1 - p), p) == pytest.approx(true, abs=1e-9)


@pytest.mark.parametrize("people", [8, 40, 200, 1000])
@pytest.mark.parametrize("true", [0.3, 0.5, 0.8])
def test_the_interval_holds_the_true_share_in_95_of_100_teams(people: int, true: float) -> None:
    chance = Random(f"{people} {true}")
    held = 0
    total = 0.0
    for _ in range(TEAMS):
        happy = [chance.random() < true for _ in range(people)]
        told = sum(bit == (chance.random() < P) for bit in happy) / people
        low, high = rr.interval(told, people, P)
        held += low <= true <= high
        total += rr.share(told, P)
    spread = rr.half_width(people, P) / 1.96 / TEAMS**0.5
    assert abs(total / TEAMS - true) < 4 * spread
    assert stats.binomtest(held, TEAMS, 0.95, "less").pvalue > 1e-4


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_a_difference_is_that_of_two_proportions(n: int, before: int, data: st.DataObject) -> None:
    k, k_before = data.draw(st.integers(0, n)), data.draw(st.integers(0, before))
    p = rr.difference(k / n, n, k_before / before, before)
    table = [[k, n - k], [k_before, before - k_before]]
    if 0 in (k + k_before, n + before - k - k_before):
        assert p == 1
    else:
        reference = stats.chi2_contingency(table, correction=False)
        assert p == pytest.approx(reference.pvalue, abs=1e-9)


# The bit

secrets = st.binary(min_size=32, max_size=32)
weeks = st.integers(0, 500).map(lambda number: MONDAY + timedelta(weeks=number))


@given(secrets, weeks, st.lists(st.booleans(), min_size=1, max_size=7))
def test_sending_again_a_thousand_times_tells_nothing_more(
    secret: bytes, week: date, happy: list[bool]
) -> None:
    assert len({randomised_bit(secret, week, happy, EPSILON) for _ in range(1000)}) == 1


def test_epsilon_holds_for_all_inputs() -> None:
    """Whatever the week was like, a bit is at most e^ε times as likely as for any other week.

    Counted over all inputs of five days and 4,000 secrets each; the bound of five standard errors
    allows for chance.
    """
    number = 4000
    keys = [Random(seed).randbytes(32) for seed in range(number)]
    shares = []
    for pattern in range(32):
        happy = [bool(pattern >> day & 1) for day in range(5)]
        told = Counter(randomised_bit(key, MONDAY, happy, EPSILON) for key in keys)
        shares.append(told[True] / number)
    error = (P * (1 - P) / number) ** 0.5
    assert max(shares) <= P + 5 * error
    assert min(shares) >= 1 - P - 5 * error
    assert log(P / (1 - P)) == pytest.approx(EPSILON)
    assert exp(EPSILON) == pytest.approx(P / (1 - P))


def test_each_recorded_day_is_as_likely_to_be_told() -> None:
    number = 5000
    days = Counter(
        next(
            day
            for day in range(5)
            if randomised_bit(key, MONDAY, [other == day for other in range(5)], None)
        )
        for key in (Random(seed).randbytes(32) for seed in range(number))
    )
    assert stats.chisquare([days[day] for day in range(5)]).pvalue > 1e-4


def test_exact_terms_tell_the_day_as_it_is() -> None:
    assert randomised_bit(bytes(32), MONDAY, [True] * 3, None) is True
    assert randomised_bit(bytes(32), MONDAY, [False] * 3, None) is False


def test_the_noise_is_that_of_opendp() -> None:
    """Their measurement with our probability promises our ε, and answers as often as ours does."""
    dp.enable_features("contrib")
    measurement = dp.m.make_randomized_response_bool(prob=P)
    promised: float = measurement.map(d_in=1)  # type: ignore[no-untyped-call]
    assert promised == pytest.approx(EPSILON, abs=1e-9)
    number = 4000
    theirs = sum(measurement(True) for _ in range(number))
    ours = sum(
        randomised_bit(Random(seed).randbytes(32), MONDAY, [True], EPSILON)
        for seed in range(number)
    )
    table = [[theirs, number - theirs], [ours, number - ours]]
    assert stats.chi2_contingency(table).pvalue > 1e-6
