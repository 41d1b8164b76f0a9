"""Customers without recent feedback: at the edges, and for any days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.stats.unheard import LATELY, LONG, MOST, unheard

TODAY = date(2026, 11, 20)
NAMES = st.sampled_from("abcdefgh")
DAYS = st.integers(-1, 120).map(lambda age: TODAY - timedelta(days=age))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(("silent", "told"), [(0, []), (30, []), (31, [31]), (400, [400])])
def test_a_silence_is_long_after_thirty_days(silent: int, told: list[int]) -> None:
    found = unheard({"retail": [TODAY]}, {"retail": ago(silent)}, TODAY)
    assert [one.days for one in found] == told


@pytest.mark.parametrize("last_heard", [{}, {"retail": ago(200)}])
@pytest.mark.parametrize(("worked", "told"), [(0, True), (90, True), (91, False)])
def test_only_work_of_the_last_ninety_days_counts(
    worked: int, told: bool, last_heard: dict[str, date]
) -> None:
    assert bool(unheard({"retail": [ago(worked)]}, last_heard, TODAY)) is told


def test_the_longest_silence_comes_first_and_the_never_heard_last_those_with_most_days_first() -> (
    None
):
    worked_for = {name: [TODAY] for name in "abcdefgh"}
    worked_for["f"] = [TODAY, ago(1), ago(2)]
    worked_for["h"] = [TODAY, ago(1)]
    worked_for["g"] = [TODAY, *(ago(90 + age) for age in range(1, 9))]
    last_heard = {"a": ago(31), "b": ago(50), "c": ago(32), "d": ago(50)}
    found = unheard(worked_for, last_heard, TODAY)
    assert [(one.customer, one.days) for one in found] == [
        ("b", 50), ("d", 50), ("c", 32), ("f", None), ("h", None), ("e", None),
    ]  # fmt: skip


@given(
    worked_for=st.dictionaries(NAMES, st.lists(DAYS, max_size=5)),
    last_heard=st.dictionaries(NAMES, DAYS),
)
def test_whoever_is_named_has_work_lately_and_was_not_heard_lately(
    worked_for: dict[str, list[date]], last_heard: dict[str, date]
) -> None:
    found = unheard(worked_for, last_heard, TODAY)
    for one in found:
        assert any(TODAY - day <= LATELY for day in worked_for[one.customer])
        assert one.last_heard == last_heard.get(one.customer)
        assert one.last_heard is None or one.days == (TODAY - one.last_heard).days > LONG.days
    days = [one.days for one in found if one.days is not None]
    assert days == sorted(days, reverse=True)
    assert len(days) <= MOST
    assert len(found) - len(days) <= MOST
    assert found[: len(days)] == tuple(one for one in found if one.days is not None)
    assert len({one.customer for one in found}) == len(found)
