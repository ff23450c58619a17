# SPDX-License-Identifier: MIT
"""view: operations of ipyparallel's own views, each with its defaults and waited for: DirectView's push, pull, scatter,
gather, apply_sync and map_sync; the load-balanced view's apply_sync, one after the other, and map_sync.

`bytes` go to each engine or come from each. Within the time all that comes back is compared with what is right, which
takes a hundredth of it at most; neighbouring messages differ, so that a lost or doubled one is noticed by the next.
"""
import os
import random

import cluster
from cell import Case, NotSupported, Wrong

SUMMARY = "what ipyparallel's views do: push, scatter, apply, tasks"
PARAMETERS = ("engines", "bytes")
_VERSIONS = 3  # of every message
_PID_BITS = 22  # of a result, beside the function's value


def _answer(argument):
    """A function that does nothing else than to say who has called it."""
    return (3 * argument + 1 << _PID_BITS) | os.getpid()


def _blocks(count, size, seed):
    generator = random.Random(seed)
    return [generator.randbytes(size) for _ in range(count)]


class _View:
    def __init__(self, engines, case):
        self.client, self.case, self.engines = engines.client, case, len(engines.client)
        self.direct, self.balanced = self.client[:], self.client.load_balanced_view()
        self.done = 0

    def run(self, iterations):
        for _ in range(iterations):
            self.operate(self.done)
            self.done += 1

    def left(self):
        """What is wrong with what the operations have left, as far as they did not say so."""
        return None


class _Push(_View):
    def __init__(self, engines, case):
        super().__init__(engines, case)
        self.blocks = _blocks(_VERSIONS, case.parameters[1], 1)

    def operate(self, number):
        self.direct.push({"block": self.blocks[number % _VERSIONS]}, block=True)

    def left(self):
        pushed = self.blocks[(self.done - 1) % _VERSIONS]
        return None if self.direct.pull("block", block=True) == [pushed] * self.engines else "engines have other blocks"


class _Pull(_View):
    def __init__(self, engines, case):
        super().__init__(engines, case)
        self.left()

    def left(self):
        """Gives each engine another block of its own."""
        self.blocks = _blocks(self.engines, self.case.parameters[1], self.done)
        for engine, block in zip(self.client, self.blocks):
            engine.push({"block": block}, block=True)

    def operate(self, number):
        if self.direct.pull("block", block=True) != self.blocks:
            raise Wrong(f"pull {number} has brought other blocks")


class _Scatter(_View):
    def __init__(self, engines, case):
        super().__init__(engines, case)
        self.blocks = _blocks(_VERSIONS, case.parameters[1] * self.engines, 1)

    def operate(self, number):
        self.direct.scatter("part", self.blocks[number % _VERSIONS], block=True)

    def left(self):
        parts = self.direct.pull("part", block=True)
        right = b"".join(parts) == self.blocks[(self.done - 1) % _VERSIONS]
        return None if right and len({len(part) for part in parts}) == 1 else "engines have other parts"


class _Gather(_Pull):
    def operate(self, number):
        if list(self.direct.gather("block", block=True)) != self.blocks:
            raise Wrong(f"gather {number} has brought other parts")


class _Calls(_View):
    def __init__(self, engines, case):
        super().__init__(engines, case)
        self.pids = self.direct.apply_sync(os.getpid)

    def require(self, number, arguments, results, pids=None):
        if len(results) != len(arguments):
            raise Wrong(f"{len(arguments)} calls had {len(results)} results")
        for i, argument in enumerate(arguments):
            pid = results[i] & (1 << _PID_BITS) - 1
            if results[i] >> _PID_BITS != 3 * argument + 1 or pid not in (pids[i : i + 1] if pids else self.pids):
                raise Wrong(f"call {i} of {number}: {results[i]} is not its result")


class _Apply(_Calls):
    def operate(self, number):
        self.require(number, [number] * self.engines, self.direct.apply_sync(_answer, number), self.pids)


class _MapSync(_Calls):
    view = "direct"

    def operate(self, number):
        arguments = range(number, number + self.case.size)
        self.require(number, arguments, getattr(self, self.view).map_sync(_answer, arguments, **self.options()))

    def options(self):
        return {}


class _MapBalanced(_MapSync):
    view = "balanced"

    def options(self):
        return {"chunksize": 1}


class _Task(_Calls):
    def operate(self, number):
        for task in range(number * self.case.size, (number + 1) * self.case.size):
            self.require(number, [task], [self.balanced.apply_sync(_answer, task)])


_OPERATIONS = {
    "py-push": _Push,
    "py-pull": _Pull,
    "py-scatter": _Scatter,
    "py-gather": _Gather,
    "py-apply": _Apply,
    "py-map-sync": _MapSync,
    "py-task": _Task,
    "py-map-balanced": _MapBalanced,
}
MECHANISMS = tuple(_OPERATIONS)
_SIZES = {"py-map-sync": 1000, "py-map-balanced": 200}


def cases(mechanism):
    size = _SIZES.get(mechanism, 1)
    bytes_ = (0,) if issubclass(_OPERATIONS[mechanism], _Calls) else (8, 1048576)
    return tuple(Case(size, 1, (engines, count)) for engines in (1, 2) for count in bytes_)


def workers(case):
    return case.parameters[0] + 1


class _Operation:
    """An operation with its cluster."""

    def __init__(self, mechanism, case):
        self._cluster = cluster.connect(case.parameters[0])
        self._note = f"ipyparallel {self._cluster.version}, engines on this machine"
        try:
            self._view = _OPERATIONS[mechanism](self._cluster, case)
        except BaseException:
            self.close()
            raise
        self.run = self._view.run

    def mistake(self):
        if not self._view.done:
            return "nothing has run"
        wrong = self._view.left()
        self._cluster.client.purge_local_results("all")  # which a client keeps for ever
        return wrong

    def counters(self):
        return {}

    def note(self):
        return self._note

    def close(self):
        cluster.release(self._cluster)


def start(mechanism, case):
    if case.parameters[0] < 1:
        raise NotSupported("there has to be an engine")
    return _Operation(mechanism, case)
