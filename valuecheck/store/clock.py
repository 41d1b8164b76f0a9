"""Time-ordered ids and the hybrid logical clock that orders the writes of several machines."""

from __future__ import annotations

from valuecheck.core.named import NamedTuple

_COUNTERS = 0x1000
_48_BITS, _62_BITS = (1 << 48) - 1, (1 << 62) - 1


class Tick(NamedTuple):
    """One reading of the hybrid logical clock.

    It never runs backwards: `milliseconds` since the epoch is the later of the wall clock and
    the last tick seen anywhere, `counter` distinguishes ticks of the same millisecond. Source:
    Kulkarni et al. 2014, Logical Physical Clocks.
    """

    milliseconds: int
    counter: int

    def text(self, device: str, nonce: str) -> str:
        """Fixed-width text that sorts as the clock does; `device` and `nonce` make it unique."""
        return f"{self.milliseconds:015}.{self.counter:03x}.{device}.{nonce}"

    def uuid7(self, random: bytes) -> str:
        """A UUIDv7 (RFC 9562, method 1) of this tick with 8 random bytes."""
        moment = f"{self.milliseconds & _48_BITS:012x}"
        rest = f"{0b10 << 62 | int.from_bytes(random, 'big') & _62_BITS:016x}"
        return f"{moment[:8]}-{moment[8:]}-7{self.counter:03x}-{rest[:4]}-{rest[4:]}"


def next_tick(seen: str, wall_milliseconds: int) -> Tick:
    """The tick after `seen` (a tick's text, empty for none) at this wall clock time."""
    if not seen:
        return Tick(wall_milliseconds, 0)
    last = Tick(int(seen[:15]), int(seen[16:19], 16))
    if wall_milliseconds > last.milliseconds:
        return Tick(wall_milliseconds, 0)
    if last.counter + 1 < _COUNTERS:
        return Tick(last.milliseconds, last.counter + 1)
    return Tick(last.milliseconds + 1, 0)
