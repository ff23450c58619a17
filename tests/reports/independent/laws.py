# SPDX-License-Identifier: MIT
"""Scaling laws: least squares by walking downhill on a grid that becomes ever finer."""
import math


def law(n, contention, coherency):
    return n / (1 + contention * (n - 1) + coherency * n * (n - 1))


def logarithms(points, contention, coherency):
    """points: (workers, rate). How far each rate lies above the law with rate 1 of one worker."""
    return [math.log(rate / law(n, contention, coherency)) for n, rate in points]


def error(points, contention, coherency):
    """The best rate of one worker is the mean of the logarithms."""
    apart = logarithms(points, contention, coherency)
    mean = sum(apart) / len(apart)
    return sum((one - mean) ** 2 for one in apart)


def fit(points, with_coherency=True):
    """(rate of one worker, contention, coherency)."""
    best, steps = [0.05, 0.001 if with_coherency else 0], [0.1, 0.01 if with_coherency else 0]
    least = error(points, *best)
    while steps[0] > 1e-10:
        tried = [[max(0.0, best[0] + i * steps[0]), max(0.0, best[1] + j * steps[1])]
                 for i in (-1, -0.5, 0, 0.5, 1) for j in (-1, -0.5, 0, 0.5, 1)]
        next_best = min(tried, key=lambda one: error(points, *one))
        if error(points, *next_best) < least:
            best, least = next_best, error(points, *next_best)
        else:
            steps = [step / 2 for step in steps]
    apart = logarithms(points, *best)
    return (math.exp(sum(apart) / len(apart)), *best)


def largest_miss(points, rate, contention, coherency):
    return max(abs(rate * law(n, contention, coherency) / measured - 1) for n, measured in points)
