"""The one bit that is sent for a week: happy or not, of one of its days, randomised here.

Both draws are fixed by the member's secret and the week, so that sending a week again, from
whichever machine, reveals nothing more.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from valuecheck.stats.randomised_response import honesty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_UNIT = 1 << 64


def randomised_bit(secret: bytes, week: date, happy: Sequence[bool], epsilon: float | None) -> bool:
    """Return the bit for the week that begins on Monday `week`.

    `happy` holds the recorded days of that week in order of time, at least one. With `epsilon`
    None the bit is not randomised.
    """
    chosen = happy[_draw(secret, week, "day") * len(happy) // _UNIT]
    if epsilon is None:
        return chosen
    honest = _draw(secret, week, "honesty") < int(honesty(epsilon) * _UNIT)
    return chosen if honest else not chosen


def _draw(secret: bytes, week: date, purpose: str) -> int:
    """Return a number from 0 to 2⁶⁴ − 1 that looks random to everybody without the secret."""
    digest = hmac.digest(secret, f"{week.isoformat()} {purpose}".encode(), "sha256")
    return int.from_bytes(digest[:8], "big")
