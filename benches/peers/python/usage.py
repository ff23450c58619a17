# SPDX-License-Identifier: MIT
"""CPU time, context switches and memory of this process and everything below it.

What os.times() and RUSAGE_CHILDREN tell of children is known only once they have been waited for, and the workers of a
pool live on; so living ones are asked by their own CPU clocks, which count nanoseconds and not ticks.
"""
import os
import resource
import time
from dataclasses import dataclass

import lifetime

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Spent:
    cpu_seconds: float = 0.0
    context_switches: int = 0


def _clock_of(pid):
    return (~pid << 3) | 2  # as clock_getcpuclockid() makes it: the scheduler's clock of a process


def _cpu_of(pid):
    """Its own, and what it knows of children that it has waited for, which is counted in ticks."""
    seconds = time.clock_gettime(_clock_of(pid))
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return seconds + (int(fields[13]) + int(fields[14])) / _TICKS


def _switches_of(pid):
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/status", encoding="ascii", errors="replace") as file:
            total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
    return total


def _of_others():
    spent = Spent()
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent.cpu_seconds = reaped.ru_utime + reaped.ru_stime
    spent.context_switches = reaped.ru_nvcsw + reaped.ru_nivcsw
    for pid in lifetime.descendants(os.getpid()):
        try:
            spent.cpu_seconds += _cpu_of(pid)
            spent.context_switches += _switches_of(pid)
        except OSError:
            pass  # it has ended meanwhile
    return spent


def _own_cpu():
    return time.clock_gettime(time.CLOCK_PROCESS_CPUTIME_ID)


def _own_switches():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_nvcsw + usage.ru_nivcsw


def before():
    """To be called right before what is measured: this process' own clock is read last."""
    others = _of_others()
    others.context_switches += _own_switches()
    others.cpu_seconds += _own_cpu()
    return others


def since(start):
    """To be called right after: this process' own clock is read first."""
    cpu, switches = _own_cpu(), _own_switches()
    others = _of_others()
    return Spent(cpu + others.cpu_seconds - start.cpu_seconds, switches + others.context_switches - start.context_switches)


def memory():
    """Proportional set size in bytes: what two processes share counts half in each."""
    total = 0
    for pid in [os.getpid()] + lifetime.descendants(os.getpid()):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                total += sum(int(line.split()[1]) * 1024 for line in file if line.startswith("Pss:"))
        except OSError:
            pass
    return total
