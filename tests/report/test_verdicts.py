from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from scipy import stats

from tests.made_up import TODAY, check_in, inputs, weekdays
from valuecheck import report
from valuecheck.core.records import Filters, Scored
from valuecheck.report.figure import Verdict
from valuecheck.report.inputs import settling_days
from valuecheck.stats.detectable import smallest_fall

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
    return report.build(inputs(rows, period))


def test_a_single_week_stands_beside_the_band_and_nothing_is_claimed_of_it() -> None:
    found = built(weeks(*[4, 3] * 10) + this_week(1, 1, 1))
    assert found.band
    # 19 weeks: the first one has the first five answers.
    assert (found.band.value, found.band.n, found.band.verdict) == (1, 19, None)
    assert found.band.interval == (3, 4)
    assert (found.usual_range, found.run, found.excursions) == (None, None, ())


def test_the_band_waits_for_twelve_weeks() -> None:
    for number, n, verdict in ((12, 11, Verdict.NOT_ENOUGH_DAYS), (13, 12, None)):
        band = built(weeks(*[4] * number) + this_week(1, 1, 1)).band
        assert band
        assert (band.n, band.needed, band.verdict) == (n, 12, verdict)


def test_a_week_of_two_days_has_no_value_beside_the_band() -> None:
    band = built(weeks(*[4] * 20) + this_week(1, 1)).band
    assert band
    assert (band.value, band.n, band.interval) == (None, 19, (4, 4))


def test_only_the_latest_52_weeks_make_the_band() -> None:
    band = built(weeks(*[1] * 30, *[4] * 52) + this_week(4, 4, 4)).band
    assert band
    assert (band.n, band.interval) == (52, (4, 4))


def test_a_longer_period_has_the_band_of_the_weeks_up_to_its_end() -> None:
    rows = weeks(*[2] * 60, before=date(2026, 10, 5)) + this_week(4, 4, 4, 4)
    band = built(rows, "last-quarter").band
    assert band
    # The last week of September ends in October.
    assert (band.value, band.n, band.interval) == (None, 52, (2, 2))


@pytest.mark.parametrize(("days", "closed"), [(4, False), (5, True)])
def test_a_week_closes_when_its_last_workday_is_recorded(days: int, closed: bool) -> None:
    found = built(weeks(*[4] * 3) + this_week(*[4] * days))
    assert found.period.closed is closed
    assert found.weeks[-1].closed is closed


def test_a_week_closes_when_its_last_workday_is_past() -> None:
    saturday = report.build(inputs(this_week(4, 4), "week", today=date(2026, 11, 21)))
    assert saturday.period.closed
    off = weekdays(date(2026, 11, 19), date(2026, 11, 20))
    thursday = inputs(this_week(4, 4), "week", today=date(2026, 11, 19), calendar=off)
    assert report.build(thursday).period.closed


def sinking(low: int, after: int = 0) -> list[Scored]:
    """Half a year about 3.5, then `low` weeks of 2, then some as before; the last one closed."""
    return weeks(*[4, 3] * 13, *[2] * low, *[4, 3] * (after // 2), *[4] * (after % 2))


def test_sinking_weeks_are_said_once_and_then_still() -> None:
    started = next(low for low in range(1, 12) if built(sinking(low), "last-week").excursions)
    (first,) = built(sinking(started), "last-week").excursions
    assert (first.direction, first.end, first.over, first.is_new) == ("down", None, None, True)
    assert first.average.value == pytest.approx(2, abs=0.3)
    assert first.average_before.value == pytest.approx(3.5, abs=0.05)
    assert first.difference.verdict is Verdict.CLEAR
    (later,) = built(sinking(started + 1), "last-week").excursions
    assert (later.is_new, later.average.n) == (False, first.average.n + 1)


def test_the_end_of_sinking_weeks_is_said_once() -> None:
    told = [built(sinking(8, after), "last-week").excursions for after in range(16)]
    ends = [each[0] for each in told if each and each[0].over]
    assert len(ends) == 1
    assert ends[0].is_new
    assert ends[0].average.n in {8, 9}
    assert told[-1] == ()
    (past,) = built(sinking(8, 15), "all").excursions
    assert (past.end is None, past.is_new) == (False, False)


def test_an_open_week_brings_no_claim_before_it_closes() -> None:
    started = next(low for low in range(1, 12) if built(sinking(low), "last-week").excursions)
    rows = sinking(started - 1)
    assert built(rows + this_week(2, 2, 2, 2)).excursions == ()
    assert len(built(rows + this_week(2, 2, 2, 2, 2)).excursions) == 1


def test_a_filtered_report_judges_nothing() -> None:
    rows = [*(row._replace(kinds=("dr",)) for row in sinking(8)), *this_week(4, 4)]
    only = report.build(inputs(rows, "last-quarter", filters=Filters(kinds=("dr",))))
    assert (only.excursions, only.trend) == ((), None)
    assert [each.difference.verdict for each in only.comparisons] == [None]
    assert only.weekdays.difference.verdict is None


def test_the_first_five_answers_are_left_out_and_said_so_once() -> None:
    rows = weeks(*[1], *[4] * 20)
    found = built(rows, "all")
    assert found.left_out == 5
    assert found.band
    assert (found.band.n, found.band.interval) == (20, (4, 4))
    assert built(rows + this_week(4)).left_out == 0


def test_the_first_three_answers_after_eight_weeks_are_left_out() -> None:
    rows = weeks(*[4] * 20, before=MONDAY - timedelta(weeks=9)) + this_week(1, 1, 1, 1)
    assert built(rows).left_out == 3
    near = weeks(*[4] * 20, before=MONDAY - timedelta(weeks=7)) + this_week(1, 1, 1, 1)
    assert built(near).left_out == 0


def test_several_first_answers_on_a_day_are_so_many_answers() -> None:
    days = {MONDAY: 3, MONDAY + timedelta(days=1): 1, MONDAY + timedelta(days=2): 4}
    assert settling_days(days) == {*days}
    assert settling_days({MONDAY: 5, MONDAY + timedelta(days=1): 1}) == {MONDAY}


def quarter(number: int, *scores: int) -> list[Scored]:
    """Scores spread over the workdays of a quarter of 2026."""
    first = date(2026, 3 * number - 2, 1)
    days = [*weekdays().workdays(first, first + timedelta(days=88))]
    return [check_in(days[i * len(days) // len(scores)], s) for i, s in enumerate(scores)]


def test_a_closed_quarter_is_compared_with_the_one_before() -> None:
    rows = quarter(2, *[3, 2] * 18) + quarter(3, *[4, 5] * 8)
    (comparison,) = built(rows, "last-quarter").comparisons
    assert (comparison.label, comparison.before) == ("2026-Q3", "2026-Q2")
    assert comparison.difference.value == pytest.approx(2, abs=0.05)
    assert comparison.difference.verdict is Verdict.CLEAR
    assert comparison.superiority.value == 1
    assert comparison.differing
    assert comparison.differing.value == 1
    assert comparison.happy.value == 1
    # Days that swing back have the factor of r' = 0; the first five answers are left out.
    expected = stats.mannwhitneyu([4, 5] * 8, [2, *[3, 2] * 15], method="asymptotic").pvalue
    assert comparison.difference.p == pytest.approx(expected, abs=1e-9)


def test_of_days_that_differ_ties_say_nothing() -> None:
    rows = quarter(1, *[4] * 20) + quarter(2, *[4, 3] * 8) + quarter(3, *[4, 5] * 8)
    (comparison,) = built(rows, "last-quarter").comparisons
    assert comparison.superiority.value == 0.875
    assert comparison.differing
    assert comparison.differing.value == 1


def test_without_a_clear_change_the_detectable_one_is_named() -> None:
    rows = quarter(1, *[4] * 20) + quarter(2, *[3, 4] * 8) + quarter(3, *[4, 3] * 8)
    difference = built(rows, "last-quarter").comparisons[0].difference
    assert (difference.value, difference.verdict) == (0, Verdict.NO_CLEAR_CHANGE)
    expected = smallest_fall([3, 4] * 8, [4, 3] * 8, 1.0)
    assert difference.detectable == pytest.approx(expected)


def test_with_fewer_than_ten_days_on_a_side_both_numbers_stand_without_a_verdict() -> None:
    rows = quarter(2, *[1] * 14) + quarter(3, *[5] * 16)
    (comparison,) = built(rows, "last-quarter").comparisons
    assert (comparison.average.value, comparison.average_before.value) == (5, 1)
    assert comparison.difference.verdict is Verdict.NOT_ENOUGH_DAYS
    assert comparison.difference.value is None
    assert (comparison.difference.n, comparison.difference.needed) == (9, 10)


def test_months_stand_beside_each_other_and_are_never_judged() -> None:
    rows = month(9, *[1] * 16) + month(10, *[5] * 16)
    found = built(rows, "last-month")
    (comparison,) = found.comparisons
    assert (comparison.difference.value, comparison.difference.verdict) == (4, None)
    assert (comparison.difference.p, comparison.differing, found.trend) == (None, None, None)


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
    short = built(quarter(2, *[4] * 9) + quarter(3, *range(1, 6), *[5] * 14), "last-quarter").trend
    assert short is not None
    assert short.later_better.n == 19
    assert short.later_better.verdict is Verdict.NOT_ENOUGH_DAYS
    assert built(quarter(4, *[1] * 30), "quarter").trend is None


def tagged(days: int, *, last: date = TODAY) -> list[Scored]:
    """Days of one kind of work that are bad beside as many of another that are good."""
    rows = [check_in(last - timedelta(days=2 * i), 1 + i % 2, "+incident") for i in range(days)]
    return rows + [
        check_in(last - timedelta(days=2 * i + 1), 4 + i % 2, "+dr") for i in range(days)
    ]


def verdicts_of(rows: list[Scored], period: str) -> dict[str, Verdict | None]:
    return {tag.name: tag.against_rest.verdict for tag in built(rows, period).kinds}


@pytest.mark.parametrize("period", ["year", "all"])
def test_while_a_period_grows_a_tag_is_judged_by_a_limit_for_every_look(period: str) -> None:
    found = built(tagged(20), period).kinds
    assert {tag.against_rest.method for tag in found} == {"Mann–Whitney at any look"}
    assert [tag.against_rest.verdict for tag in found] == [Verdict.CLEAR] * 2
    assert {tag.name: tag.against_rest.value for tag in found} == {"dr": 3, "incident": -3}
    assert {*verdicts_of(tagged(9), period).values()} == {Verdict.NOT_ENOUGH_DAYS}


def test_a_closed_quarter_judges_tags_once() -> None:
    rows = tagged(14, last=date(2026, 9, 30))
    found = built(rows, "last-quarter").kinds
    assert {tag.against_rest.method for tag in found} == {"Mann–Whitney with Holm"}
    assert [tag.against_rest.verdict for tag in found] == [Verdict.CLEAR] * 2


@pytest.mark.parametrize("period", ["week", "month", "last-month", "quarter", "90d"])
def test_other_periods_never_judge_a_tag(period: str) -> None:
    found = verdicts_of(tagged(45), period)
    assert {*found.values()} <= {None, Verdict.NOT_ENOUGH_DAYS}


def test_a_new_tag_costs_the_old_ones_nothing() -> None:
    old = tagged(20)
    more = [check_in(TODAY - timedelta(days=i), 3, "+new @retail") for i in range(12)]

    def chance(rows: list[Scored]) -> float:
        (tag,) = (tag for tag in built(rows, "all").kinds if tag.name == "incident")
        return tag.against_rest.p or 0.0

    before = chance([*old, *(row._replace(kinds=(), customers=()) for row in more)])
    assert chance([*old, *more]) == before


def test_a_tag_counts_its_scores_and_is_drawn_towards_all_days() -> None:
    rows = [check_in(TODAY - timedelta(days=i), 1 + i % 5, f"+k{i % 3}") for i in range(60)]
    rows += [check_in(TODAY - timedelta(days=i), 1, "+bad") for i in range(60, 65)]
    kinds = {tag.name: tag for tag in built(rows, "all").kinds}
    assert kinds["bad"].counts == {1: 5, 2: 0, 3: 0, 4: 0, 5: 0}
    assert kinds["bad"].average.value == 1
    assert kinds["bad"].shrunk.value is not None
    assert 1 < kinds["bad"].shrunk.value < 2.8


def test_several_tags_of_a_closed_quarter_make_each_less_sure() -> None:
    def chance(kinds: int) -> float:
        last = date(2026, 9, 30)
        rows = [
            check_in(last - timedelta(days=i), 3 + (i % 3 == 0), f"+k{i % kinds}")
            for i in range(60)
        ]
        return min(tag.against_rest.p or 0 for tag in built(rows, "last-quarter").kinds)

    assert chance(3) < 0.001
    assert chance(5) > 0.05


def test_within_a_filter_there_is_no_rest_to_compare_with() -> None:
    rows = [check_in(TODAY - timedelta(days=i), 3, "+dr") for i in range(30)]
    only = report.build(inputs(rows, "all", filters=Filters(kinds=("dr",))))
    assert only.kinds[0].against_rest.verdict is Verdict.NOT_ENOUGH_DAYS


def test_weekdays_that_differ_show_their_averages() -> None:
    days = [*weekdays().workdays(date(2025, 6, 1), TODAY)]
    mondays = [check_in(day, 2 if day.weekday() == 0 else 4) for day in days]
    found = built(mondays, "2025").weekdays
    assert found.difference.verdict is Verdict.CLEAR
    assert [(day.weekday, day.average.value) for day in found.averages] == [
        ("mon", 2),
        *((name, 4) for name in ("tue", "wed", "thu", "fri")),
    ]


def test_weekdays_alike_show_nothing_and_wait_for_sixty_days() -> None:
    days = [*weekdays().workdays(date(2025, 6, 1), date(2025, 12, 31))]
    alike = built([check_in(day, 3 + i % 2) for i, day in enumerate(days)], "2025").weekdays
    assert (alike.difference.verdict, alike.averages) == (Verdict.NO_CLEAR_CHANGE, ())
    few = built([check_in(day, 1 + day.weekday()) for day in days[-59:]], "2025").weekdays
    assert (few.difference.n, few.difference.verdict) == (59, Verdict.NOT_ENOUGH_DAYS)
    without_fridays = [check_in(day, 4) for day in days if day.weekday() != 4]
    assert built(without_fridays, "2025").weekdays.difference.needed == 8
    assert built([check_in(day, 4) for day in days], "all").weekdays.difference.verdict is None


@pytest.mark.parametrize(
    ("period", "back"),
    [("2026-W47", True), ("2026-11", True), ("30d", True), ("all", False), ("today", False)],
)
def test_a_report_looks_back_to_the_weeks_before_it(period: str, back: bool) -> None:
    assert report.looks_back(inputs([], period).period) is back


@pytest.mark.parametrize("period", ["0001", "0001-Q1", "0001-01", "0001-W01", "99999d"])
def test_nothing_comes_before_the_first_day_of_the_calendar(period: str) -> None:
    first = [check_in("0001-01-01", 3)] if period.startswith("0001") else []
    assert built(first, period).comparisons == ()
