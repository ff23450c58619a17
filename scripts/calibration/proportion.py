# SPDX-License-Identifier: MIT
"""Proportions: what a count of trials says of their true share."""
import math


def binomial_at_least(hits, trials, p):
    """P(X >= hits)."""
    if hits == 0:
        return 1.0
    return sum(math.exp(math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
                        + k * math.log(p) + (trials - k) * math.log1p(-p)) for k in range(hits, trials + 1))


def clopper_pearson(hits, trials, confidence=0.95):
    def largest(is_above):
        low, high = 1e-12, 1 - 1e-12
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if is_above(middle) else (low, middle)
        return low
    tail = (1 - confidence) / 2
    low = 0.0 if hits == 0 else largest(lambda p: binomial_at_least(hits, trials, p) < tail)
    high = 1.0 if hits == trials else largest(lambda p: 1 - binomial_at_least(hits + 1, trials, p) > tail)
    return low, high
