from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.made_up import (
    TODAY,
    a_week,
    check_in,
    inputs,
    scores,
    weekdays,
)
from valuecheck import report
from valuecheck.core.records import Filters
from valuecheck.report.figure import Verdict

MONDAY = date(2026, 11, 16)
EARLIER = check_in("2026-10-01", 3)


def days_after(first: date, *offsets: int) -> list[date]:
    return [first + timedelta(days=offset) for offset in offsets]


def test_coverage_is_recorded_workdays_of_workdays_up_to_today() -> None:
    figure = report.build(inputs([EARLIER, *a_week()])).coverage
    assert figure is not None
    assert (figure.n, figure.expected, figure.value) == (4, 5, 0.8)


def test_today_counts_for_coverage_only_once_it_is_recorded() -> None:
    without_friday = [EARLIER, *a_week()[:-1]]
    figure = report.build(inputs(without_friday)).coverage
    assert figure is not None
    assert (figure.n, figure.expected) == (3, 4)


def test_a_day_off_is_neither_recorded_nor_missed() -> None:
    thursday = date(2026, 11, 19)
    figure = report.build(inputs([EARLIER, *a_week()], calendar=weekdays(thursday))).coverage
    assert figure is not None
    assert (figure.n, figure.expected) == (4, 4)


def test_coverage_begins_with_the_first_check_in_that_was_not_filled_in_later() -> None:
    rows = [check_in("2026-11-09", 4, later=True), *scores(4, 4, first=date(2026, 11, 12))]
    figure = report.build(inputs(rows, "2026-11")).coverage
    assert figure is not None
    assert (figure.n, figure.expected) == (2, 6)


def test_weekend_check_ins_count_for_scores_but_not_for_coverage() -> None:
    week = report.build(
        inputs(scores(4, 4, 4, 4, 4, 1, 1, first=MONDAY - timedelta(7)), "last-week")
    )
    assert week.coverage is not None
    assert (week.coverage.n, week.coverage.expected) == (5, 5)
    assert (week.happy.n, week.happy.count) == (7, 5)
    assert week.counts == {1: 2, 2: 0, 3: 0, 4: 5, 5: 0}


def test_a_filtered_report_has_no_coverage() -> None:
    week = report.build(inputs(a_week(), filters=Filters(kinds=("incident",))))
    assert (week.coverage, week.bounds) == (None, None)
    assert week.happy.n == 1


def test_before_the_first_check_in_there_is_no_coverage() -> None:
    assert report.build(inputs([])).coverage is None
    assert report.build(inputs(a_week(), "2026-W40")).coverage is None


def test_below_80_percent_the_bounds_say_what_the_unrecorded_days_could_change() -> None:
    rows = [EARLIER, *scores(4, 2, 4, 2), check_in(TODAY, 4)]
    bounds = report.build(inputs(rows, "month")).bounds
    assert bounds is not None
    assert bounds.interval == pytest.approx((3 / 15, 13 / 15))
    assert report.build(inputs(rows[:-1], "month")).bounds is None


def test_at_80_percent_the_bounds_are_silent() -> None:
    assert report.build(inputs([EARLIER, *a_week()])).bounds is None


def test_the_bounds_look_at_workdays_only() -> None:
    last_monday = MONDAY - timedelta(7)
    rows = [EARLIER, *scores(2, 2, 2, 2, 2, 5, 5, first=last_monday)]
    bounds = report.build(inputs(rows, "month")).bounds
    assert bounds is not None
    assert bounds.interval == pytest.approx((0, 9 / 14))


def test_the_happy_share_is_no_percentage_below_five_days() -> None:
    happy = report.build(inputs(scores(4, 4, 2, 4))).happy
    assert (happy.value, happy.count, happy.n) == (None, 3, 4)
    assert (happy.verdict, happy.needed) == (Verdict.NOT_ENOUGH_DAYS, 5)


def test_from_five_days_on_the_happy_share_has_wilsons_interval() -> None:
    happy = report.build(inputs(scores(4, 4, 2, 4, 5))).happy
    expected = stats.binomtest(4, 5).proportion_ci(method="wilson")
    assert happy.value == 0.8
    assert happy.interval == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_from_twenty_days_on_days_alike_in_a_row_widen_the_happy_share() -> None:
    def width(values: list[int]) -> float:
        happy = report.build(inputs(scores(*values, first=date(2026, 10, 1)), "all")).happy
        assert happy.interval is not None
        return happy.interval[1] - happy.interval[0]

    in_a_row, mixed = [4] * 10 + [2] * 10, [4, 2] * 10
    assert width(in_a_row) > 1.5 * width(mixed)
    assert width(in_a_row[:-1]) == pytest.approx(width([4, 2] * 9 + [4]))


def test_the_average_is_of_days_not_of_check_ins() -> None:
    rows = [*scores(5, 5), check_in(MONDAY + timedelta(2), 1), check_in(MONDAY + timedelta(2), 3)]
    assert report.build(inputs(rows)).average.value == 4


@pytest.mark.parametrize(("days", "has_value", "has_interval"), [(2, 0, 0), (3, 1, 0), (5, 1, 1)])
def test_the_average_waits_for_three_days_and_its_interval_for_five(
    days: int, has_value: int, has_interval: int
) -> None:
    average = report.build(inputs(scores(*[2, 4, 3, 4, 5][:days]))).average
    assert (average.value is not None) == has_value
    assert (average.interval is not None) == has_interval
    assert (average.verdict is Verdict.NOT_ENOUGH_DAYS) == (not has_value)


def test_a_person_who_always_says_4_has_an_average_without_an_interval() -> None:
    average = report.build(inputs(scores(4, 4, 4, 4, 4))).average
    assert (average.value, average.interval) == (4, None)


def test_the_interval_of_an_average_stays_on_the_scale() -> None:
    interval = report.build(inputs(scores(5, 5, 5, 5, 1))).average.interval
    assert interval is not None
    assert interval[1] == 5


def test_a_period_is_closed_once_its_last_day_is_over() -> None:
    rows, last = a_week(), date(2026, 11, 30)
    assert not report.build(inputs(rows, "2026-11", today=last)).period.closed
    assert report.build(inputs(rows, "2026-11", today=last + timedelta(1))).period.closed
    assert not report.build(inputs(rows, "all")).period.closed


def test_days_begin_where_the_period_or_the_record_does_and_end_today() -> None:
    days = report.build(inputs(a_week(), "month")).days
    assert [day.day for day in days] == days_after(MONDAY, 0, 1, 2, 3, 4)
    assert [day.value for day in days] == [4, 2, 4.5, None, 4]
    assert report.build(inputs([EARLIER], "month")).days[0].day == date(2026, 11, 1)
    assert report.build(inputs([], "month")).days == ()


def test_tags_come_by_days_then_by_name_and_never_by_average() -> None:
    rows = [
        check_in(MONDAY, 1, "+b"),
        check_in(MONDAY, 1, "+b"),
        check_in(MONDAY, 5, "+a"),
        check_in(TODAY, 1, "+c"),
        check_in(MONDAY + timedelta(1), 1, "+c"),
    ]
    kinds = report.build(inputs(rows)).kinds
    assert [(tag.name, tag.days) for tag in kinds] == [("c", 2), ("a", 1), ("b", 1)]


def test_a_tags_average_is_of_its_own_check_ins_and_waits_for_five_days() -> None:
    rows = [check_in(day, 2, "+incident") for day in days_after(MONDAY, 0, 1, 2, 3)]
    rows += [check_in(MONDAY, 5, "something else")]
    assert report.build(inputs(rows)).kinds[0].average.value is None
    rows += [check_in(TODAY, 4, "+incident")]
    assert report.build(inputs(rows)).kinds[0].average.value == pytest.approx(2.4)


def test_up_to_a_week_every_check_in_is_told() -> None:
    notes = report.build(inputs(a_week())).notes
    assert [note.score for note in notes] == [row.score for row in a_week()]
    assert [note.of for note in notes] == ["day", "worst", "best", "best", "day"]


AUTUMN = [date(2026, 10, 5) + timedelta(days=7 * week) for week in range(6)]


def test_of_a_longer_period_the_best_and_the_worst_day_are_told() -> None:
    rows = [check_in(day, 3 + number % 2, "as ever") for number, day in enumerate(AUTUMN)]
    rows += [check_in(date(2026, 11, 16), 1, "the worst"), check_in(date(2026, 11, 17), 5, "first")]
    quarter = report.build(inputs(rows, "quarter"))
    assert [(note.of, note.note) for note in quarter.notes] == [
        ("worst", "the worst"),
        ("best", "first"),
    ]
    rows += [check_in(date(2026, 11, 18), 5, "second")]
    assert [note.of for note in report.build(inputs(rows, "quarter")).notes] == ["worst"]


def test_where_all_days_are_alike_none_is_the_best() -> None:
    rows = [check_in(day, 4, "as ever") for day in days_after(MONDAY, *range(-20, 1))]
    assert report.build(inputs(rows, "all")).notes == ()


def test_check_ins_filled_in_later_and_changed_wordings_are_named() -> None:
    rows = [check_in(MONDAY, 4, later=True), check_in(TODAY, 4, question="Worth paying for?")]
    week = report.build(inputs(rows))
    assert week.filled_in_later == 1
    assert [(asked.check_ins) for asked in week.wordings] == [1, 1]
    assert week.wordings[1].question == "Worth paying for?"


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5), st.booleans()), max_size=40),
    st.sampled_from(
        ["week", "last-week", "month", "quarter", "30d", "all", "2026-11-01..", "yesterday"]
    ),
)
def test_whatever_was_recorded_the_figures_agree_with_each_other(
    answers: list[tuple[int, int, bool]], period: str
) -> None:
    rows = [check_in(TODAY - timedelta(back), score, later=late) for back, score, late in answers]
    built = report.build(inputs(rows, period))
    recorded = [day for day in built.days if day.value is not None]
    assert built.happy.n == built.average.n == len(recorded)
    assert built.check_ins == sum(wording.check_ins for wording in built.wordings)
    if built.coverage:
        assert built.coverage.n <= (built.coverage.expected or 0)
    for figure in (built.happy, built.average):
        if figure.interval and figure.value is not None:
            assert figure.interval[0] <= figure.value <= figure.interval[1]
