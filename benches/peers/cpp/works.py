# SPDX-License-Identifier: MIT
"""The works that are compared, who can do each, and one round of it: everybody once at every point, in random order.

`fib` and `cube` have a single point. The graphs have one for each length of a task, coarse ones first.
"""
import os
from dataclasses import dataclass, field

from systems import Failed

WORKERS = 2
FIB_N = 32
FIB_NODES = 7_049_155  # 2 F(33) - 1
CUBE_ITEMS = 1 << 20
WIDTH = 2  # a point for each worker, as Task Bench's own script for METG has it
BYTES = 64  # of an output
STEPS = 1000  # of a graph; a visit runs it ten times, or once if tasks are long
MULTIPLY_ADDS = {"stencil_1d": (32768, 16384, 8192, 4096, 2048, 1024, 512, 256, 128),
                 "trivial": (8192, 4096, 2048, 1024, 512, 256, 128, 64, 32)}
DEPENDENCES = {"trivial": 0, "stencil_1d": WIDTH * WIDTH}  # of a step on the one before

OURS = {"fib": ("serial", "steal", "fork-steal", "tbb"), "cube": ("serial", "steal", "fork-steal", "tbb"),
        "stencil_1d": ("steal", "fork-steal", "tbb", "openmp", "mpi"),
        "trivial": ("steal", "fork-steal", "tbb", "openmp", "mpi")}
PEERS = {"fib": ("libfork", "taskflow"), "cube": (), "stencil_1d": ("taskflow", "Task Bench, MPI", "Task Bench, OpenMP"),
         "trivial": ("taskflow", "Task Bench, MPI", "Task Bench, OpenMP")}


def kind_of(system):
    """What a unit of its work is."""
    return "iterations" if system.startswith("Task Bench") else "multiply-adds"


def units(name):
    """How many units a task has, by kind, at each point. Two multiply-adds take about as long as an iteration of Task
    Bench's `compute_bound`."""
    return {"multiply-adds": MULTIPLY_ADDS[name], "iterations": tuple(n // 2 for n in MULTIPLY_ADDS[name])}


@dataclass
class Work:
    name: str
    bench: object
    programs: dict  # of peers, by name: what visits them; or the sentence why there is nothing to visit
    seconds: dict = field(default_factory=dict)  # by system, for each point: seconds in rounds, of the unit of the work
    missing: dict = field(default_factory=dict)

    def __post_init__(self):
        self.points = len(MULTIPLY_ADDS[self.name]) if self.name in DEPENDENCES else 1
        for system in OURS[self.name]:
            self.seconds[system] = [[] for _ in range(self.points)]
        for system in PEERS[self.name]:
            self.seconds[system] = [[] for _ in range(self.points)]
            if isinstance(self.programs[system], str):
                self.missing[system] = self.programs[system]

    def round(self, generator):
        for point in generator.sample(range(self.points), self.points):
            who = ["ours", *(peer for peer in PEERS[self.name] if peer not in self.missing)]
            found = {}
            for system in generator.sample(who, len(who)):
                if system == "ours":
                    found.update(self._ours(point))
                else:
                    found[system] = self._peer(system, point)
            for system, seconds in found.items():
                if isinstance(seconds, str):
                    self.missing[system] = seconds
                elif system not in self.missing:
                    self.seconds[system][point].append(seconds)

    def _ours(self, point):
        runtimes = [runtime for runtime in OURS[self.name] if runtime not in self.missing]
        if self.name in DEPENDENCES:
            amount = MULTIPLY_ADDS[self.name][point]
            words = [f"--sizes={WIDTH}", f"--parameter=pattern:{self.name}", f"--parameter=steps:{STEPS}",
                     "--parameter=work:compute", f"--parameter=amount:{amount}", f"--parameter=bytes:{BYTES}"]
            kernel, iterations, unit = "graph", _repetitions(amount), STEPS
        elif self.name == "fib":
            words, kernel, iterations, unit = [f"--sizes={FIB_N}"], "fib", 3, FIB_NODES
        else:
            words, kernel, iterations, unit = [f"--sizes={CUBE_ITEMS}", "--grains=1"], "cube", 10, CUBE_ITEMS
        found = self.bench.visit(kernel, runtimes, WORKERS, words, iterations)
        return {runtime: seconds if isinstance(seconds, str) else seconds / unit for runtime, seconds in found.items()}

    def _peer(self, system, point):
        program = self.programs[system]
        try:
            if self.name == "fib":
                return program.visit(WORKERS, FIB_N, 2) / FIB_NODES
            amount = MULTIPLY_ADDS[self.name][point]
            if system == "taskflow":
                return program.visit(WORKERS, self.name, WIDTH, STEPS, amount, _repetitions(amount)) / STEPS
            steps = STEPS * _repetitions(amount)
            made = DEPENDENCES[self.name] * (steps - 1)
            return program.visit(self.name, WIDTH, steps, BYTES, units(self.name)["iterations"][point], made) / steps
        except Failed as failure:
            return f"{os.path.basename(program.path)}: {failure}"


def _repetitions(amount):
    """How often a visit runs a graph. Task Bench's programs time a single one, which has so many times as many steps."""
    return 1 if amount > 4096 else 10
