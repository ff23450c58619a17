# SPDX-License-Identifier: MIT
"""Sweeps: METG and break-even, read off interpolated curves; their intervals from drawing repetitions with replacement."""
import math
import random
import statistics

from medians import ratio_interval
from ranks import mann_whitney

DRAWS = 400


def between(low, high, share):
    return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))


def drawn(samples, rng):
    return statistics.median(rng.choices(samples, k=len(samples)))


class Crossing:
    """Where a curve crosses a value, and what was measured on both sides."""

    def __init__(self, at, below, above):
        self.at, self.below, self.above = at, below, above


def share_below(draws, value):
    return sum(one < value for one in draws) / len(draws)


def is_middle(draws, crossing, low, high, tolerance=1e-5):
    """Whether [low, high] are the middle 95 % of draws, extended to what was measured on both sides."""
    low_is_right = (math.isclose(low, crossing.below, rel_tol=tolerance)
                    or low < crossing.below and share_below(draws, low * (1 - tolerance)) <= 0.06)
    high_is_right = (math.isclose(high, crossing.above, rel_tol=tolerance)
                     or high > crossing.above and share_below(draws, high * (1 + tolerance)) >= 0.94)
    reaches_low = share_below(draws, crossing.below) < 0.05 or low < crossing.below
    reaches_high = share_below(draws, crossing.above * (1 + tolerance)) > 0.95 or high > crossing.above
    return low_is_right and high_is_right and reaches_low and reaches_high


class GrainCurve:
    """points: (grain, tasks, samples), from fine to coarse."""

    def __init__(self, points, reference, workers):
        self.points, self.reference, self.workers = sorted(points), reference, workers

    def measured(self):
        reference = statistics.median(self.reference)
        return [self.point(tasks, statistics.median(samples), reference) for _, tasks, samples in self.points]

    def point(self, tasks, seconds, reference):
        """(seconds a task, efficiency)."""
        return seconds * self.workers / tasks, reference / seconds

    @staticmethod
    def fall(curve, threshold):
        """The first fall below the threshold from the coarse end on, or the shortest task that was efficient before."""
        for at in range(len(curve) - 1, 0, -1):
            (fine, low), (coarse, high) = curve[at - 1], curve[at]
            if high >= threshold > low:
                crossing = between(fine, coarse, (threshold - low) / (high - low))
                shortest = min(seconds for seconds, efficiency in curve[at:] if efficiency >= threshold)
                return Crossing(min(crossing, shortest), min(fine, shortest), coarse)
        return None

    def rises_again(self, threshold):
        was_below = False
        for _, _, samples in reversed(self.points):
            low, high = ratio_interval(self.reference, samples)
            was_below |= high < threshold
            if was_below and low > threshold:
                return True
        return False

    def metg(self, threshold):
        """The outcome, and the crossing if there is one."""
        curve = self.measured()
        crossing = self.fall(curve, threshold)
        if all(efficiency < threshold for _, efficiency in curve):
            return "never reached", None
        if self.rises_again(threshold):
            return "unstable", None
        return ("found", crossing) if crossing else ("below the sweep", None)

    def share_at_the_fine_end(self, threshold, crossing):
        """How much of the draws says that the finest grain may be efficient: 0 if it surely is not."""
        _, _, finest = self.points[0]
        if ratio_interval(self.reference, finest)[1] < threshold:
            return 0
        end = self.measured()[0][0] * (1 + 1e-9)
        return 1 if crossing.below <= end else share_below(self.draws(threshold), end)

    def draws(self, threshold):
        rng, all = random.Random(1), []
        for _ in range(DRAWS):
            reference = drawn(self.reference, rng)
            curve = [self.point(tasks, drawn(samples, rng), reference) for _, tasks, samples in self.points]
            crossing = self.fall(curve, threshold)
            beyond = curve[-1][0] if curve[-1][1] < threshold else curve[0][0]
            all.append(crossing.at if crossing else beyond)
        return all


class SizeCurve:
    """points: (size, ours, theirs), from small to large."""

    def __init__(self, points):
        self.points = sorted(points)

    @staticmethod
    def last_fall(curve):
        """Where the advantage, (size, log(ours / theirs)), begins for good."""
        if curve[-1][1] >= 0:
            return None
        for (small, slower), (large, faster) in zip(curve[-2::-1], curve[:0:-1]):
            if slower >= 0:
                return Crossing(between(small, large, slower / (slower - faster)), small, large)
        return None

    @staticmethod
    def surely_less(one, other):
        return ratio_interval(one, other)[1] < 1 and mann_whitney(one, other) <= 0.05

    def break_even(self):
        """The outcomes that are right, and where: a crossing, or the size from which on it is sure."""
        *_, (_, ours, theirs) = self.points
        if not self.surely_less(ours, theirs):
            return {"never" if self.surely_less(theirs, ours) else "not resolved": None}
        curve = [(size, math.log(statistics.median(a) / statistics.median(b))) for size, a, b in self.points]
        crossing = self.last_fall(curve)
        right = {}
        if crossing:
            may_be_below = self.may_be_below(crossing)
            if may_be_below is not True:
                right["from"] = crossing
            if may_be_below is False:
                return right
        sure = None
        for size, a, b in reversed(self.points):
            if not self.surely_less(a, b):
                return right | {"at the latest": sure}
            sure = size
        return right | {"always": None}

    def may_be_below(self, crossing):
        """Whether the advantage may begin below the smallest size; None if so few draws cannot tell."""
        smallest, ours, theirs = self.points[0]
        if self.surely_less(theirs, ours):
            return False
        share = share_below(self.draws(), smallest * (1 + 1e-9))
        if crossing.below == smallest or share > 0.06:
            return True
        return False if share < 0.005 else None

    def draws(self):
        rng, all = random.Random(1), []
        for _ in range(DRAWS):
            curve = [(size, math.log(drawn(a, rng) / drawn(b, rng))) for size, a, b in self.points]
            crossing = self.last_fall(curve)
            beyond = curve[0][0] if curve[-1][1] < 0 else curve[-1][0]
            all.append(crossing.at if crossing else beyond)
        return all
