#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether Python's side of the probe `view` notices what is wrong, over engines that are played in this process.

With a FILE, whether ipyparallel's own engines give right answers: then the file is made, and this program waits to be killed,
so that peers_test.cpp can see what is left. Exit status 77: there is no ipyparallel."""
import os
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "benches", "peers", "python"))

import cluster  # noqa: E402
from cell import Case, NotSupported, Wrong  # noqa: E402
from probes import view  # noqa: E402

_SMALL = {name: Case(min(view.cases(name)[0].size, 20), 1, (2, view.cases(name)[0].parameters[1]))
          for name in view.MECHANISMS}


class _Engines:
    """One or both of two played engines; what a fault does to what goes through them is told by its name."""

    def __init__(self, spaces, faults):
        self._spaces, self._faults = spaces, faults

    def _back(self, results):
        fault = self._faults[0] if self._faults else ""
        if fault == "lost":
            return results[:-1]
        if fault == "doubled":
            return results[:1] * len(results)
        if fault == "damaged":
            last = results[-1]
            return results[:-1] + [last ^ 1 << 30 if isinstance(last, int) else last[:-1] + bytes([last[-1] ^ 1])]
        return results

    def push(self, values, block):
        for space in self._spaces[: 1 if "not sent" in self._faults else None]:
            space.update(values)

    def pull(self, name, block):
        return self._back([space[name] for space in self._spaces])

    gather = pull

    def scatter(self, name, values, block):
        share = len(values) // len(self._spaces)
        for i, space in enumerate(self._spaces[: 1 if "not sent" in self._faults else None]):
            space[name] = values[share * i : share * (i + 1)]

    def apply_sync(self, function, *arguments):
        if function is os.getpid:
            return [1, 2][: len(self._spaces)]
        answers = [self._answer(arguments[0], i) for i in range(len(self._spaces))]
        return self._back(answers) if len(answers) > 1 else self._back(answers * 2)[-1]

    def map_sync(self, _function, arguments, chunksize=1):
        return self._back([self._answer(argument, i % 2) for i, argument in enumerate(arguments)])

    @staticmethod
    def _answer(argument, engine):
        return (3 * argument + 1 << view._PID_BITS) | engine + 1


class _Client:
    def __init__(self, faults):
        self._spaces, self._faults = [{"block": b"-" * 8, "part": b"-" * 8} for _ in range(2)], faults

    def __len__(self):
        return 2

    def __getitem__(self, which):
        return _Engines(self._spaces[which] if isinstance(which, slice) else [self._spaces[which]], self._faults)

    def load_balanced_view(self):
        return _Engines(self._spaces[:1], self._faults)

    def purge_local_results(self, _which):
        pass


class _Played:
    version = "played"

    def __init__(self, faults):
        self.client = _Client(faults)

    def close(self):
        pass


def _wrong(operation):
    try:
        operation.run(1)
    except Wrong as wrong:
        return str(wrong)
    return operation.mistake()


class Played(unittest.TestCase):
    def setUp(self):
        self._connect, self.faults = cluster.connect, []
        cluster.connect = lambda _engines: _Played(self.faults)

    def tearDown(self):
        cluster.connect = self._connect

    def test_operations_are_right_and_notice_what_is_not(self):
        for name, case in _SMALL.items():
            faults = {"py-push": ("not sent",), "py-scatter": ("not sent",), "py-task": ("damaged",)}
            for fault in faults.get(name, ("lost", "doubled", "damaged")):
                with self.subTest(f"{name}, {fault}"):
                    self.faults.clear()
                    operation = view.start(name, case)
                    self.assertIsNone(_wrong(operation))
                    self.assertIsNone(_wrong(operation))
                    self.faults.append(fault)
                    self.assertIsNotNone(_wrong(operation))

    def test_without_engines_there_is_nothing(self):
        with self.assertRaises(NotSupported):
            view.start("py-push", Case(1, 1, (0, 8)))


def with_ipyparallel(file):
    with cluster.shared():
        try:
            for name, case in _SMALL.items():
                operation = view.start(name, case)
                operation.run(2)
                assert operation.mistake() is None, name
                operation.close()
        except NotSupported as reason:
            print(reason, file=sys.stderr)
            sys.exit(77)
        open(file, "x", encoding="ascii").close()
        time.sleep(600)  # until it is killed


if __name__ == "__main__":
    if len(sys.argv) == 2:
        with_ipyparallel(sys.argv[1])
    else:
        unittest.main()
