from __future__ import annotations

from datetime import date, timedelta
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest
from scipy import stats

from tests.made_up import TODAY, check_in, evidence, weekdays
from valuecheck import report
from valuecheck.core.records import Filters, Scored
from valuecheck.report.figure import Verdict

if TYPE_CHECKING:
    from valuecheck.report.model import Report

MONDAY = date(2026, 11, 16)


def weeks(*averages: int, before: date = MONDAY) -> list[Scored]:
    """Whole weeks, every day of each with the same score, the last one before `before`."""
    first = before - timedelta(weeks=len(averages))
    return [
        check_in(first + timedelta(weeks=i, days=day), score)
        for i, score in enumerate(averages)
        for day in range(5)
    ]


def this_week(*scores: int) -> list[Scored]:
    return [check_in(MONDAY + timedelta(days=i), score) for i, score in enumerate(scores)]


def month(number: int, *scores: int) -> list[Scored]:
    days = weekdays().workdays(date(2026, number, 1), date(2026, number, 28))
    return [check_in(day, score) for day, score in zip(days, scores, strict=False)]


def built(rows: list[Scored], period: str = "week") -> Report:
    return report.build(evidence(rows, period))


def test_a_week_below_its_usual_range_is_clear() -> None:
    figure = built(weeks(4, 3, 4, 3, 4, 4, 3, 4) + this_week(1, 1, 1)).usual_range
    assert figure is not None
    assert (figure.value, figure.n, figure.verdict) == (1, 8, Verdict.CLEAR)
    # Eight averages with mean 29/8 and moving ranges 1 1 1 1 0 1 1.
    assert figure.interval == pytest.approx((29 / 8 - 2.66 * 6 / 7, 5))


def test_a_week_inside_its_usual_range_is_no_clear_change() -> None:
    figure = built(weeks(4, 3, 4, 3, 4, 4, 3, 4) + this_week(3, 3, 4)).usual_range
    assert figure is not None
    assert figure.verdict is Verdict.NO_CLEAR_CHANGE


@pytest.mark.parametrize(("averages", "n", "needed"), [((4, 3) * 3, 6, 8), ((4,) * 7, 7, 8)])
def test_the_usual_range_waits_for_eight_weeks(
    averages: tuple[int, ...], n: int, needed: int
) -> None:
    figure = built(weeks(*averages) + this_week(1, 1, 1)).usual_range
    assert figure is not None
    assert (figure.n, figure.needed, figure.verdict) == (n, needed, Verdict.NOT_ENOUGH_DAYS)


def test_a_week_of_two_days_is_not_judged() -> None:
    week = built(weeks(*[4] * 20) + this_week(1, 1))
    assert week.run is None
    assert week.usual_range is not None
    assert (week.usual_range.n, week.usual_range.needed) == (2, 3)
    assert week.usual_range.verdict is Verdict.NOT_ENOUGH_DAYS


def test_only_the_latest_52_weeks_set_the_usual_range() -> None:
    figure = built(weeks(*[1] * 30, *[4] * 52) + this_week(4, 4, 4)).usual_range
    assert figure is not None
    assert (figure.n, figure.interval) == (52, (4, 4))


def test_equal_weeks_stay_inside_their_range_whatever_the_rounding() -> None:
    rows = [
        check_in(MONDAY - timedelta(weeks=week) + timedelta(days=day), score)
        for week in range(13)
        for day, score in enumerate((3, 3, 4))
    ]
    figure = built(rows).usual_range
    assert figure is not None
    assert figure.verdict is Verdict.NO_CLEAR_CHANGE


@pytest.mark.parametrize(("length", "verdict"), [(7, "no clear change"), (8, "clear")])
def test_eight_weeks_on_one_side_of_the_average_are_a_run(length: int, verdict: str) -> None:
    rows = weeks(*chain(repeat(2, 20), repeat(4, length - 1))) + this_week(4, 4, 4)
    run = built(rows).run
    assert run is not None
    assert (run.value, run.verdict) == (length, verdict)


def test_a_run_waits_for_twelve_weeks() -> None:
    run = built(weeks(*[2] * 4, *[4] * 7) + this_week(4, 4, 4)).run
    assert run is not None
    assert run.verdict is Verdict.NOT_ENOUGH_DAYS


def test_a_closed_month_is_compared_with_the_one_before() -> None:
    rows = month(9, *[3, 2] * 8) + month(10, *[4, 5] * 8)
    (comparison,) = built(rows, "last-month").comparisons
    assert (comparison.label, comparison.before) == ("2026-10", "2026-09")
    assert comparison.difference.value == 2
    assert comparison.difference.verdict is Verdict.CLEAR
    assert comparison.superiority.value == 1
    assert comparison.happy.value == 1
    # Days that swing back have the factor of r' = 0.
    expected = stats.mannwhitneyu([4, 5] * 8, [3, 2] * 8, method="asymptotic").pvalue
    assert comparison.difference.p == pytest.approx(expected, abs=1e-9)


def test_without_a_clear_change_the_detectable_one_is_named() -> None:
    rows = month(9, *[3, 4] * 8) + month(10, *[4, 3] * 8)
    difference = built(rows, "last-month").comparisons[0].difference
    assert (difference.value, difference.verdict) == (0, Verdict.NO_CLEAR_CHANGE)
    spread = (32 * 0.25 / 30) ** 0.5
    assert difference.detectable == pytest.approx(3.42 * spread * (2 / 16) ** 0.5)


def test_with_fewer_than_ten_days_on_a_side_both_numbers_stand_without_a_verdict() -> None:
    rows = month(9, *[1] * 9) + month(10, *[5] * 16)
    (comparison,) = built(rows, "last-month").comparisons
    assert (comparison.average.value, comparison.average_before.value) == (5, 1)
    assert comparison.difference.verdict is Verdict.NOT_ENOUGH_DAYS
    assert comparison.difference.value is None
    assert (comparison.difference.n, comparison.difference.needed) == (9, 10)


@pytest.mark.parametrize("period", ["week", "last-week", "month", "30d", "all"])
def test_weeks_open_periods_and_ranges_are_never_compared(period: str) -> None:
    rows = month(9, *[3, 2] * 8) + month(10, *[4, 5] * 8) + this_week(4, 4, 4)
    assert built(rows, period).comparisons == ()


def test_a_year_compares_its_closed_quarters() -> None:
    rows = [check_in(TODAY - timedelta(days=back), 4) for back in range(700)]
    labels = [(c.label, c.before) for c in built(rows, "year").comparisons]
    assert labels == [("2026-Q1", "2025-Q4"), ("2026-Q2", "2026-Q1"), ("2026-Q3", "2026-Q2")]
    assert [c.label for c in built(rows, "2025").comparisons] == [
        "2025",
        *(f"2025-Q{number}" for number in (1, 2, 3, 4)),
    ]


def test_a_rising_quarter_is_clear_and_says_by_how_much() -> None:
    days = [*weekdays().workdays(date(2026, 7, 1), date(2026, 9, 30))]
    rows = [check_in(day, 2 + (i % 2) + 2 * (i > 33)) for i, day in enumerate(days)]
    trend = built(rows, "last-quarter").trend
    assert trend is not None
    assert trend.later_better.verdict is Verdict.CLEAR
    assert trend.thirds is not None
    assert trend.thirds.value == pytest.approx(2, abs=0.1)


def test_a_level_quarter_has_no_clear_trend_and_no_thirds() -> None:
    days = weekdays().workdays(date(2026, 7, 1), date(2026, 9, 30))
    rows = [check_in(day, 3 + i % 2) for i, day in enumerate(days)]
    trend = built(rows, "last-quarter").trend
    assert trend is not None
    assert (trend.later_better.verdict, trend.thirds) == (Verdict.NO_CLEAR_CHANGE, None)


def test_a_trend_waits_for_twenty_days_and_a_closed_period() -> None:
    short = built(month(10, *range(1, 6), *[5] * 14), "last-month").trend
    assert short is not None
    assert short.later_better.n == 19
    assert short.later_better.verdict is Verdict.NOT_ENOUGH_DAYS
    assert built(month(11, *[1] * 14), "month").trend is None


def test_a_bad_kind_of_work_is_clear_once_ten_days_stand_on_either_side() -> None:
    rows = [check_in(TODAY - timedelta(days=i), 1 + i % 2, "+incident") for i in range(10)]
    rows += [check_in(TODAY - timedelta(days=20 + i), 4 + i % 2, "+dr") for i in range(10)]
    kinds = {tag.name: tag.against_rest for tag in built(rows, "all").kinds}
    assert (kinds["incident"].value, kinds["incident"].verdict) == (-3, Verdict.CLEAR)
    assert kinds["dr"].value == 3
    fewer = {tag.name: tag.against_rest for tag in built(rows[:-1], "all").kinds}
    assert {figure.verdict for figure in fewer.values()} == {Verdict.NOT_ENOUGH_DAYS}


def test_several_tags_make_each_less_sure() -> None:
    def chance(kinds: int) -> float:
        rows = [
            check_in(TODAY - timedelta(days=i), 3 + (i % 3 == 0), f"+k{i % kinds}")
            for i in range(60)
        ]
        return min(tag.against_rest.p or 0 for tag in built(rows, "all").kinds)

    assert chance(3) < 0.001
    assert chance(5) > 0.05


def test_within_a_filter_there_is_no_rest_to_compare_with() -> None:
    rows = [check_in(TODAY - timedelta(days=i), 3, "+dr") for i in range(30)]
    only = report.build(evidence(rows, "all", filters=Filters(kinds=("dr",))))
    assert only.kinds[0].against_rest.verdict is Verdict.NOT_ENOUGH_DAYS


def test_weekdays_that_differ_show_their_averages() -> None:
    days = [*weekdays().workdays(date(2026, 6, 1), TODAY)]
    mondays = [check_in(day, 2 if day.weekday() == 0 else 4) for day in days]
    found = built(mondays, "all").weekdays
    assert found.difference.verdict is Verdict.CLEAR
    assert [(day.weekday, day.average.value) for day in found.averages] == [
        ("mon", 2),
        *((name, 4) for name in ("tue", "wed", "thu", "fri")),
    ]


def test_weekdays_alike_show_nothing_and_wait_for_sixty_days() -> None:
    days = [*weekdays().workdays(date(2026, 6, 1), TODAY)]
    alike = built([check_in(day, 3 + i % 2) for i, day in enumerate(days)], "all").weekdays
    assert (alike.difference.verdict, alike.averages) == (Verdict.NO_CLEAR_CHANGE, ())
    few = built([check_in(day, 1 + day.weekday()) for day in days[-59:]], "all").weekdays
    assert (few.difference.n, few.difference.verdict) == (59, Verdict.NOT_ENOUGH_DAYS)
    without_fridays = [check_in(day, 4) for day in days if day.weekday() != 4]
    assert built(without_fridays, "all").weekdays.difference.needed == 8


@pytest.mark.parametrize(
    ("period", "first"),
    [
        ("2026-W47", "2025-11-17"),
        ("2026-11", "2026-10-01"),
        ("2026-Q1", "2025-10-01"),
        ("2026", "2025-01-01"),
        ("30d", None),
        ("all", None),
        ("0001", None),
    ],
)
def test_a_report_looks_back_as_far_as_it_compares(period: str, first: str | None) -> None:
    found = report.look_back(evidence([], period).period)
    assert found == (date.fromisoformat(first) if first else None)


@pytest.mark.parametrize("period", ["0001", "0001-Q1", "0001-01", "0001-W01", "99999d"])
def test_nothing_comes_before_the_first_day_of_the_calendar(period: str) -> None:
    first = [check_in("0001-01-01", 3)] if period.startswith("0001") else []
    assert built(first, period).comparisons == ()
