"""Feedback in reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests import pages
from tests.made_up import (
    a_chain,
    a_season,
    check_in,
    inputs,
    said,
    what_they_said,
)
from valuecheck import report
from valuecheck.core.records import Customer, Feedback, Filters
from valuecheck.core.value_chain import Chain
from valuecheck.render.words import claims
from valuecheck.render.words.feedback import on_scales, reach
from valuecheck.report.figure import Verdict
from valuecheck.report.pairs import Mismatch, TrafficLight, band

if TYPE_CHECKING:
    from valuecheck.report.feedback_model import CustomerFeedback, FeedbackSummary

MONDAY = date(2026, 11, 16)
NAMES = "abcdef"
graphs = st.lists(
    st.builds(
        lambda name, serves, pays: Customer(name=name, serves=tuple(serves), pays=pays),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(NAMES), max_size=3),
        st.booleans(),
    ),
    max_size=8,
)
work = st.lists(
    st.tuples(st.integers(0, 30), st.lists(st.sampled_from(NAMES + "xy"), max_size=3)), max_size=30
)


def summary(
    feedback: list[Feedback], score: int = 4, *, days: int = 200, window_days: int = 14
) -> FeedbackSummary:
    """Report on `feedback` beside one score for every day and customer."""
    customers = " ".join(f"@{name}" for name in {row.customer for row in feedback})
    rows = [check_in(MONDAY - timedelta(days=i), score, f"x {customers}") for i in range(days)]
    built = report.build(inputs(rows, "all", feedback=feedback, window_days=window_days)).feedback
    assert built
    return built


def only(feedback: list[Feedback], score: int = 4, *, window_days: int = 14) -> CustomerFeedback:
    (customer,) = summary(feedback, score, window_days=window_days).customers
    return customer


def fortnightly(customer: str, *scores: int, each: int = 1) -> list[Feedback]:
    """Each score said `each` times in a window of its own, the last one long over."""
    first = date.fromordinal(14 * (MONDAY.toordinal() // 14 - len(scores)))
    return [
        said(first + timedelta(days=14 * i + k % 14), customer, score, str(k))
        for i, score in enumerate(scores)
        for k in range(each)
    ]


def of(customer: str, *scores: int, scale: str = "csat") -> list[Feedback]:
    return [
        said(MONDAY - timedelta(days=i), customer, s, scale=scale) for i, s in enumerate(scores)
    ]


def test_a_percentage_of_glad_customers_waits_for_five_answers() -> None:
    few = only(of("retail", 5, 4, 1, 2), window_days=1).csat
    enough = only(of("retail", 5, 4, 1, 2, 4), window_days=1).csat
    assert few
    assert enough
    assert (few.value, few.count, few.n, few.needed) == (None, 2, 4, 5)
    assert (enough.value, enough.count, enough.n) == (0.6, 3, 5)
    expected = stats.binomtest(3, 5).proportion_ci(method="wilson")
    assert enough.interval == pytest.approx((expected.low, expected.high))


def test_a_net_promoter_score_waits_for_ten_answers_and_counts_points() -> None:
    scores = (10, 9, 9, 10, 0, 6, 7, 8, 7, 8)
    few, enough = (
        only(of("app", *scores[:9], scale="nps")).nps,
        only(of("app", *scores, scale="nps")).nps,
    )
    assert few
    assert enough
    assert (few.value, few.count, few.expected, few.n) == (None, 4, 2, 9)
    assert enough.value == 20
    assert enough.interval == pytest.approx((-25.05, 55.82), abs=0.01)


def test_good_and_bad_are_a_share_of_their_own() -> None:
    customer = only(of("app", 1, 1, 0, 1, 1, scale="good-bad"))
    assert customer.good
    assert (customer.good.value, customer.csat, customer.nps, customer.gap) == (
        0.8,
        None,
        None,
        None,
    )


def test_no_scale_is_turned_into_another() -> None:
    mixed = [*of("app", 1, 2, 1, 2, 1, 2, 1), *of("app", 9, 9, 10, scale="nps")]
    customer = only(mixed, window_days=1)
    assert customer.csat
    assert customer.nps
    assert customer.gap
    assert (customer.answers, customer.csat.n, customer.nps.n, customer.gap.n) == (10, 7, 3, 7)


@pytest.mark.parametrize(
    ("scale", "scores", "words"),
    [
        ("1-7", (5, 7, 4, 1, 6), "5 or more of 7: 60% (3 of 5)"),
        ("ces", (5, 4, 3), "ces 5 or more of 7: 1 of 3"),
        ("1-10", (7, 6), "7 or more of 10: 1 of 2"),
        ("0-100", (67, 66, 100), "67 or more of 100: 2 of 3"),
    ],
)
def test_a_scale_without_a_figure_is_the_share_of_its_highest_third(
    scale: str, scores: tuple[int, ...], words: str
) -> None:
    customer = only(of("app", *scores, scale=scale))
    assert (customer.csat, customer.nps, customer.good, customer.gap) == (None, None, None, None)
    assert on_scales(customer) == [words]


@pytest.mark.parametrize(
    ("scale", "red", "green"), [("1-7", 3, 5), ("ces", 3, 5), ("1-10", 4, 7), ("0-100", 33, 67)]
)
def test_the_bands_of_other_scales_are_their_thirds(scale: str, red: int, green: int) -> None:
    bands = [band(scale, score) for score in (red, red + 1, green - 1, green)]
    assert bands == [
        TrafficLight.RED,
        TrafficLight.AMBER,
        TrafficLight.AMBER,
        TrafficLight.GREEN,
    ]


def test_answers_that_could_not_be_read_are_counted_in_a_sentence() -> None:
    rows = [check_in(MONDAY, 4, "x @app")]
    for feedback, unread, told in (
        (of("app", 1, 2, 5), 120, "120 answers could not be read and are not counted."),
        ([], 1, "1 answer could not be read and is not counted."),
    ):
        known = inputs(rows, "all", feedback=feedback)._replace(unread=unread)
        built = report.build(known)
        drawn = pages.html(built), pages.markdown(built), pages.terminal(built, 80)
        for text in (pages.plain(built), *drawn):
            assert told in text


def test_the_gap_is_the_mean_over_windows_and_its_test_is_students() -> None:
    scores = (1, 2, 3, 2, 1, 3, 2, 3, 2, 2)
    gap = only(fortnightly("retail", *scores)).gap
    assert gap
    gaps = [4 - score for score in scores]
    assert gap.value == pytest.approx(sum(gaps) / len(gaps))
    assert gap.n == 10
    assert gap.p == pytest.approx(stats.ttest_1samp(gaps, 0).pvalue, abs=1e-9)
    assert gap.verdict is Verdict.CLEAR


@pytest.mark.parametrize("each", [1, 25])
def test_a_survey_of_many_answers_is_one_window(each: int) -> None:
    few = only(fortnightly("retail", 1, 1, 1, 2, 1, each=each)).gap
    assert few
    assert (few.n, few.p, few.verdict) == (5, None, Verdict.NOT_ENOUGH_DAYS)
    assert few.value == pytest.approx(2.8)


def test_a_hundred_answers_a_little_lower_are_no_gap() -> None:
    rows = [
        check_in(MONDAY - timedelta(days=i), score, "@retail") for i, score in enumerate((4, 4, 3))
    ]
    answers = [said(MONDAY, "retail", 4 if i % 8 else 3, str(i)) for i in range(25)]
    found = report.build(inputs(rows, "quarter", feedback=answers))
    assert found.feedback
    assert claims.clear(found) == []
    assert [customer.gap for customer in found.feedback.customers] == [None]


def test_the_last_window_counts_once_it_is_over() -> None:
    last = date.fromordinal(14 * (MONDAY.toordinal() // 14) + 13)
    rows = [check_in(last - timedelta(days=i), 4, "@retail") for i in range(100)]
    feedback = [*fortnightly("retail", 2, 2, 2), said(last, "retail", 2)]

    def windows(today: date) -> int:
        built = report.build(inputs(rows, "all", feedback=feedback, today=today)).feedback
        assert built
        assert built.customers[0].gap
        return built.customers[0].gap.n

    assert (windows(last), windows(last + timedelta(days=1))) == (3, 4)


def test_of_several_customers_the_chances_are_adjusted() -> None:
    scores = (1, 2, 3, 2, 1, 3)
    alone = only(fortnightly("retail", *scores)).gap
    feedback = [*fortnightly("retail", *scores), *fortnightly("search", *scores)]
    assert alone
    assert alone.p
    for customer in summary(feedback).customers:
        assert customer.gap
        assert customer.gap.p == pytest.approx(2 * alone.p)


def test_a_report_on_one_customer_has_the_same_gap_as_that_on_all() -> None:
    scores = (1, 2, 3, 2, 1, 3)
    feedback = [*fortnightly("retail", *scores), *fortnightly("search", *scores)]
    rows = [check_in(MONDAY - timedelta(days=i), 4, "@retail @search") for i in range(200)]
    of_all = report.build(inputs(rows, "all", feedback=feedback)).feedback
    of_one = report.build(
        inputs(rows, "all", filters=Filters(customers=("retail",)), feedback=feedback)
    ).feedback
    assert of_all
    assert of_one
    assert of_one.customers[0].gap == of_all.customers[0].gap


@pytest.mark.parametrize(
    ("period", "judged"),
    [("last-quarter", True), ("all", True), ("year", False), ("quarter", False), ("365d", False)],
)
def test_gaps_are_judged_in_closed_periods_and_over_all_time(period: str, judged: bool) -> None:
    rows = [check_in(MONDAY - timedelta(days=i), 4, "@retail") for i in range(200)]
    built = report.build(inputs(rows, period, feedback=fortnightly("retail", *[2] * 9))).feedback
    assert built
    assert built.customers[0].gap
    assert (built.customers[0].gap.verdict is not None) is judged


def test_watermelons_are_counted_among_pairs_and_their_share_waits_for_five_clusters() -> None:
    found = summary(of("retail", 1, 2, 5, 3, 4))
    assert (found.pairs, found.watermelons.count, found.watermelons.value) == (5, 2, None)
    assert [quote.score for quote in found.mismatches[Mismatch.WATERMELON]] == [1, 2]
    found = summary(fortnightly("retail", 1, 2, 5, 3, 4))
    assert (found.clusters, found.watermelons.value) == (5, 0.4)
    expected = stats.binomtest(2, 5).proportion_ci(method="wilson")
    assert found.watermelons.interval == pytest.approx((expected.low, expected.high))


def test_answers_of_one_survey_that_agree_count_once() -> None:
    single = summary(fortnightly("retail", 1, 2, 5, 3, 4)).watermelons
    survey = summary(fortnightly("retail", 1, 2, 5, 3, 4, each=20)).watermelons
    assert (survey.n, survey.count, survey.expected) == (100, 40, 5)
    assert survey.interval == pytest.approx(single.interval)


def test_one_survey_has_a_share_and_no_interval() -> None:
    csat = only(of("retail", 5, 4, 1, 2, 4, 3, 5), window_days=3000).csat
    assert csat
    assert csat.value == pytest.approx(4 / 7)
    assert (csat.expected, csat.interval) == (1, None)


def test_harder_on_oneself_is_the_opposite_cell() -> None:
    found = summary(of("retail", 5, 4, 3, 1), score=2)
    assert (found.harder.count, found.watermelons.count) == (2, 0)
    assert [quote.score for quote in found.mismatches[Mismatch.HARDER]] == [5, 4]


def test_one_customer_s_report_tells_them_though_no_check_in_names_them() -> None:
    found = report.build(
        inputs(
            a_season(), "quarter", filters=Filters(customers=("b2b",)), chain=a_chain(),
            feedback=[said("2026-11-05", "b2b", 5, "thank you")],
        )._replace(reached_days=7)
    )  # fmt: skip
    assert found.story
    assert [line.of for line in found.story.lines] == ["csat"]
    drawn = pages.terminal(found, 80)
    for told in (drawn, pages.plain(found), pages.markdown(found, notes=True)):
        assert "No check-in here names them; work for others reached them on 7 days." in told
        assert "thank you" in told
        assert "You 0.0" not in told
    page = pages.html(found, notes=True)
    assert "thank you" in page
    assert "reached them on 7 days" in page


def test_a_short_report_tells_first_where_the_two_part_ways() -> None:
    rows = [check_in("2026-11-16", 5, "x @retail")]
    feedback = [said("2026-11-16", "retail", 1, "lost my order")]
    feedback += [said("2026-11-17", "retail", 4, f"fine {i}") for i in range(6)]
    drawn = pages.terminal(report.build(inputs(rows, feedback=feedback)))
    assert "@retail Mon   csat 1   you 5.0: a watermelon “lost my order”" in drawn
    assert "… 2 more: valuecheck feedback log 2026-W47" in drawn


def test_long_ago_feedback_is_not_told_as_if_it_were_this_week_s() -> None:
    rows = [check_in("2026-11-20", 4, "x @retail")]
    feedback = [
        said(date(2026, 1, 5) + timedelta(days=7 * i), "retail", 1 + i % 5) for i in range(9)
    ]
    drawn = pages.terminal(report.build(inputs(rows, "year", feedback=feedback)))
    assert "csat 33% (3 of 9;" in drawn
    assert "@retail Mon" not in drawn


def test_feedback_before_the_first_check_in_has_its_day_in_the_table() -> None:
    rows = [check_in("2026-11-20", 4, "x @retail")]
    feedback = [said("2026-11-02", "retail", 1, "slow"), said("2026-11-20", "retail", 1, "lost")]
    lines = pages.csv(report.build(inputs(rows, "month", feedback=feedback)), notes=True)
    assert lines.splitlines()[1:] == [
        "2026-11-02,,,,1,0,,",
        "2026-11-20,4,true,false,1,1,x @retail,lost",
    ]


def test_scores_alike_have_no_direction() -> None:
    drawn = pages.plain(
        report.build(
            inputs(
                [check_in(MONDAY - timedelta(days=i), 3, "x @retail") for i in range(6)],
                "all",
                feedback=of("retail", 2, 4, 2, 4, 2, 4),
                window_days=1,
            )
        ),
        explained=True,
    )
    assert "You and @retail score alike on average (6 days): no clear change." in drawn
    assert "you minus them 0.0 (6 days)" in drawn


def test_words_are_told_with_their_year_where_it_is_not_clear() -> None:
    rows = [check_in("2026-11-16", 5, "x @retail")]
    feedback = [said("2025-11-18", "retail", 1), said("2026-11-16", "retail", 2)]
    found = report.build(
        inputs(rows, "all", filters=Filters(customers=("retail",)), feedback=feedback)
    )
    drawn = pages.plain(found)
    assert drawn.startswith("Everything, 18 Nov 2025 – 20 Nov 2026, @retail")
    assert "Tue 18 Nov 2025  @retail  –  csat 1" in drawn


def test_feedback_without_a_day_of_one_s_own_is_heard_but_no_pair() -> None:
    rows = [check_in(MONDAY - timedelta(days=20), 4, "x @retail")]
    built = report.build(inputs(rows, "all", feedback=of("retail", 1, 2))).feedback
    assert built
    assert (built.answers, built.pairs, built.watermelons.count) == (2, 0, 0)


def test_the_order_of_unrelated_scores_is_no_news() -> None:
    assert summary(of("retail", *[1, 5] * 12)).order is None


def test_days_before_the_period_stand_beside_its_first_feedback() -> None:
    rows = [check_in("2026-11-12", 5, "x @retail"), check_in("2026-11-17", 3, "y")]
    built = report.build(inputs(rows, "week", feedback=[said("2026-11-16", "retail", 1)])).feedback
    assert built
    assert [(quote.own, quote.mismatch) for quote in built.quotes] == [(5.0, Mismatch.WATERMELON)]


def test_beside_some_kinds_of_work_customers_are_not_quoted() -> None:
    found = report.build(
        inputs(a_season(), "quarter", filters=Filters(kinds=("x",)), feedback=what_they_said())
    )
    assert (found.feedback, found.story) == (None, None)


@given(graphs, work)
def test_whatever_the_chain_each_day_counts_once_for_each_payer(
    customers: list[Customer], days: list[tuple[int, list[str]]]
) -> None:
    rows = [
        check_in(MONDAY - timedelta(days=age), 3, " ".join(f"@{name}" for name in names))
        for age, names in days
    ]
    chain = Chain(customers)
    found = report.build(inputs(rows, "all", chain=chain)).reach
    named: dict[date, set[str]] = {}
    for row in rows:
        named.setdefault(row.day, set()).update(row.customers)
    reached = {day: closure(chain.customers, names) for day, names in named.items()}
    if found is None:
        assert not any(reached.values())
        return
    expected = {
        payer: sum(payer in payers for payers in reached.values())
        for payers in reached.values()
        for payer in payers
    }
    assert {payer.name: payer.days for payer in found.payers} == expected
    assert found.reaching.count == sum(bool(payers) for payers in reached.values())
    assert found.unnamed.count == sum(not names for names in named.values())
    counts = [found.reaching.count or 0, found.nowhere.count or 0, found.unnamed.count or 0]
    assert sum(counts) == len(named)


def closure(customers: dict[str, Customer], names: set[str]) -> set[str]:
    """Find the payers by following links until no new customer is reached."""
    reached = {name for name in names if name in customers}
    while True:
        more = {s for name in reached for s in customers[name].serves if s in customers}
        if more <= reached:
            return {name for name in reached if customers[name].pays}
        reached |= more


def test_days_that_reach_nobody_who_pays_are_counted() -> None:
    chain = Chain([Customer(name="shop", serves=("app",)), Customer(name="app")])
    rows = [check_in(MONDAY, 3, "@shop")]
    said = [*reach(report.build(inputs(rows, chain=chain)))]
    assert said == ["somebody who pays on 0 of 1 day", "nobody who pays on 1"]
    rows += [check_in(MONDAY - timedelta(days=age), 3, "") for age in (1, 9)]
    said = [*reach(report.build(inputs(rows, "month", chain=chain)))]
    assert said[1:] == ["nobody who pays on 1", "no customer named on 2"]


def test_without_a_value_chain_nothing_is_said_of_it() -> None:
    assert report.build(inputs(a_season(), "quarter")).reach is None
    unplaced = Chain([Customer(name="retail"), Customer(name="shop", same_as="retail")])
    assert report.build(inputs(a_season(), "quarter", chain=unplaced)).reach is None


def test_the_story_of_one_customer_has_both_sides_over_the_same_stretches() -> None:
    found = report.build(
        inputs(
            a_season(), "quarter", filters=Filters(customers=("shoppers",)),
            feedback=what_they_said(), chain=a_chain(),
        )
    ).story  # fmt: skip
    assert found
    assert [line.of for line in found.lines] == ["you", "nps"]
    assert len({tuple(s.label for s in line.stretches) for line in found.lines}) == 1
    assert sum(stretch.n for stretch in found.lines[1].stretches) == 12


@pytest.mark.parametrize(
    ("days", "unit"), [(31, "day"), (32, "week"), (378, "week"), (379, "month")]
)
def test_the_longer_the_story_the_longer_its_stretches(days: int, unit: str) -> None:
    rows = [check_in(MONDAY - timedelta(days=days - 1), 4, "x @retail")]
    found = report.build(
        inputs(rows, "all", filters=Filters(customers=("retail",)), feedback=of("retail", 3))
    ).story
    assert found
    assert found.unit == unit
