"""The moment of a workday at which its question comes due, drawn evenly from a window."""

from __future__ import annotations

from datetime import time, timedelta

from valuecheck.core.days import instant
from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

_DAY_MINUTES = 24 * 60
_MASK = (1 << 64) - 1


class Window(NamedTuple):
    """Clock times between which a question comes due; equal ones are that time itself.

    A time earlier than the day's start means after midnight of the same logical day.
    """

    start: time = time(10)
    end: time = time(16)

    def fits(self, day_starts_at: time) -> bool:
        """Return whether it begins before it ends, in a day that starts at `day_starts_at`."""
        return _minutes(day_starts_at, self.start) <= _minutes(day_starts_at, self.end)

    @classmethod
    def from_the_start_of(cls, day_starts_at: time) -> Window:
        """The hours of a logical day that the default window is of one that starts at 04:00."""
        start, end = ((day_starts_at.hour + hours) % 24 for hours in (6, 12))
        return cls(day_starts_at.replace(hour=start), day_starts_at.replace(hour=end))

    def shown(self) -> str:
        """The window as one types it."""
        clock_times = dict.fromkeys(f"{at:%H:%M}" for at in self)
        return "..".join(clock_times)


def moment_in(
    window: Window, day: date, day_starts_at: time, seed: int | None, near: datetime
) -> datetime:
    """Return the moment of logical `day`: the window's start where there is no `seed`.

    Drawn by day and seed alone, so that no other shell, machine or restart draws another.
    """
    begins = _minutes(day_starts_at, window.start)
    length = _minutes(day_starts_at, window.end) - begins
    drawn = 0 if seed is None else splitmix64(seed + day.toordinal()) * length >> 64
    since_midnight = day_starts_at.hour * 60 + day_starts_at.minute + begins + drawn
    days, minute = divmod(since_midnight, _DAY_MINUTES)
    at = time(minute // 60, minute % 60)
    return instant(day + timedelta(days=days), at, near)


def splitmix64(state: int) -> int:
    """Return 64 evenly distributed bits for `state`.

    Source: Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number Generators.
    """
    bits = (state + 0x9E3779B97F4A7C15) & _MASK
    bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & _MASK
    bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & _MASK
    return bits ^ bits >> 31


def _minutes(day_starts_at: time, at: time) -> int:
    """The minutes from the start of a logical day to its next `at`."""
    minutes = (at.hour - day_starts_at.hour) * 60 + at.minute - day_starts_at.minute
    return minutes % _DAY_MINUTES
