# SPDX-License-Identifier: MIT
"""Which cells there are by default, and which of them a filter leaves."""
import importlib
import os
import re

import kernels
import probes
import strategies
from cell import Cell, UsageError

# Waiting needs no processor: items that wait are also measured with this many workers.
_WAITING_WORKERS = (8, 64, 512)
_LONGEST_WAIT = 1.0  # a cell that must take longer is left out


def usable_cpus():
    """The affinity mask, reduced by the CPU quota of the cgroup, as `bench` counts."""
    cpus = len(os.sched_getaffinity(0))
    quota = cgroup_quota()
    return cpus if quota is None else max(1, min(cpus, int(quota)))


def cgroup_quota():
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            limit, period = file.read().split()
        return None if limit == "max" else int(limit) / int(period)
    except (OSError, ValueError):
        return None


def _workers(kernel, case, most):
    cpus = usable_cpus()
    counts = {1, cpus} | {1 << k for k in range(cpus.bit_length()) if 1 << k <= cpus}
    wait = kernel.waiting(case)
    if wait:
        counts |= {n for n in _WAITING_WORKERS if n <= case.size}
        counts = {n for n in counts if wait * -(-case.size // n) <= _LONGEST_WAIT}
    return sorted(n for n in counts if n <= most)


def _of_kernels():
    for name in kernels.NAMES:
        kernel = kernels.find(name)
        for case in kernel.CASES:
            for strategy in strategies.NAMES:
                most = importlib.import_module(strategies.find(strategy).__module__).MOST_WORKERS
                for workers in _workers(kernel, case, most):
                    parameters = case.with_names(kernel.PARAMETERS)
                    yield Cell(name, strategy, workers, case.size, case.grain, parameters)


def _of_probes():
    for name in probes.NAMES:
        probe = probes.find(name)
        for mechanism in probe.MECHANISMS:
            for case in probe.cases(mechanism):
                parameters = case.with_names(probe.PARAMETERS)
                yield Cell(name, mechanism, probe.workers(case), case.size, case.grain, parameters)


def cells():
    return list(_of_kernels()) + list(_of_probes())


def matching(all_cells, expression):
    """Those whose names contain the expression; a '-' in front negates, as in `bench`."""
    negative = expression.startswith("-")
    try:
        pattern = re.compile(expression[1:] if negative else expression)
    except re.error as error:
        raise UsageError(f"--filter={expression}: {error}") from None
    found = [cell for cell in all_cells if bool(pattern.search(cell.name)) != negative]
    if not found:
        raise UsageError(f"--filter={expression}: matches no cell; --list lists them")
    return found
