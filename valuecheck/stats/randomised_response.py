"""Shares of yes answers that were randomised before anybody saw them.

Each answer is reported as it is with probability p = e^ε/(1 + e^ε), else reversed. Warner 1965,
J. Am. Stat. Assoc. 60:63; ε-local differential privacy: Kasiviswanathan et al. 2011, SIAM J.
Comput. 40:793.
"""

from __future__ import annotations

from math import exp, sqrt
from typing import TYPE_CHECKING

from valuecheck.stats.distributions import Z_95, normal_two_sided
from valuecheck.stats.intervals import wilson

if TYPE_CHECKING:
    from valuecheck.stats.intervals import Interval


def honesty(epsilon: float | None) -> float:
    """Return p, the probability that an answer is reported as it is: above ½, 1 without chance."""
    return 1.0 if epsilon is None else 1 / (1 + exp(-epsilon))


def share(reported: float, p: float) -> float:
    """Return the unbiased estimate of the true share where `reported` is the share of yes answers.

    It can lie outside 0…1 by chance.
    """
    return (reported - (1 - p)) / (2 * p - 1)


def interval(reported: float, n: float, p: float) -> Interval:
    """Return the 95% interval of the true share, within 0…1, from `n` > 0 answers.

    Wilson's interval of the reported share, corrected as the share is: it holds the variance of the
    people and of the randomisation.
    """
    low, high = wilson(reported, n)
    return _within(share(low, p)), _within(share(high, p))


def half_width(n: float, p: float) -> float:
    """Return how far an estimate of a share near ½ from `n` answers may be off: ±, in shares."""
    return Z_95 * sqrt(0.25 / n) / (2 * p - 1)


def difference(reported: float, n: float, reported_before: float, n_before: float) -> float:
    """Return the two-sided p that two reported shares, of `n` and `n_before` answers, are the same.

    Pooled two-proportion z test: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and
    Proportions, ch. 3. The correction is linear, so the test of the
    reported shares is one of the true ones.
    """
    pooled = (reported * n + reported_before * n_before) / (n + n_before)
    variance = pooled * (1 - pooled) * (1 / n + 1 / n_before)
    if variance == 0:
        return 1.0
    return normal_two_sided((reported - reported_before) / sqrt(variance))


def _within(value: float) -> float:
    return min(1.0, max(0.0, value))
