"""The few distributions that the figures need, on `math` alone: scipy takes 0.8 s to import."""

from __future__ import annotations

from math import atan, cos, erfc, exp, inf, lgamma, log, pi, sin, sqrt

# The quantile of the standard normal distribution at 0.975.
Z_95 = 1.959963984540054


def normal_two_sided(z: float) -> float:
    """The probability that a standard normal value lies at least as far from 0 as `z`."""
    return erfc(abs(z) / sqrt(2))


def normal_below(z: float) -> float:
    """The probability that a standard normal value lies below `z`."""
    return erfc(-z / sqrt(2)) / 2


def normal_quantile(probability: float) -> float:
    """The standard normal value below which `probability` lies, by bisection between ±40."""
    if not 0 < probability < 1:
        return -inf if probability <= 0 else inf
    if probability > 0.5:
        return -normal_quantile(1 - probability)
    low, high = -40.0, 0.0
    while (middle := (low + high) / 2) not in {low, high}:
        low, high = (middle, high) if normal_below(middle) < probability else (low, middle)
    return high


def student_t_95(freedom: int) -> float:
    """The quantile at 0.975 of Student's t with `freedom` degrees of freedom, at least 1.

    Newton's method from the normal quantile: the distribution is concave there and its quantile
    lies above, so each step gets nearer from below.
    """
    log_scale = lgamma((freedom + 1) / 2) - lgamma(freedom / 2) - log(freedom * pi) / 2
    t, step = Z_95, 1.0
    while step > 1e-12 * t:
        density = exp(log_scale - (freedom + 1) / 2 * log(1 + t * t / freedom))
        step = (0.95 - student_t_within(t, freedom)) / (2 * density)
        t += step
    return t


def student_t_within(t: float, freedom: int) -> float:
    """The probability that Student's t lies between −t and t.

    The finite series of Abramowitz & Stegun 1964, 26.7.3 and 26.7.4; `freedom` is a whole number.
    """
    angle = atan(t / sqrt(freedom))
    cosine = cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


def chi_squared_beyond(x: float, freedom: int) -> float:
    """The probability that chi-squared with `freedom` degrees of freedom, at least 1, exceeds `x`.

    The finite series of Abramowitz & Stegun 1964, 26.4.4 and 26.4.5.
    """
    half = x / 2
    if half <= 0:
        return 1.0
    odd = freedom % 2
    total = erfc(sqrt(half)) if odd else 0.0
    for k in range((freedom + odd) // 2 - odd):
        power = k + odd / 2
        total += exp(power * log(half) - half - lgamma(power + 1))
    return total
