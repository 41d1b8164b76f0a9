"""The hybrid logical clock and the ids made of it."""

from __future__ import annotations

import uuid

from hypothesis import given
from hypothesis import strategies as st

from valuecheck.store.clock import Tick, next_tick

DEVICE, NONCE = "00000000000000d1", "0000beef"
# From 1970 to the year 9000, the moments that the clock can be set to.
WALL = st.integers(0, 221_845_392_000_000)
TICKS = st.builds(Tick, WALL, st.integers(0, 0xFFF))


@given(st.lists(WALL, min_size=2, max_size=50))
def test_ticks_only_ever_grow_whatever_the_wall_clock_does(walls: list[int]) -> None:
    seen, ticks = "", []
    for wall in walls:
        tick = next_tick(seen, wall)
        seen = tick.text(DEVICE, NONCE)
        ticks.append(tick)
    assert ticks == sorted(set(ticks))


@given(TICKS)
def test_more_ticks_than_a_millisecond_counts_borrow_from_the_next(tick: Tick) -> None:
    following = next_tick(tick.text(DEVICE, NONCE), 0)
    assert following > tick
    assert following.counter <= 0xFFF


@given(WALL, WALL)
def test_a_tick_is_never_behind_the_wall_clock(seen: int, wall: int) -> None:
    assert next_tick(Tick(seen, 0).text(DEVICE, NONCE), wall).milliseconds >= wall


@given(TICKS, TICKS)
def test_text_has_one_width_and_sorts_as_the_clock_does(one: Tick, other: Tick) -> None:
    texts = [tick.text(DEVICE, NONCE) for tick in (one, other)]
    assert len(texts[0]) == len(texts[1])
    assert (texts[0] < texts[1]) == (one < other)


@given(TICKS, st.binary(min_size=8, max_size=8))
def test_ids_have_the_layout_of_rfc_9562(tick: Tick, random: bytes) -> None:
    text = tick.uuid7(random)
    made = uuid.UUID(text)
    assert str(made) == text
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == tick.milliseconds
    assert made.int >> 64 & 0xFFF == tick.counter
    assert made.int & (1 << 62) - 1 == int.from_bytes(random, "big") & (1 << 62) - 1


def test_the_example_of_rfc_9562_comes_out_to_the_letter() -> None:
    random = (0b10 << 62 | 0x18C4DC0C0C07398F).to_bytes(8, "big")
    assert Tick(0x017F22E279B0, 0xCC3).uuid7(random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(TICKS, TICKS, st.binary(min_size=8, max_size=8), st.binary(min_size=8, max_size=8))
def test_ids_sort_as_the_clock_does(one: Tick, other: Tick, left: bytes, right: bytes) -> None:
    if one != other:
        assert (one.uuid7(left) < other.uuid7(right)) == (one < other)
