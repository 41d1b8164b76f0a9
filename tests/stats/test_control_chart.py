from __future__ import annotations

from datetime import date, timedelta

import pytest

from valuecheck.stats.control_chart import Week, run_length, usual_range, weekly

MONDAY = date(2026, 11, 16)


def test_a_week_below_three_days_has_no_average_and_a_gap_is_a_week() -> None:
    values = {MONDAY + timedelta(days=i): float(i + 1) for i in range(3)}
    values |= {MONDAY - timedelta(days=14): 2.0}
    assert weekly(values) == [
        Week(MONDAY - timedelta(weeks=2), 1, None),
        Week(MONDAY - timedelta(weeks=1), 0, None),
        Week(MONDAY, 3, 2.0),
    ]
    assert weekly({}) == []


def test_the_usual_range_by_hand() -> None:
    # Moving ranges 1, 0.5, 0.5 with mean 2/3.
    low, centre, high = usual_range([3, 4, 3.5, 3])
    assert centre == 3.375
    assert (low, high) == pytest.approx((3.375 - 2.66 * 2 / 3, 3.375 + 2.66 * 2 / 3))


def test_a_run_counts_back_to_the_first_week_on_the_other_side() -> None:
    assert run_length([2, 4, 4, 4], 3) == 3
    assert run_length([4, 2, 2], 3) == -2
    assert run_length([4, 3], 3) == 0
    assert run_length([], 3) == 0
