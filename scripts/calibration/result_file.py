# SPDX-License-Identifier: MIT
"""Result files: cells of which the true median is known, as `bench` would have written them."""
import json


class ResultFile:
    def __init__(self, rng, noise, repetitions, drift=0.0, host="simulated"):
        self.rng, self.noise, self.repetitions, self.drift, self.host = rng, noise, repetitions, drift, host
        self.truth, self.rows = {}, []  # seconds by kernel, size, grain, runtime and workers

    def add(self, kernel, runtime, workers, size, grain, median, noise=None, repetitions=None):
        """`noise` and `repetitions`: of this cell, if other than the file's."""
        name = f"{kernel}/{runtime}/workers:{workers}/size:{size}/grain:{grain}"
        self.truth[(kernel, size, grain, runtime, workers)] = median
        for index in range(repetitions or self.repetitions):
            seconds = median * (noise or self.noise).draw(self.rng) * (1 + self.drift * index / self.repetitions)
            self.rows.append({
                "name": name, "run_name": name, "run_type": "iteration", "repetitions": self.repetitions,
                "repetition_index": index, "threads": 1, "iterations": 10, "real_time": seconds * 1e9,
                "cpu_time": seconds * workers * 1e9, "time_unit": "ns",
            })

    def text(self):
        context = {"date": "2020-01-01T00:00:00+00:00", "host_name": self.host, "num_cpus": 16, "usable_cpus": "16"}
        return json.dumps({"context": context, "benchmarks": self.rows})


def names(count):
    return ["serial"] + [f"r{i:02}" for i in range(1, count)]


def workers_of(runtime):
    return 1 if runtime == "serial" else 2
