"""The moment of a day: even over the window, the same everywhere, told to nobody before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.core.test_days import living_in
from valuecheck.core.moments import Window, moment_in, splitmix64

if TYPE_CHECKING:
    from collections.abc import Callable

FOUR = time(4)
NOON = datetime.fromisoformat("2026-11-20T12:00:00+01:00")
FIRST = date(2000, 1, 3)
SEEDS = st.integers(0, 2**64 - 1)


def test_the_generator_is_the_published_one() -> None:
    # The first outputs of Vigna's splitmix64.c for the seed 1234567.
    step, expected = 0x9E3779B97F4A7C15, [6457827717110365317, 3203168211198807973]
    assert [splitmix64(1234567 + n * step & 2**64 - 1) for n in range(2)] == expected


def moments_of(seed: int, window: Window, days: int) -> list[int]:
    """The minutes after the window's start, for so many days."""
    near = datetime.fromisoformat("2026-11-20T12:00:00+00:00")
    with living_in("UTC"):
        return [
            round((moment - start).total_seconds() / 60)
            for day in (FIRST + timedelta(days=n) for n in range(days))
            for moment in [moment_in(window, day, FOUR, seed, near)]
            for start in [moment_in(window, day, FOUR, None, near)]
        ]


def test_ten_thousand_days_are_even_over_the_window() -> None:
    minutes = moments_of(0x0123456789ABCDEF, Window(), 10_000)
    assert min(minutes) == 0
    assert max(minutes) == 359
    hours = [sum(minute // 60 == hour for minute in minutes) for hour in range(6)]
    # Chi-square with 5 degrees of freedom: 20.5 is exceeded once in a thousand seeds.
    expected = len(minutes) / 6
    assert sum((count - expected) ** 2 / expected for count in hours) < 20.5
    # Nor does a day tell anything of the next: the lag-1 correlation is within 4 / sqrt(n).
    mean = sum(minutes) / len(minutes)
    pairs = pairwise(minutes)
    covariance = sum((one - mean) * (other - mean) for one, other in pairs)
    variance = sum((minute - mean) ** 2 for minute in minutes)
    assert abs(covariance / variance) < 0.04


@given(seed=SEEDS, ordinal=st.integers(700_000, 750_000), start=st.times(), end=st.times())
def test_a_moment_is_in_its_window_and_the_same_again(
    seed: int, ordinal: int, start: time, end: time
) -> None:
    day = date.fromordinal(ordinal)
    window = Window(start.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0))
    if not window.fits(FOUR):
        window = Window(window.end, window.start)

    def drawn(draw: int | None, frame: Window = window) -> datetime:
        return moment_in(frame, day, FOUR, draw, NOON)

    ends: Callable[[], datetime] = lambda: drawn(None, Window(window.end, window.end))  # noqa: E731
    assert drawn(None) <= drawn(seed) <= ends()
    assert drawn(seed) == drawn(seed)


def test_a_window_may_reach_into_the_night() -> None:
    window = Window(time(22), time(2))
    assert window.fits(FOUR)
    assert not Window(time(16), time(10)).fits(FOUR)
    moments = {moment_in(window, FIRST, FOUR, seed, NOON).date() for seed in range(50)}
    assert moments == {FIRST, FIRST + timedelta(days=1)}


def test_the_default_fits_a_day_that_begins_at_any_time() -> None:
    for hour in range(24):
        starts = time(hour, 30)
        assert Window.from_the_start_of(starts).fits(starts)
    assert Window.from_the_start_of(FOUR) == Window()
