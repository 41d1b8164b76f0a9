from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats import ranks

values = st.sampled_from([1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0])
group = st.lists(values, min_size=2, max_size=40)


@given(group, group)
def test_mann_whitney_agrees_with_scipy(first: list[float], second: list[float]) -> None:
    difference = ranks.mann_whitney(first, second, factor=1)
    if len({*first, *second}) == 1:
        assert difference == (0.5, 1, 0)
        return
    expected = stats.mannwhitneyu(first, second, method="asymptotic")
    assert difference.p == pytest.approx(expected.pvalue, abs=1e-9)
    wins = expected.statistic / (len(first) * len(second))
    assert difference.superiority == pytest.approx(wins, abs=1e-9)
    assert 2 * stats.norm.sf(abs(difference.z)) == pytest.approx(difference.p, abs=1e-9)


@given(group, group)
def test_the_share_of_differing_pairs_leaves_ties_out(
    first: list[float], second: list[float]
) -> None:
    pairs = [(a, b) for a in first for b in second if a != b]
    found = ranks.share_of_differing(first, second)
    assert found == (pytest.approx(sum(a > b for a, b in pairs) / len(pairs)) if pairs else None)


def test_the_factor_makes_a_difference_less_sure() -> None:
    first, second = [4.0] * 10, [3.0] * 10
    alone, alike = (ranks.mann_whitney(first, second, factor).p for factor in (1, 2.5))
    assert stats.norm.isf(alike / 2) == pytest.approx(stats.norm.isf(alone / 2) / 2.5**0.5)


@given(st.lists(group, min_size=2, max_size=7))
def test_kruskal_wallis_agrees_with_scipy(groups: list[list[float]]) -> None:
    if len({value for each in groups for value in each}) == 1:
        assert ranks.kruskal_wallis(groups) == 1
        return
    expected = stats.kruskal(*groups).pvalue
    assert ranks.kruskal_wallis(groups) == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holms_adjustment_finds_what_the_step_down_procedure_rejects(p: list[float]) -> None:
    rejected = set()
    for step, position in enumerate(sorted(range(len(p)), key=lambda i: (p[i], i))):
        if p[position] * (len(p) - step) >= 0.05:
            break
        rejected.add(position)
    assert {i for i, adjusted in enumerate(ranks.holm(p)) if adjusted < 0.05} == rejected


def test_holms_worked_example() -> None:
    assert ranks.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
