# SPDX-License-Identifier: MIT
"""The median with its order-statistic interval, which holds for every distribution: as reports/statistics/median.hpp."""
import math
import statistics


def _missed(count, rank):
    """How probable it is that the true median lies outside of the rank-th smallest and rank-th largest."""
    return 2 * sum(math.comb(count, k) for k in range(rank)) / 2**count


def median_with_interval(samples, confidence=0.95):
    """(median, low, high, confidence that is reached); the whole range if even that reaches less than asked."""
    ordered, count = sorted(samples), len(samples)
    ranks = [rank for rank in range(1, count // 2 + 1) if 1 - _missed(count, rank) >= confidence]
    rank = max(ranks, default=1)
    return statistics.median(ordered), ordered[rank - 1], ordered[count - rank], max(0.0, 1 - _missed(count, rank))
