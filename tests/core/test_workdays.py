"""Workdays, the streak and the week's strip."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.text import without_styles
from valuecheck.core.workdays import (
    StripDay,
    WorkCalendar,
    Workweek,
    streak,
    week_lines,
    week_strip,
)

MONDAY_TO_FRIDAY = frozenset(range(5))
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, 16) + timedelta(days=n) for n in range(7))
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


def calendar(*off: date, weekdays: frozenset[int] = MONDAY_TO_FRIDAY) -> WorkCalendar:
    return WorkCalendar([Workweek(date(2026, 1, 1), weekdays)], frozenset(off))


def newest_first(*recorded: date) -> list[date]:
    return sorted(recorded, reverse=True)


# Workdays


def test_a_workday_is_a_worked_weekday_that_is_not_a_day_off() -> None:
    assert calendar().is_workday(FRI)
    assert not calendar().is_workday(SAT)
    assert not calendar(FRI).is_workday(FRI)
    assert calendar(FRI).has_worked_weekday(FRI)


def test_a_changed_workweek_never_rewrites_the_past() -> None:
    weeks = [Workweek(MON, MONDAY_TO_FRIDAY), Workweek(FRI, frozenset({0, 1, 2, 3, 5}))]
    changed = WorkCalendar(weeks, frozenset())
    assert list(changed.workdays(FRI - ONE_WEEK, SAT)) == [FRI - ONE_WEEK, MON, TUE, WED, THU, SAT]


def test_the_first_workweek_also_holds_for_the_time_before_it() -> None:
    assert calendar().is_workday(date(2020, 1, 1))
    assert not calendar().is_workday(date(2020, 1, 4))


def test_workdays_include_both_ends_and_none_before_the_first() -> None:
    assert list(calendar(TUE).workdays(MON, WED)) == [MON, WED]
    assert list(calendar().workdays(MON, MON)) == [MON]
    assert list(calendar().workdays(TUE, MON)) == []


def test_workdays_reach_to_the_last_date_there_is() -> None:
    assert date.max in list(calendar().workdays(date.max - ONE_WEEK, date.max))


# Streak


@pytest.mark.parametrize(
    ("today", "recorded", "run"),
    [
        (FRI, [], 0),
        (FRI, [FRI], 1),
        (FRI, [MON, TUE, WED, THU, FRI], 5),
        (FRI, [MON, WED, THU, FRI], 3),
        (FRI, [MON, TUE, WED], 0),
        (SAT, [THU, FRI], 2),
    ],
)
def test_the_streak_counts_recorded_workdays_in_a_row(
    today: date, recorded: list[date], run: int
) -> None:
    assert streak(newest_first(*recorded), calendar(), today) == run


def test_today_unanswered_does_not_break_the_streak() -> None:
    assert streak(newest_first(TUE, WED, THU), calendar(), FRI) == 3


def test_yesterday_unanswered_breaks_the_streak() -> None:
    assert streak(newest_first(TUE, WED), calendar(), FRI) == 0


def test_a_weekend_neither_adds_to_the_streak_nor_breaks_it() -> None:
    monday = MON + ONE_WEEK
    assert streak(newest_first(THU, FRI, monday), calendar(), monday) == 3
    assert streak(newest_first(THU, FRI, SAT, SUN, monday), calendar(), monday) == 3
    assert streak(newest_first(SAT, SUN), calendar(FRI), SUN) == 0


def test_a_day_off_does_not_break_the_streak() -> None:
    assert streak(newest_first(MON, FRI), calendar(TUE, WED, THU), FRI) == 2


def test_a_check_in_on_a_day_off_does_not_add_to_the_streak() -> None:
    assert streak(newest_first(MON, TUE, WED), calendar(TUE), WED) == 2


def test_a_changed_workweek_keeps_the_streak_that_it_had() -> None:
    four_days = Workweek(FRI, frozenset({0, 1, 2, 3}))
    changed = WorkCalendar([Workweek(MON, MONDAY_TO_FRIDAY), four_days], frozenset())
    assert streak(newest_first(FRI - ONE_WEEK, MON, TUE, WED, THU), changed, SUN) == 5
    assert streak(newest_first(THU - ONE_WEEK, MON, TUE, WED, THU), changed, SUN) == 4


def test_the_streak_ends_at_a_check_in_after_today_of_a_laptop_flown_west() -> None:
    assert streak(newest_first(TUE, WED, FRI), calendar(), THU) == 3
    assert streak(newest_first(TUE, WED, THU, FRI), calendar(), THU) == 4


def test_a_gap_before_a_check_in_after_today_breaks_the_streak() -> None:
    assert streak(newest_first(MON, TUE, FRI), calendar(), TUE) == 1


days_of_a_month = st.frozensets(st.integers(0, 40).map(lambda number: MON + number * ONE_DAY))
weekday_sets = st.frozensets(st.integers(0, 6))


@given(
    recorded=days_of_a_month,
    off=days_of_a_month,
    weekdays=weekday_sets,
    today=st.integers(0, 40).map(lambda number: MON + number * ONE_DAY),
)
def test_the_streak_is_what_walking_back_day_by_day_counts(
    recorded: frozenset[date], off: frozenset[date], weekdays: frozenset[int], today: date
) -> None:
    work = calendar(*off, weekdays=weekdays)
    run, day = 0, max(recorded | {today})
    while day >= MON and (day in recorded or day == today or not work.is_workday(day)):
        run += day in recorded and work.is_workday(day)
        day -= ONE_DAY
    assert streak(newest_first(*recorded), work, today) == run


# The week's strip


def test_the_strip_shows_the_week_so_far_and_what_is_to_come() -> None:
    assert week_strip({MON: 2.0, WED: 4.5}, calendar(THU), MON, WED) == [
        StripDay(MON, 2.0, off=False, outside=False),
        StripDay(TUE, None, off=False, outside=False),
        StripDay(WED, 4.5, off=False, outside=False),
        StripDay(THU, None, off=True, outside=True),
        StripDay(FRI, None, off=False, outside=True),
    ]


def test_nothing_is_missing_before_the_first_check_in() -> None:
    strip = week_strip({MON: 3.0, WED: 4.0}, calendar(), WED, THU)
    assert [day.outside for day in strip] == [True, True, False, False, True]
    assert week_lines(strip) == ("M T W T F", "3   4 ·")


def shown(values: dict[date, float], work: WorkCalendar, today: date) -> list[date]:
    return [entry.day for entry in week_strip(values, work, MON, today)]


def test_a_weekend_day_is_in_the_strip_only_with_a_score() -> None:
    assert shown({SAT: 4.0}, calendar(), SUN) == [MON, TUE, WED, THU, FRI, SAT]
    assert shown({}, calendar(SAT), SUN) == [MON, TUE, WED, THU, FRI]


def test_a_weekday_that_nobody_works_is_not_missing_from_the_strip() -> None:
    sunday_to_thursday = calendar(weekdays=frozenset({6, 0, 1, 2, 3}))
    assert shown({}, sunday_to_thursday, WED) == [MON, TUE, WED, THU, SUN]
    assert shown({FRI: 3.0}, sunday_to_thursday, SUN) == [MON, TUE, WED, THU, FRI, SUN]


@pytest.mark.parametrize("today", [MON, THU, SUN])
def test_the_strip_begins_on_monday_whatever_today_is(today: date) -> None:
    assert shown({}, calendar(), today)[0] == MON


def test_a_week_is_drawn_as_letters_and_digits_below_them() -> None:
    monday = date(2026, 11, 16)
    values = (1, 2.5, None, None, 3.5)
    days = [
        StripDay(monday + timedelta(days=n), value, off=n == 3, outside=False)
        for n, value in enumerate(values)
    ]
    assert week_lines(days) == ("M T W T F", "1 2 ·   4")
    assert week_lines(days, unicode=False)[1] == "1 2 .   4"
    _, scores = week_lines(days, styled=True)
    assert without_styles(scores) == "1 2 ·   4"
    assert scores.startswith("\x1b[38;5;231;48;5;130m1\x1b[0m ")
