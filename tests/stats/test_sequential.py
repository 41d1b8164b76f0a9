from __future__ import annotations

import random
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.stats import sequential

alphas = st.floats(1e-6, 0.05)


@given(st.floats(0, 8), st.floats(5, 500), alphas)
def test_the_p_value_is_below_alpha_exactly_beyond_the_limit(
    z: float, days: float, alpha: float
) -> None:
    limit = sequential.limit(days, alpha)
    if abs(z - limit) > 1e-6:
        assert (sequential.p_at_any_look(z, days, alpha) < alpha) == (z > limit)


@given(alphas)
def test_the_limit_is_lowest_near_sixteen_effective_days(alpha: float) -> None:
    grid = [4 * 1.02**step for step in range(200)]
    best = min(grid, key=lambda days: sequential.limit(days, alpha))
    assert best == pytest.approx(16, rel=0.05)


def test_the_parts_of_the_chance_never_sum_up_to_more_than_half_of_it() -> None:
    parts = [sequential.alpha_of(number) for number in range(1, 20_000)]
    assert sum(parts) == pytest.approx(sequential.ALPHA / 2, rel=1e-3)
    assert sum(parts) < sequential.ALPHA / 2


def test_effective_days_of_two_groups() -> None:
    assert sequential.effective_days(10, 30) == 7.5


def test_looking_after_every_day_is_seldom_fooled() -> None:
    chance, alpha, fooled = random.Random(4), 0.05, 0
    limits = [sequential.limit(days, alpha) for days in range(1, 300)]
    for _ in range(400):
        total = 0.0
        for days, limit in enumerate(limits, start=1):
            total += chance.gauss(0, 1)
            if abs(total) / sqrt(days) >= limit:
                fooled += 1
                break
    assert fooled / 400 <= 0.05
