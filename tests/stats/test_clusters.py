from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats.clusters import clusters, intraclass_correlation

groups = st.lists(
    st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=8), min_size=1, max_size=8
)


def test_the_correlation_by_hand() -> None:
    # Means 1, 2, 3 around 2: between 2·(1 + 0 + 1)/2 = 2, within 6·.25/3 = .5, size 2.
    found = intraclass_correlation([*map(Counter, [(0.5, 1.5), (1.5, 2.5), (2.5, 3.5)])])
    assert found == pytest.approx((2 - 0.5) / (2 + 0.5))


def test_the_correlation_agrees_with_scipys_analysis_of_variance() -> None:
    groups = [(1.0, 2.0, 2.0, 5.0), (3.0, 4.0, 4.0, 4.0), (2.0, 5.0, 5.0, 5.0)]
    ratio = stats.f_oneway(*groups).statistic
    expected = (ratio - 1) / (ratio + 4 - 1)
    assert intraclass_correlation([*map(Counter, groups)]) == pytest.approx(max(expected, 0.0))
    assert expected > 0.1


def test_a_survey_that_says_one_thing_counts_once() -> None:
    answers = [("spring", 1.0, 25), ("autumn", 0.0, 25)]
    assert clusters(answers)[:2] == (50, 2)
    assert clusters(answers).effective == pytest.approx(2)
    assert clusters([("spring", 1.0, 25)]).effective == pytest.approx(1)


def test_single_answers_are_worth_themselves() -> None:
    assert clusters([(i, float(i % 2), 1) for i in range(9)]) == (9, 9, 9)
    assert clusters([]) == (0, 0, 0)


def test_answers_that_differ_within_as_much_as_between_are_worth_all() -> None:
    assert clusters([(i % 3, float(i // 3 % 2), 1) for i in range(24)]).effective == 24


@given(groups)
def test_answers_are_worth_between_their_clusters_and_themselves(values: list[list[float]]) -> None:
    answers = [(i, value, 1) for i, group in enumerate(values) for value in group]
    found = clusters(answers)
    assert found.groups - 1e-9 <= found.effective <= found.n + 1e-9
