"""Trials that go on from others, by what the store keeps of them."""

from __future__ import annotations

from datetime import date, timedelta

from valuecheck.core.trial import AGAIN, KEEP, Trial, chain_of, linked

DAY = date(2026, 11, 20)


def trial(number: int, decision: str = "", text: str = "tidy desk", weeks: int = 4) -> Trial:
    """A trial that begins `number` times ten weeks after the first one."""
    start = DAY + number * timedelta(weeks=10)
    finish = start + timedelta(weeks=weeks, days=-1)
    return Trial(str(number), text, start, finish, "score", "", decision=decision)


def firsts(*trials: Trial) -> list[int]:
    return [(each.first - DAY).days // 70 for each in linked(trials)]


def test_each_goes_on_from_the_first_one() -> None:
    assert firsts(trial(0, AGAIN), trial(1, AGAIN), trial(2, KEEP), trial(3)) == [0, 0, 0, 3]


def test_only_the_next_one_with_the_same_words_and_length_goes_on() -> None:
    others = (trial(1, text="other"), trial(2, weeks=5))
    assert firsts(trial(0, AGAIN), *others, trial(3), trial(4)) == [0, 1, 2, 0, 4]


def test_a_chain_is_all_that_went_on_from_one_another() -> None:
    found = [*linked([trial(0, AGAIN), trial(1, text="other"), trial(2), trial(3)])]
    for number, chain in enumerate(["02", "1", "02", "3"]):
        assert "".join(each.id for each in chain_of(found[number], found)) == chain
