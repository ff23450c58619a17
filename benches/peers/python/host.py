# SPDX-License-Identifier: MIT
"""What a fresh interpreter does for one repetition of one cell, in the order of our own hosts
(docs/method/timing.md): inputs before workers, verification before timing, nothing but the runs between the two
readings of the clock.

It is told what to do by one JSON object and answers with JSON lines into a file: the stages that it has reached, and at
last a measurement or why there is none.
"""
import json
import os
import sys
import time
import traceback

import lifetime
import usage
from cell import Case, NotSupported, Wrong


class KernelWork:
    """A kernel under a strategy, with what probes have too: run(), mistake(), counters(), note(), close()."""

    def __init__(self, order, announce):
        import kernels
        import strategies

        announce("preparing")
        self.kernel = kernels.find(order["kernel"])
        self.name = order["kernel"]
        self.case = case_of(order)
        self.inputs = kernels.Inputs(**order["inputs"])
        self.kernel.prepare(self.case, self.inputs)
        self._arguments = self.kernel.arguments(self.case)
        self._run = getattr(self.kernel, "run", self._run_items)
        announce("starting the workers")
        self._strategy = strategies.find(order["runtime"])(order["workers"], self)
        self.out = None

    def _run_items(self, map_, case, arguments):
        return map_(self.kernel.item, arguments, case.grain)

    def run(self, iterations):
        self.out = None
        for _ in range(iterations):
            self.out = self._run(self._strategy.map, self.case, self._arguments)

    def mistake(self):
        if self.out is None:
            return "nothing has run"
        if self._run == self._run_items and len(self.out) != self.case.size:
            return f"{len(self.out)} results of {self.case.size} items"
        return self.kernel.mistake(self.case, self.out)

    def counters(self):
        return {}

    def note(self):
        return self._strategy.NOTE

    def close(self):
        self._strategy.close()


def case_of(order):
    return Case(order["size"], order["grain"], tuple(value for _, value in order["parameters"]))


def _start(order, announce):
    import probes

    if order["kernel"] in probes.NAMES:
        announce("starting the mechanism")
        return probes.find(order["kernel"]).start(order["runtime"], case_of(order))
    return KernelWork(order, announce)


def _require(mistake, when):
    if mistake is not None:
        raise Wrong(f"{mistake} ({when})")


def _iterations_for(work, min_seconds):
    """How many iterations take that long."""
    count = 1
    while True:
        begin = time.perf_counter()
        work.run(count)
        seconds = time.perf_counter() - begin
        _require(work.mistake(), "while counting iterations")
        if seconds >= min_seconds or count >= 10**9:
            return count
        wanted = 1.4 * count * min_seconds / max(seconds, 1e-9)
        count = int(min(10 * count, max(count + 1, wanted)))


def measure(order, announce):
    begin = time.perf_counter()
    work = _start(order, announce)
    start_seconds = time.perf_counter() - begin

    announce("verifying")
    work.run(1)
    _require(work.mistake(), "before timing")
    if order["iterations"] == 0:
        announce("counting iterations")
        measured = {"iterations": _iterations_for(work, order["min_seconds"])}
        announce("stopping")
        work.close()
        return measured

    announce("timing")
    before = usage.before()
    begin = time.perf_counter()
    work.run(order["iterations"])
    seconds = time.perf_counter() - begin
    spent = usage.since(before)
    memory = usage.memory()

    announce("verifying")
    _require(work.mistake(), "after timing")
    counters, note = work.counters(), work.note()
    announce("stopping")
    begin = time.perf_counter()
    work.close()
    stop_seconds = time.perf_counter() - begin
    return {"seconds": seconds, "cpu_seconds": spent.cpu_seconds, "switches": spent.context_switches, "pss": memory,
            "start": start_seconds, "stop": stop_seconds, "counters": counters, "note": note}


def main(text, parent, descriptor, measure_order=measure):
    lifetime.end_with(parent)
    lifetime.workers_end_with_us()
    lifetime.take_least_timer_slack()
    os.set_inheritable(descriptor, False)
    with open(descriptor, "w", buffering=1, encoding="utf-8") as answers:
        owner = os.getpid()

        def tell(**answer):
            answers.write(json.dumps(answer) + "\n")

        try:
            tell(measured=measure_order(json.loads(text), lambda stage: tell(stage=stage)))
            return
        except NotSupported as reason:
            tell(status="not supported", reason=str(reason))
        except Wrong as reason:
            tell(status="wrong", reason=str(reason))
        except Exception as error:
            if os.getpid() != owner:  # a worker that got this far has nothing to report
                raise
            traceback.print_exc(file=sys.stderr)
            tell(status="crashed", reason=f"{type(error).__name__}: {error}")
    # What has failed may have left threads that Python would wait for, and workers, which the conductor ends.
    sys.stderr.flush()
    os._exit(1)
