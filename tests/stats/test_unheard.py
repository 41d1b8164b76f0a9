"""Customers without recent feedback: at the edges, and for any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.stats.unheard import LATELY, LONG, unheard

TODAY = date(2026, 11, 20)
NAMES = st.sampled_from("abcdefgh")
DAYS = st.integers(-1, 120).map(lambda age: TODAY - timedelta(days=age))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("silent", "told"), [(0, []), (30, []), (31, [31]), (400, [400])])
def test_a_silence_is_long_after_thirty_days(silent: int, told: list[int]) -> None:
    found = unheard({"retail": [TODAY]}, {"retail": ago(silent)}, TODAY)
    assert [one.days for one in found] == told


@pytest.mark.parametrize(("worked", "told"), [(0, True), (90, True), (91, False)])
def test_only_work_of_the_last_ninety_days_counts(worked: int, told: bool) -> None:
    assert bool(unheard({"retail": [ago(worked)]}, {"retail": ago(200)}, TODAY)) is told


def test_of_several_it_is_the_one_with_most_days_of_work() -> None:
    worked_for = {name: [ago(age) for age in days] for name, days in (
        ("b", (0, 1, 40)), ("c", (0, 1, 40)), ("often", range(30)), ("once", (89,)),
        ("before", range(80, 150)),
    )}  # fmt: skip
    last_heard = {"c": ago(200), "often": ago(30), "before": ago(20)}
    assert [one.customer for one in unheard(worked_for, last_heard, TODAY)] == ["b"]


def test_somebody_new_is_not_named_from_the_first_day_on() -> None:
    assert unheard({"new": [ago(30), TODAY]}, {}, TODAY) == ()
    assert len(unheard({"new": [ago(31), TODAY]}, {}, TODAY)) == 1


@given(
    worked_for=st.dictionaries(NAMES, st.lists(DAYS, max_size=5)),
    last_heard=st.dictionaries(NAMES, DAYS),
)
def test_whoever_is_named_has_work_lately_and_was_not_heard_lately(
    worked_for: dict[str, list[date]], last_heard: dict[str, date]
) -> None:
    found = unheard(worked_for, last_heard, TODAY)
    assert len(found) <= 1
    for one in found:
        assert any(TODAY - day <= LATELY for day in worked_for[one.customer])
        assert one.last_heard == last_heard.get(one.customer)
        assert one.last_heard is None or one.days == (TODAY - one.last_heard).days > LONG.days
