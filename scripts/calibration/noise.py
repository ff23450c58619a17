# SPDX-License-Identifier: MIT
"""Noise: how repetitions spread around their true median, which is 1."""
import math


class Noise:
    """`modes`: how many a reader should be told of; 0: that is a matter of taste."""

    def __init__(self, name, draw, modes=1):
        self.name, self.draw, self.modes = name, draw, modes


def exponential_tail(rng):
    return 1 + 0.1 * (rng.expovariate(1) - math.log(2))


def two_speeds(rng):
    """Neither of them is the median: a truth with two modes on purpose."""
    return (0.8 if rng.random() < 0.5 else 1.2) * rng.lognormvariate(0, 0.01)


NARROW = Noise("lognormal, 3 %", lambda rng: rng.lognormvariate(0, 0.03))
WIDE = Noise("lognormal, 20 %", lambda rng: rng.lognormvariate(0, 0.2))
SKEWED = Noise("skewed (base and exponential tail)", exponential_tail)
QUANTISED = Noise("quantised", lambda rng: round(rng.lognormvariate(0, 0.05) * 20) / 20)
UNLIKE = [Noise(f"lognormal, {100 * spread:g} %", lambda rng, s=spread: rng.lognormvariate(0, s))
          for spread in (0.005, 0.03, 0.2)]
OUTLIERS = Noise("one in ten takes twice as long",
                 lambda rng: rng.lognormvariate(0, 0.02) * (2 if rng.random() < 0.1 else 1), 0)
TWO_MODES = Noise("two modes", two_speeds, 2)
ALL = [NARROW, WIDE, SKEWED, QUANTISED, OUTLIERS]
