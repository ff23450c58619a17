# SPDX-License-Identifier: MIT
"""Rankings: who is surely slower than the best, on one work by ranks and over many by Student's test."""
import math
import statistics

from distributions import quantile, two_sided
from medians import ratio_interval, variance_of_logarithm
from ranks import same_distribution


def slower_on_one_work(times, error=0.05):
    """times: name -> samples. The best, and those who are surely slower."""
    order = sorted(times, key=lambda name: statistics.median(times[name]))
    best, slower = order[0], set()
    for part in range(len(order), 1, -1):
        level = error if part >= len(order) - 1 else 1 - (1 - error) ** (part / len(order))
        if same_distribution([times[name] for name in order[:part]]) > level:
            break
        last = order[part - 1]
        if same_distribution([times[best], times[last]]) <= level and ratio_interval(times[last], times[best])[0] > 1:
            slower.add(last)
    return best, slower


class Mean:
    """The mean logarithm of a runtime's times, of each kernel first, and the parts of its variance."""

    def __init__(self, works):
        """works: (kernel, samples)."""
        kernels = [kernel for kernel, _ in works]
        self.value, self.parts = 0, []
        for kernel, samples in works:
            weight = 1 / len(set(kernels)) / kernels.count(kernel)
            self.value += weight * math.log(statistics.median(samples))
            n = len(samples)
            self.parts.append((weight ** 2 * variance_of_logarithm(samples) * n / (n - 1), n - 1))


def difference(one, other):
    """Of two means: the distance, its standard error and the degrees of freedom of that (Welch and Satterthwaite)."""
    parts = one.parts + other.parts
    variance = sum(part for part, _ in parts)
    return one.value - other.value, math.sqrt(variance), variance ** 2 / sum(v * v / degrees for v, degrees in parts)


def probability(one, other):
    distance, deviation, degrees = difference(one, other)
    return two_sided(distance / deviation, degrees)


def slowdown(one, best):
    """Ratio with its 95 % interval."""
    distance, deviation, degrees = difference(one, best)
    half = deviation * quantile(0.05, degrees)
    return [math.exp(distance), math.exp(distance - half), math.exp(distance + half)]


def slower_over_works(times, error):
    """times: name -> [(kernel, samples)]. The best, those who are surely slower, and every slowdown."""
    means = {name: Mean(works) for name, works in times.items()}
    order = sorted(means, key=lambda name: means[name].value)
    best, slower = order[0], set()
    slowdowns = {name: slowdown(means[name], means[best]) for name in order[1:]}
    for part in range(len(order), 1, -1):
        level = error / (part * (part - 1) / 2)
        first = [means[name] for name in order[:part]]
        if min(probability(a, b) for i, a in enumerate(first) for b in first[:i]) > level:
            break
        last = order[part - 1]
        if probability(means[last], means[best]) <= level and slowdowns[last][1] > 1:
            slower.add(last)
    return best, slower, slowdowns
