"""One look at a trial that was declared before it began: did the days change?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.stats import autocorrelation, ranks
from valuecheck.stats.day_values import mean
from valuecheck.stats.detectable import SCORES, Z_TRIAL, smallest_fall

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS_A_SIDE = 10
CLUSTERS_A_SIDE = 6
# Where days resemble each other, 3–5% of trials without an effect pass: one in twenty at most.
P_CLEAR = 0.03


class TrialResult(NamedTuple):
    """The values during a trial against those before it.

    `n` is the smaller side's number of values and `needed` what it must be; below that `p`,
    `superiority` (the share of differing pairs in which the trial's value is the greater) and
    `detectable` (the smallest change that would have shown; None also where none would) are None.
    `clear` needs averages and ranks to point the same way.
    """

    average: float | None
    before: float | None
    n: int
    needed: int
    p: float | None = None
    superiority: float | None = None
    detectable: float | None = None
    clear: bool = False


def judge(
    during: Sequence[float],
    before: Sequence[float],
    needed: int = DAYS_A_SIDE,
    steps: Sequence[float] = SCORES,
) -> TrialResult:
    """The result of a trial by its values and those of the time before, in order of time.

    One value a day: a score's mean, or YES_OR_NO `steps` for a happy day or a day with a kind of
    work; of a customer one value a window, and CLUSTERS_A_SIDE as `needed`. Mann & Whitney 1947,
    widened for days that resemble the day before; fixed design, one look, p < P_CLEAR.
    """
    result = TrialResult(
        mean(during) if during else None,
        mean(before) if before else None,
        min(len(during), len(before)),
        needed,
    )
    if result.n < needed:
        return result
    around = autocorrelation.around_mean
    factor = autocorrelation.factor(around(before), around(during))
    found = ranks.mann_whitney(during, before, factor)
    agree = (mean(during) > mean(before)) == (found.superiority > 0.5)
    return result._replace(
        p=found.p,
        superiority=ranks.share_of_differing(during, before),
        detectable=smallest_fall(during, before, factor, Z_TRIAL, steps),
        clear=agree and found.p < P_CLEAR,
    )
