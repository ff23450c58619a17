# SPDX-License-Identifier: MIT
"""Rank tests: two sets by trying every way to choose one of them, more by Kruskal and Wallis' statistic."""
import itertools

from distributions import chi_squared_above


def ranks_of(values):
    """Equal values share the mean of their ranks."""
    ordered = sorted(values)
    return [(2 * ordered.index(value) + ordered.count(value) + 1) / 2 for value in values]


def mann_whitney(one, other):
    ranks = ranks_of(one + other)
    mean = sum(ranks) * len(one) / len(ranks)
    seen = abs(sum(ranks[:len(one)]) - mean)
    distances = [abs(sum(chosen) - mean) for chosen in itertools.combinations(ranks, len(one))]
    return sum(distance >= seen - 1e-9 for distance in distances) / len(distances)


def kruskal_wallis(sets):
    ranks = ranks_of([value for one in sets for value in one])
    count, middle = len(ranks), (len(ranks) + 1) / 2
    variance = sum((rank - middle) ** 2 for rank in ranks) / (count - 1)
    if variance == 0:
        return 1
    statistic, at = 0, 0
    for one in sets:
        mean = sum(ranks[at:at + len(one)]) / len(one)
        statistic += len(one) * (mean - middle) ** 2 / variance
        at += len(one)
    return chi_squared_above(statistic, len(sets) - 1)


def same_distribution(sets):
    return mann_whitney(*sets) if len(sets) == 2 else kruskal_wallis(sets)
