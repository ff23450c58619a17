# SPDX-License-Identifier: MIT
"""Student's distribution by integrating its density, chi-squared by the recursion of its tail."""
import functools
import math


def two_sided(t, degrees):
    """P(|T| >= t)."""
    constant = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)
    steps, t = 2000, abs(t)
    width = t / steps
    weights = (1 if i in (0, steps) else 4 if i % 2 else 2 for i in range(steps + 1))
    densities = ((1 + (i * width) ** 2 / degrees) ** (-(degrees + 1) / 2) for i in range(steps + 1))
    return max(0.0, 1 - 2 * constant * width / 3 * sum(w * d for w, d in zip(weights, densities)))


@functools.cache
def quantile(probability, degrees):
    """The t that is exceeded on both sides with this probability."""
    low, high = 0.0, 100.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, degrees) > probability else (low, middle)
    return low


def chi_squared_above(x, degrees):
    tail = math.erfc(math.sqrt(x / 2)) if degrees % 2 else math.exp(-x / 2)
    for k in range(1 if degrees % 2 else 2, degrees, 2):
        tail += (x / 2) ** (k / 2) * math.exp(-x / 2) / math.gamma(k / 2 + 1)
    return tail
