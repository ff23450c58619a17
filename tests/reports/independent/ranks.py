# SPDX-License-Identifier: MIT
"""Rank tests: two sets by trying every way to choose one of them, more by Kruskal and Wallis, and by Welch."""
import itertools

import statistics

from distributions import chi_squared_above, fisher_above


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


def welch(sets):
    """Of the ranks. A set of equal ranks spreads by less than one."""
    ranks = iter(ranks_of([value for one in sets for value in one]))
    groups = [[next(ranks) for _ in one] for one in sets]
    precision = [len(group) / max(1 / 12, statistics.variance(group)) for group in groups]
    share = [one / sum(precision) for one in precision]
    middle = sum(part * statistics.mean(group) for part, group in zip(share, groups))
    doubt = sum((1 - part) ** 2 / (len(group) - 1) for part, group in zip(share, groups))
    k = len(sets)
    between = sum(one * (statistics.mean(group) - middle) ** 2 for one, group in zip(precision, groups)) / (k - 1)
    return fisher_above(between / (1 + 2 * (k - 2) * doubt / (k * k - 1)), k - 1, (k * k - 1) / (3 * doubt))


def same_distribution(sets):
    return mann_whitney(*sets) if len(sets) == 2 else max(kruskal_wallis(sets), welch(sets))
