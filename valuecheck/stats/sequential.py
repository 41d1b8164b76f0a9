"""A limit that holds at every look, for comparisons that are looked at while days are added."""

from __future__ import annotations

from math import exp, log, pi, sqrt

# The chance that any comparison of one kind of report is ever fooled.
ALPHA = 0.05
# At this many effective days the limit is lowest.
TIGHTEST_AT = 16.0


def effective_days(first: int, second: int) -> float:
    """How many days a comparison of two groups of at least one day is worth."""
    return first * second / (first + second)


def alpha_of(number: int) -> float:
    """The part of ALPHA for the comparison that was the `number`th, from 1 on, to begin.

    The parts of all comparisons that may ever begin sum up to half of ALPHA: a new one costs the
    old ones nothing, and the other half is for another report on the same days.
    """
    return ALPHA * 6 / (pi * number) ** 2 / 2


def limit(days: float, alpha: float) -> float:
    """The |z| that chance ever exceeds, at any of all looks, with a probability of `alpha`.

    `days` are the effective ones of the look. Normal mixture: Robbins 1970, Ann. Math. Stat.
    41:1397; Howard et al. 2021; Waudby-Smith et al. 2024.
    """
    rho = _rho(alpha)
    return sqrt((1 + rho / days) * log((days + rho) / (rho * alpha * alpha)))


def p_at_any_look(z: float, days: float, alpha: float) -> float:
    """The probability of ever seeing so much evidence where there is no difference.

    Below `alpha` exactly where |z| exceeds `limit`.
    """
    rho = _rho(alpha)
    return min(1.0, sqrt((days + rho) / rho) * exp(-z * z * days / (2 * (days + rho))))


def _rho(alpha: float) -> float:
    squared = -2 * log(alpha)
    return TIGHTEST_AT / (squared + log(1 + squared))
