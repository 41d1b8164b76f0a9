from __future__ import annotations

from datetime import date, timedelta
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made_up import check_in
from valuecheck.core.records import FeedbackTally
from valuecheck.report.pairs import Mismatch, Pair, TrafficLight, band, own_band, own_days, paired

DAY = date(2026, 11, 19)
days = st.integers(0, 60).map(lambda age: DAY - timedelta(days=age))
own = st.dictionaries(
    st.sampled_from(["retail", "shoppers"]),
    st.dictionaries(days, st.sampled_from([1.0, 2.5, 3.0, 10 / 3, 3.5, 5.0])),
)
heard = st.builds(
    FeedbackTally, days, st.sampled_from(["retail", "shoppers", "legal"]), st.just("csat"),
    st.integers(1, 5), st.integers(1, 9),
)  # fmt: skip


def in_order(values: dict[str, dict[date, float]]) -> dict[str, dict[date, float]]:
    return {name: dict(sorted(of.items())) for name, of in values.items()}


def pair(customer: str, scale: str, score: int, mine: float | None) -> Pair:
    return Pair(FeedbackTally(DAY, customer, scale, score, 1), customer, mine)


@given(own, st.lists(heard), st.integers(1, 90))
def test_the_own_rating_is_the_mean_of_the_days_within_the_window(
    values: dict[str, dict[date, float]], said: list[FeedbackTally], window: int
) -> None:
    for piece, found in zip(said, paired(said, in_order(values), window), strict=True):
        near = [
            value
            for day, value in values.get(piece.customer, {}).items()
            if 0 <= (piece.day - day).days < window
        ]
        assert found.feedback == piece
        assert found.own == (pytest.approx(fmean(near)) if near else None)


@pytest.mark.parametrize(("age", "counts"), [(-1, False), (0, True), (13, True), (14, False)])
def test_the_window_has_fourteen_days_with_the_feedback_s_own(age: int, counts: bool) -> None:
    values = {"retail": {DAY - timedelta(days=age): 4.0}}
    (found,) = paired([FeedbackTally(DAY, "retail", "csat", 2, 1)], values, 14)
    assert found.own == (4.0 if counts else None)


@pytest.mark.parametrize(("age", "counts"), [(0, True), (1, False)])
def test_a_window_of_one_day_is_the_day_itself(age: int, counts: bool) -> None:
    values = {"retail": {DAY - timedelta(days=age): 4.0}}
    (found,) = paired([FeedbackTally(DAY, "retail", "csat", 2, 1)], values, 1)
    assert (found.own is not None) == counts


def test_the_first_days_of_time_are_no_trouble() -> None:
    (found,) = paired(
        [FeedbackTally(date.min, "retail", "csat", 2, 1)], {"retail": {date.min: 4.0}}, 90
    )
    assert found.own == 4.0


def test_feedback_under_an_old_name_stands_beside_the_days_of_the_new_one() -> None:
    (found,) = paired(
        [FeedbackTally(DAY, "shop", "csat", 2, 1)],
        {"retail": {DAY: 4.0}},
        14,
        {"shop": "retail"}.__getitem__,
    )
    assert (found.customer, found.own, found.feedback.customer) == ("retail", 4.0, "shop")


def test_a_day_s_value_is_the_mean_of_the_check_ins_that_name_the_customer() -> None:
    rows = [
        check_in(DAY, 5, "a @retail"), check_in(DAY, 4, "b @retail @search"), check_in(DAY, 1, "c"),
    ]  # fmt: skip
    assert own_days(rows) == {"retail": {DAY: 4.5}, "search": {DAY: 4.0}}


@pytest.mark.parametrize(
    ("scale", "bands"),
    [
        ("csat", {1: "red", 2: "red", 3: "amber", 4: "green", 5: "green"}),
        ("nps", {0: "red", 6: "red", 7: "amber", 8: "amber", 9: "green", 10: "green"}),
        ("good-bad", {0: "red", 1: "green"}),
    ],
)
def test_each_scale_has_its_own_bands(scale: str, bands: dict[int, str]) -> None:
    assert {score: str(band(scale, score)) for score in bands} == bands


@pytest.mark.parametrize(
    ("average", "expected"),
    [
        (1, TrafficLight.RED),
        (2.5, TrafficLight.RED),
        (2.51, TrafficLight.AMBER),
        (3.49, TrafficLight.AMBER),
        (3.5, TrafficLight.GREEN),
    ],
)
def test_an_average_of_one_s_own_has_bands_as_well(average: float, expected: TrafficLight) -> None:
    assert own_band(average) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (pair("retail", "csat", 2, 3.5), Mismatch.WATERMELON),
        (pair("retail", "nps", 6, 4.0), Mismatch.WATERMELON),
        (pair("retail", "good-bad", 0, 5.0), Mismatch.WATERMELON),
        (pair("retail", "csat", 3, 5.0), None),
        (pair("retail", "csat", 2, 3.4), None),
        (pair("retail", "csat", 4, 2.5), Mismatch.HARDER),
        (pair("retail", "nps", 9, 1.0), Mismatch.HARDER),
        (pair("retail", "nps", 8, 1.0), None),
        (pair("retail", "csat", 1, None), None),
    ],
)
def test_a_watermelon_is_green_outside_and_red_inside(
    found: Pair, expected: Mismatch | None
) -> None:
    assert found.mismatch is expected
