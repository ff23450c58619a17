# SPDX-License-Identifier: MIT
"""How short a task may be: METG(e), the duration of a task (wall time x workers / tasks) at which efficiency falls
below e on the way from coarse to fine (E. Slaughter et al., SC20), from samples in rounds.

Efficiency 1 is one reference for each kind of work, whoever has it: the least median, per unit of work, of all who do
such work. Nobody's own coarsest run is his scale, so a processor that was slow for a while moves nobody's alone.
"""
import math
import random
import statistics

RESAMPLES = 400


def resamples(rounds):
    """Choices of rounds, the same for all who are compared."""
    generator = random.Random(1)
    return [[generator.randrange(rounds) for _ in range(rounds)] for _ in range(RESAMPLES)]


def _medians(points, chosen):
    return [statistics.median(point[i] for i in chosen) for point in points]


def reference(curves, units, chosen):
    """The least duration of a unit of work; `curves` are all who do it, each with a list of samples for each point."""
    return min(duration / unit for curve in curves for duration, unit in zip(_medians(curve, chosen), units))


def metg(curve, units, unit_time, threshold, chosen):
    """`curve`: durations of a task, coarse points first. Interpolated in the logarithm of the duration. None: the
    coarsest point is not that efficient; 0: the finest one still is."""
    before = None
    for duration, unit in zip(_medians(curve, chosen), units):
        efficiency = unit * unit_time / duration
        if efficiency < threshold:
            if before is None:
                return None
            share = (before[1] - threshold) / (before[1] - efficiency)
            return math.exp(math.log(before[0]) + share * (math.log(duration) - math.log(before[0])))
        before = duration, efficiency
    return 0.0


class Sweep:
    """Who did which work: `kinds` maps a kind to its units at each point, `members` a name to (kind, curve)."""

    def __init__(self, kinds, members, rounds):
        self._kinds, self._members = kinds, members
        self._all = list(range(rounds))
        self._resamples = resamples(rounds)
        self._reference = {}

    def _of(self, name, threshold, number):
        kind, curve = self._members[name]
        chosen = self._all if number is None else self._resamples[number]
        if (kind, number) not in self._reference:
            curves = [other for of_kind, other in self._members.values() if of_kind == kind]
            self._reference[kind, number] = reference(curves, self._kinds[kind], chosen)
        return metg(curve, self._kinds[kind], self._reference[kind, number], threshold, chosen)

    def unit_time(self, kind):
        name = next(name for name, (of_kind, _) in self._members.items() if of_kind == kind)
        self._of(name, 0.5, None)
        return self._reference[kind, None]

    def metg(self, name, threshold):
        """(value, low, high) in seconds, or a sentence."""
        value = self._of(name, threshold, None)
        if value is None:
            return "never reached"
        if not value:
            return "below the sweep"
        return (value, *_middle([self._of(name, threshold, n) or value for n in range(RESAMPLES)]))

    def ratio(self, name, other, threshold):
        """(value, low, high) of METG over the other's, in the same resamples; None where one of them has none."""
        if not (self._of(name, threshold, None) and self._of(other, threshold, None)):
            return None
        pairs = [(self._of(name, threshold, n), self._of(other, threshold, n)) for n in range(RESAMPLES)]
        ratios = [one / another for one, another in pairs if one and another]
        return (self._of(name, threshold, None) / self._of(other, threshold, None), *_middle(ratios))

    def floor(self, name):
        """The least median duration: of the finest tasks, without any reference."""
        return min(_medians(self._members[name][1], self._all))


def _middle(values):
    """The middle 95 %."""
    ordered = sorted(values)
    cut = int(0.025 * len(ordered))
    return ordered[cut], ordered[len(ordered) - 1 - cut]
