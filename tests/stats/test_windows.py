from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from valuecheck.stats.clusters import window_of
from valuecheck.stats.windows import differences, student_t_test

# The first day of a window of 14 days.
START = date.fromordinal(14 * 52_850)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


@given(st.lists(st.floats(-4, 4), min_size=2, max_size=40))
def test_the_test_of_windows_agrees_with_scipy(values: list[float]) -> None:
    if len(set(values)) == 1 or stats.tstd(values) < 1e-6:
        return
    expected = stats.ttest_1samp(values, 0).pvalue
    assert student_t_test(values) == pytest.approx(expected, abs=1e-9)


def test_values_all_alike_leave_no_room_for_chance() -> None:
    assert student_t_test([0.0] * 6) == 1
    assert student_t_test([10 / 3] * 6) == 0


def test_a_survey_of_a_hundred_answers_is_one_window() -> None:
    own = {day(i): 4.0 for i in range(10)}
    answers = [(day(3), 3.0, 60), (day(9), 5.0, 40)]
    assert differences(own, answers, 14, day(0), day(13)) == pytest.approx([4 - 3.8])


def test_only_windows_wholly_within_the_time_count() -> None:
    own = {day(i): 4.0 for i in range(42)}
    answers = [(day(i), 2.0, 1) for i in range(42)]
    assert len(differences(own, answers, 14, day(0), day(41))) == 3
    assert len(differences(own, answers, 14, day(1), day(40))) == 1
    assert differences(own, answers, 14, day(0), day(12)) == []


def test_a_window_needs_both_sides() -> None:
    own = {day(i): 4.0 for i in range(14)}
    assert differences(own, [(day(20), 2.0, 1)], 14, day(0), day(41)) == []
    assert differences({}, [(day(2), 2.0, 1)], 14, day(0), day(41)) == []


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 5)), max_size=40),
    st.integers(1, 30),
    st.integers(0, 100),
)
def test_no_look_cuts_windows_differently(
    answers: list[tuple[int, int]], length: int, later: int
) -> None:
    own = {day(i): 1.0 + i % 5 for i in range(0, 200, 2)}
    theirs = [(day(i), float(score), 1) for i, score in answers]
    early = differences(own, theirs, length, day(0), day(100))
    late = differences(own, theirs, length, day(0), day(100 + later))
    assert late[: len(early)] == early
    assert len(late) <= len({window_of(day(i), length) for i, _ in answers})
