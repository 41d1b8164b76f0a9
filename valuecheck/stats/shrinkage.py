"""Averages of several groups, each drawn towards the mean of all as far as chance explains it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def shrunk(
    means: Sequence[float], sizes: Sequence[int], variance: float, centre: float
) -> list[float]:
    """`means` of groups of `sizes` values, drawn towards `centre`, in the same order.

    `variance` is that of a single value. Efron & Morris 1975.
    """
    tau_squared = between_variance(means, [variance / size for size in sizes])
    if tau_squared is None or variance == 0:
        return [*means]
    return [
        centre + tau_squared / (tau_squared + variance / size) * (mean - centre)
        for mean, size in zip(means, sizes, strict=True)
    ]


def between_variance(means: Sequence[float], variances: Sequence[float]) -> float | None:
    """The variance of the true means, at least 0; None where `means` are too few to estimate it.

    DerSimonian & Laird 1986. `variances` are those of the means by chance alone.
    """
    if len(means) < 2 or min(variances) == 0:
        return None
    weights = [1 / variance for variance in variances]
    total = sum(weights)
    centre = sum(w * mean for w, mean in zip(weights, means, strict=True)) / total
    q = sum(w * (mean - centre) ** 2 for w, mean in zip(weights, means, strict=True))
    return max(0.0, (q - (len(means) - 1)) / (total - sum(w * w for w in weights) / total))
