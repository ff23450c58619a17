# SPDX-License-Identifier: MIT
"""Medians: their intervals from sums of binomial coefficients, their bootstrap from every multiset that a resample can be."""
import collections
import functools
import itertools
import math
import random
import statistics

MOST_ENUMERATED = 8


def interval(samples):
    """The narrowest pair of order statistics that holds the median with 95 %, or all of them."""
    n, ordered = len(samples), sorted(samples)
    if n < 3:
        return None
    best = 1
    for k in range(1, n // 2 + 1):
        missed = 2 * sum(math.comb(n, i) for i in range(k)) / 2**n
        if 1 - missed >= 0.95:
            best = k
    return ordered[best - 1], ordered[n - best]


@functools.cache
def medians_of_resamples(samples):
    """(median, number of ways) of every multiset of n samples out of n; of many samples by drawing some."""
    n, ordered = len(samples), sorted(samples)
    ways = collections.Counter()
    if n > MOST_ENUMERATED:
        rng = random.Random(1)
        ways.update(statistics.median(rng.choices(ordered, k=n)) for _ in range(4000))
        return ways
    for chosen in itertools.combinations_with_replacement(range(n), n):
        count = math.factorial(n)
        for repeats in collections.Counter(chosen).values():
            count //= math.factorial(repeats)
        ways[statistics.median(ordered[i] for i in chosen)] += count
    return ways


def ratio_interval(above, below):
    ways = [medians_of_resamples(tuple(samples)) for samples in (above, below)]
    ratios = sorted((a / b, m * k) for a, m in ways[0].items() for b, k in ways[1].items())
    total = sum(weight for _, weight in ratios)
    ends, reached = [], 0
    for share in (0.025, 0.975):
        wanted, reached = share * total, 0
        for ratio, weight in ratios:
            reached += weight
            if reached >= wanted * (1 - 1e-12):
                ends.append(ratio)
                break
    return ends


def variance_of_logarithm(samples):
    """Of the median's logarithm over all resamples."""
    ways = medians_of_resamples(tuple(samples))
    total = sum(ways.values())
    mean = sum(math.log(one) * count for one, count in ways.items()) / total
    return sum((math.log(one) - mean) ** 2 * count for one, count in ways.items()) / total


def of_the_fastest(rows):
    """The samples of the fastest row and of all that are not surely slower."""
    fastest = min(rows, key=statistics.median)
    return [one for row in rows if ratio_interval(row, fastest)[0] <= 1 for one in row]
