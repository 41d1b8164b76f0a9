from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats import control_chart
from valuecheck.stats.control_chart import WeekMean, band, excursions, quantile, weekly

if TYPE_CHECKING:
    from collections.abc import Sequence

MONDAY = date(2026, 11, 16)
FIRST = date(2025, 1, 6)


def weeks(averages: Sequence[float | None], days: int = 5) -> list[WeekMean]:
    """Weeks one after the other; None is a week without an average."""
    return [
        WeekMean(FIRST + timedelta(weeks=i), days if average is not None else 0, average)
        for i, average in enumerate(averages)
    ]


def steady(n: int, seed: int = 1) -> list[float]:
    chance = random.Random(seed)
    return [chance.gauss(3.6, 0.4) for _ in range(n)]


def number(monday: date) -> int:
    return (monday - FIRST).days // 7


def test_a_week_below_three_days_has_no_average_and_a_gap_is_a_week() -> None:
    values = {MONDAY + timedelta(days=i): float(i + 1) for i in range(3)}
    values |= {MONDAY - timedelta(days=14): 2.0}
    assert weekly(values) == [
        WeekMean(MONDAY - timedelta(weeks=2), 1, None),
        WeekMean(MONDAY - timedelta(weeks=1), 0, None),
        WeekMean(MONDAY, 3, 2.0),
    ]
    assert weekly({}) == []


@given(st.lists(st.floats(1, 5), min_size=1, max_size=60), st.floats(0, 1))
def test_the_quantile_agrees_with_scipys_hyndman_fan_8(values: list[float], share: float) -> None:
    expected = stats.mstats.mquantiles(values, [share], alphap=1 / 3, betap=1 / 3)[0]
    assert quantile(sorted(values), share) == pytest.approx(expected, abs=1e-9)


def test_the_band_by_hand() -> None:
    # 20 values 1 … 20: the 5th percentile is at (20 + 1/3)·.05 + 1/3 = 1.35.
    assert band([float(i) for i in range(20, 0, -1)]) == pytest.approx((1.35, 19.65))


def test_a_shift_is_found_and_begins_where_the_moving_average_left_the_other_side() -> None:
    (found,) = excursions(weeks([*steady(52), *[2.4] * 8]))
    assert number(found.first) == pytest.approx(52, abs=2)
    assert found.average == pytest.approx(2.4, abs=0.4)
    assert found.before == pytest.approx(3.6, abs=0.2)
    assert (number(found.last), found.over, found.usual) == (59, None, False)
    assert number(found.found) - number(found.first) <= 5


def test_the_moving_average_by_hand() -> None:
    # Two levels alternate: mean 3.5, deviation .5·√(12/11); then weeks of 2.
    baseline = [3.0, 4.0] * 6
    assert (2.0 - 3.5) / (0.5 * (12 / 11) ** 0.5) < -2.5
    z = -2.5
    e, after = 0.0, 0
    while abs(e) <= control_chart.limit(12):
        e, after = 0.2 * z + 0.8 * e, after + 1
    assert excursions(weeks([*baseline, *[2.0] * (after - 1)])) == []
    (found,) = excursions(weeks([*baseline, *[2.0] * after]))
    assert number(found.found) == number(found.last) == 11 + after
    assert (found.n, found.average, found.before, found.baseline) == (after, 2.0, 3.5, 12)


@pytest.mark.parametrize("n", [0, 5, 12])
def test_nothing_is_found_below_twelve_earlier_weeks(n: int) -> None:
    assert excursions(weeks([*steady(n)[: n - 1], 1.0])) == []
    assert excursions(weeks([*steady(11), *[1.0] * 3])) == []


def test_a_short_baseline_needs_a_larger_distance() -> None:
    assert control_chart.limit(12) > control_chart.limit(26) > control_chart.limit(52)


def test_an_excursion_ends_once_and_lasted_until_the_average_turned_back() -> None:
    (found,) = excursions(weeks([*steady(52), *[2.4] * 8, *[3.6] * 15]))
    assert number(found.last) == 59
    assert found.over is not None
    assert 59 < number(found.over) <= 68
    assert not found.usual


def test_after_26_weeks_the_level_is_usual_and_the_baseline_begins_there() -> None:
    low = [value - 1.2 for value in steady(30, seed=2)]
    found = excursions(weeks([*steady(52), *low]))
    assert [each.usual for each in found] == [True]
    assert found[0].n == 26
    back = excursions(weeks([*steady(52), *low, *[3.6] * 8]))
    assert [each.average < each.before for each in back] == [True, False]
    assert back[1].baseline <= 30


def test_four_empty_weeks_begin_the_chart_anew() -> None:
    sunk = [*steady(52), *[2.4] * 8]
    (found,) = excursions(weeks([*sunk, *[None] * 4, 2.4]))
    assert (number(found.last), number(found.over or FIRST)) == (59, 64)
    (still,) = excursions(weeks([*sunk, *[None] * 3, 2.4]))
    assert (number(still.last), still.over) == (63, None)


@given(st.lists(st.none() | st.floats(1, 5), max_size=120), st.integers(0, 120))
def test_weeks_once_judged_are_never_revised(averages: list[float | None], cut: int) -> None:
    early, late = excursions(weeks(averages[:cut])), excursions(weeks(averages))
    assert [each.found for each in late][: len(early)] == [each.found for each in early]
    for before, after in zip(early, late, strict=False):
        assert before.over is None or before == after
        assert before[0] == after[0]
    for each in late:
        assert each.first <= each.found
        assert each.first <= each.last
        assert each.baseline >= control_chart.WEEKS_NEEDED


def test_weeks_all_alike_are_no_excursion_whatever_the_rounding() -> None:
    assert excursions(weeks([10 / 3] * 80, days=3)) == []


@pytest.mark.parametrize("seed", range(4))
def test_what_lies_ten_years_back_changes_no_week_of_today(seed: int) -> None:
    chance = random.Random(seed)
    levels = [3.5]
    for _ in range(1500):
        levels.append(min(max(levels[-1] + chance.gauss(0, 0.06), 1.5), 4.6))
    known = weeks([chance.gauss(level, 0.4) for level in levels])
    ten_years = 520
    whole, latest = ([*excursions(of)] for of in (known, known[-ten_years:]))
    assert [each for each in whole if each.last >= known[-52].monday] == [
        each for each in latest if each.last >= known[-52].monday
    ]
    assert len(whole) > len(latest)
