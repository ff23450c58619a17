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


def fisher_above(x, degrees, other_degrees):
    """P(X >= x), by integrating Fisher's density over the angle whose sine and cosine are the shares of both."""
    def integral(end, steps=4000):
        width = end / steps
        weights = (1 if i in (0, steps) else 4 if i % 2 else 2 for i in range(steps + 1))
        return width / 3 * sum(w * math.sin(i * width) ** (other_degrees - 1) * max(0.0, math.cos(i * width)) ** (degrees - 1)
                               for i, w in enumerate(weights))
    return integral(math.atan(math.sqrt(other_degrees / (degrees * x)))) / integral(math.pi / 2) if x > 0 else 1


def chi_squared_above(x, degrees):
    tail = math.erfc(math.sqrt(x / 2)) if degrees % 2 else math.exp(-x / 2)
    for k in range(1 if degrees % 2 else 2, degrees, 2):
        tail += (x / 2) ** (k / 2) * math.exp(-x / 2) / math.gamma(k / 2 + 1)
    return tail
