# SPDX-License-Identifier: MIT
"""Made-up result files: random medians, random repetitions."""
import json


class Made:
    def __init__(self, rng):
        self.rng = rng
        self.repetitions = rng.choice([5, 6])
        self.spread = rng.choice([0.01, 0.05, 0.15])
        self.samples = {}  # (kernel, runtime, workers, size, grain) -> seconds

    def add(self, kernel, runtime, workers, size, grain, seconds):
        self.samples[(kernel, runtime, workers, size, grain)] = [
            seconds * self.rng.lognormvariate(0, self.spread) for _ in range(self.repetitions)]

    def text(self):
        rows = []
        for (kernel, runtime, workers, size, grain), all in self.samples.items():
            name = f"{kernel}/{runtime}/workers:{workers}/size:{size}/grain:{grain}"
            rows += [{"name": name, "run_name": name, "run_type": "iteration", "repetitions": len(all),
                      "repetition_index": i, "threads": 1, "iterations": 10, "real_time": one * 1e9,
                      "cpu_time": one * workers * 1e9, "time_unit": "ns"} for i, one in enumerate(all)]
        return json.dumps({"context": {"num_cpus": 16, "usable_cpus": "16"}, "benchmarks": rows})


def ranked_works(rng):
    """Works of two kinds: `t...` tiny, `c...` coarse; runtimes that are equal, and others that are not."""
    made = Made(rng)
    factors = {name: rng.choice([1, 1, 1.05, 1.3, 2]) for name in "abcd"}
    for kernel, chunk in (("t0", 1e-6), ("t1", 2e-6), ("c0", 1e-4), ("c1", 1e-3)):
        for size in (64, 256, 1024)[:rng.choice([2, 3])]:
            whole = size / 4 * chunk
            made.add(kernel, "serial", 1, size, 4, whole)
            for name, factor in factors.items():
                for workers in (2, 4):
                    made.add(kernel, name, workers, size, 4, whole / workers * factor * rng.uniform(0.97, 1.03))
    return made


def swept_grains(rng):
    made = Made(rng)
    costs = {"openmp-static": 0, "a": rng.uniform(1e-7, 1e-6), "b": rng.uniform(1e-6, 1e-5), "c": rng.uniform(1e-5, 1e-4)}
    for grain in (1, 4, 16, 64, 256, 1024):
        made.add("k", "serial", 1, 4096, grain, 4096e-6)
        for name, cost in costs.items():
            made.add("k", name, 4, 4096, grain, 4096 / 4 * (1e-6 + cost / grain))
    return made


def swept_sizes(rng):
    made = Made(rng)
    costs = {"a": 0, "b": rng.uniform(1e-6, 1e-4), "c": rng.uniform(1e-4, 1e-3), "d": 1}
    for size in (64, 256, 1024, 4096, 16384):
        made.add("k", "serial", 1, size, size // 16, size * 1e-7)
        for name, cost in costs.items():
            made.add("k", name, 2, size, size // 16, size * 1e-7 / rng.choice([1.2, 2]) + cost)
    return made


def scaled(rng):
    made = Made(rng)
    for name in "abc":
        contention, coherency = rng.choice([0, 0.02, 0.3]), rng.choice([0, 0.0005, 0.01])
        for n in (1, 2, 4, 8, 16):
            made.add("k", name, n, 64, 4, 1e-3 * (1 + contention * (n - 1) + coherency * n * (n - 1)) / n)
    made.add("k", "serial", 1, 64, 4, 1e-3)
    return made
