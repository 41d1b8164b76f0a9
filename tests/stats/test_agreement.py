from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats.agreement import concordance, sign_test
from valuecheck.stats.intervals import net_promoter

rated = st.lists(
    st.tuples(st.sampled_from([1.0, 2.5, 3.0, 4.5, 5.0]), st.integers(0, 10), st.integers(1, 4)),
    max_size=12,
)


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_sign_test_is_the_exact_binomial_test(higher: int, lower: int) -> None:
    assume(higher + lower > 0)
    expected = stats.binomtest(higher, higher + lower).pvalue
    assert sign_test(higher, lower) == pytest.approx(expected, rel=1e-9, abs=1e-200)


def test_the_examples_of_the_statistics() -> None:
    assert f"{sign_test(9, 2):.2f}" == "0.07"
    assert f"{sign_test(5, 1):.2f}" == "0.22"
    low, high = net_promoter(4, 2, 10)
    assert (round(100 * low), round(100 * high)) == (-25, 56)


@given(rated)
def test_concordance_looks_at_every_two_items(items: list[tuple[float, int, int]]) -> None:
    single = [(first, second) for first, second, pieces in items for _ in range(pieces)]
    signs = [(a[0] - b[0]) * (a[1] - b[1]) for a, b in combinations(single, 2)]
    assert concordance(items) == (sum(s > 0 for s in signs), sum(s < 0 for s in signs))


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_interval_of_a_net_promoter_score_encloses_it_nearly(
    promoters: int, passives: int, detractors: int
) -> None:
    n = promoters + passives + detractors
    assume(n >= 10)
    low, high = net_promoter(promoters, detractors, n)
    share = (promoters - detractors) / n
    # It is pulled towards 0 by the answers that are added.
    assert -1 <= low < high <= 1
    assert low <= share * n / (n + 3) <= high
    mirrored = net_promoter(detractors, promoters, n)
    assert mirrored == pytest.approx((-high, -low))
