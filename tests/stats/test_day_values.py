from __future__ import annotations

from datetime import date, timedelta

from valuecheck.stats.day_values import day_values, is_happy, longest_run

MONDAY = date(2026, 11, 16)
TUESDAY = MONDAY + timedelta(days=1)


def test_a_days_value_is_the_mean_of_its_scores() -> None:
    assert day_values([(MONDAY, 4), (TUESDAY, 2), (MONDAY, 5)]) == {MONDAY: 4.5, TUESDAY: 2}


def test_days_come_in_order_of_time_whatever_the_order_of_the_scores() -> None:
    assert [*day_values([(TUESDAY, 2), (MONDAY, 4)])] == [MONDAY, TUESDAY]


def test_a_day_is_happy_from_three_and_a_half_on() -> None:
    assert [is_happy(value) for value in (3, 3.49, 3.5, 4, 5)] == [False, False, True, True, True]


def test_the_longest_run_ends_at_an_unrecorded_workday() -> None:
    workdays = [MONDAY + timedelta(days=offset) for offset in range(5)]
    recorded = {*workdays} - {workdays[1]}
    assert longest_run(workdays, recorded) == 3
    assert longest_run([], recorded) == 0
