from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.stats.shrinkage import between_variance, shrunk


def test_the_variance_between_by_hand() -> None:
    # Equal weights 4: Q = 4·(1 + 0 + 1) = 8, then (8 − 2) / (12 − 48/12).
    assert between_variance([2, 3, 4], [0.25] * 3) == pytest.approx(6 / 8)
    assert between_variance([3, 3.1], [1, 1]) == 0
    assert between_variance([3], [1]) is None
    assert between_variance([3, 4], [0, 1]) is None


def test_an_average_of_few_days_is_drawn_further() -> None:
    few, many = shrunk([2.0, 2.0, 5.0], [5, 50, 50], 1.0, 3.5)[:2]
    assert 2.0 < many < few < 3.5


@given(st.lists(st.tuples(st.floats(1, 5), st.integers(5, 60)), min_size=1, max_size=8))
def test_each_lies_between_its_average_and_that_of_all(tags: list[tuple[float, int]]) -> None:
    means, sizes = [mean for mean, _ in tags], [size for _, size in tags]
    for mean, found in zip(means, shrunk(means, sizes, 1.1, 3.0), strict=True):
        assert min(mean, 3.0) - 1e-9 <= found <= max(mean, 3.0) + 1e-9


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.6])
def test_drawn_averages_lie_nearer_to_the_truth(spread: float) -> None:
    chance, raw, drawn = random.Random(f"{spread}"), 0.0, 0.0
    for _ in range(300):
        truth = [chance.gauss(3.5, spread) for _ in range(8)]
        sizes = [chance.randint(5, 40) for _ in truth]
        means = [
            sum(chance.gauss(mu, 1) for _ in range(size)) / size
            for mu, size in zip(truth, sizes, strict=True)
        ]
        everything = sum(m * s for m, s in zip(means, sizes, strict=True)) / sum(sizes)
        found = shrunk(means, sizes, 1.0 + spread**2, everything)
        raw += sum((m - t) ** 2 for m, t in zip(means, truth, strict=True))
        drawn += sum((f - t) ** 2 for f, t in zip(found, truth, strict=True))
    assert drawn < raw
