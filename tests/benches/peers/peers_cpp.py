#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""benches/peers/cpp: lengths of tasks from costs that are known, and programs that are missing, wrong or late."""
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "benches", "peers", "cpp"))
import sources  # noqa: E402
import works  # noqa: E402
from systems import Bench, Failed, Program, TaskBench  # noqa: E402
from task_length import Sweep  # noqa: E402

UNITS = tuple(2**n for n in range(14, 4, -1))
UNIT_TIME = 1e-9


def curve(overhead, rounds=15, noise=0.0):
    """Tasks that take their work and a constant more; METG(e) is then overhead / (1 - e)."""
    generator = random.Random(3)
    return [[(unit * UNIT_TIME + overhead) * (1 + noise * generator.random()) for _ in range(rounds)] for unit in UNITS]


class LengthsOfTasks(unittest.TestCase):
    def sweep(self, noise=0.0, **overheads):
        members = {name: ("any", curve(cost, noise=noise)) for name, cost in overheads.items()}
        return Sweep({"any": UNITS}, {"free": ("any", curve(0, noise=noise)), **members}, 15)

    def test_follow_from_a_constant_cost(self):
        for cost in (1e-7, 3e-7, 1e-6):
            for threshold in (0.5, 0.75):
                value, low, high = self.sweep(some=cost).metg("some", threshold)
                self.assertAlmostEqual(value * (1 - threshold) / cost, 1, delta=0.06)  # between points 2x apart
                self.assertEqual((low, high), (value, value))

    def test_intervals_hold_the_truth(self):
        value, low, high = self.sweep(noise=0.1, some=1e-6).metg("some", 0.5)
        self.assertLess(low, value)
        self.assertLess(value, high)
        self.assertTrue(low * 0.94 < 2e-6 < high * 1.06, (low, high))

    def test_ratios_are_of_the_same_resamples(self):
        sweep = self.sweep(noise=0.1, one=1e-6, other=1e-6)
        self.assertEqual(sweep.ratio("one", "other", 0.5), (1, 1, 1))

    def test_ends_of_the_sweep_are_said(self):
        sweep = self.sweep(slow=1e-3)
        self.assertEqual(sweep.metg("slow", 0.5), "never reached")
        self.assertEqual(sweep.metg("free", 0.5), "below the sweep")
        self.assertIsNone(sweep.ratio("slow", "free", 0.5))

    def test_the_reference_is_nobodys_own(self):
        """Whoever is twice as slow everywhere is half as efficient, not as efficient as anybody."""
        members = {"free": ("any", curve(0)), "slow": ("any", [[2 * s for s in point] for point in curve(0)])}
        self.assertEqual(Sweep({"any": UNITS}, members, 15).metg("slow", 0.75), "never reached")


class ProgramsOfPeers(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)

    def program(self, body):
        path = os.path.join(self._folder.name, f"program{len(os.listdir(self._folder.name))}")
        with open(path, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n" + body)
        os.chmod(path, stat.S_IRWXU)
        return path

    def fails(self, visit, said):
        with self.assertRaises(Failed) as caught:
            visit()
        self.assertIn(said, str(caught.exception))

    def test_give_seconds_or_a_reason(self):
        self.assertEqual(Program(self.program("echo 0.25"), 60).visit(2, 32), 0.25)
        self.fails(Program(self.program("echo 'a wrong answer' >&2; exit 1"), 60).visit, "a wrong answer")
        self.fails(Program(self.program("exec sleep 1009"), 0.05).visit, "no end within 0.05 s")
        self.fails(Program(os.path.join(self._folder.name, "none"), 60).visit, "No such file")

    def test_task_bench_has_to_do_our_graph(self):
        said = "printf 'Total Tasks 20\\nTotal Dependencies 36\\nElapsed Time 5e-1 seconds\\n'"
        bench = TaskBench(self.program(said), 60)
        self.assertEqual(bench.visit("stencil_1d", 2, 10, 16, 64, 36), 0.5)
        self.fails(lambda: bench.visit("stencil_1d", 2, 10, 16, 64, 35), "not 20 and 35")
        self.fails(lambda: TaskBench(self.program("exit 3"), 60).visit("trivial", 2, 10, 16, 64, 0), "exit status 3")

    def test_missing_sources_are_named(self):
        for source in sources.known():
            for folder, said in (("", source.flag), (self._folder.name, source.proof)):
                with self.assertRaises(sources.NotBuilt) as caught:
                    source.look(folder)
                self.assertIn(said, str(caught.exception))
                self.assertIn(source.url, str(caught.exception))

    def test_who_fails_is_missing_and_others_are_measured(self):
        row = '{"name": "fib/steal/workers:2", "real_time": 7.049155, "time_unit": "ms"}'
        bench = Bench(self.program(f"echo '{{\"context\": {{}}, \"benchmarks\": [{row}]}}'"), 60)
        work = works.Work("fib", bench, {"libfork": "no folder", "taskflow": Program(self.program("exit 3"), 60)})
        for _ in range(3):
            work.round(random.Random(1))
        self.assertEqual(work.missing["libfork"], "no folder")
        self.assertIn("exit status 3", work.missing["taskflow"])
        self.assertEqual(work.missing["tbb"], "not in this build")
        self.assertEqual([round(s * 1e9, 6) for s in work.seconds["steal"][0]], [1, 1, 1])

    def test_a_run_that_is_ended_leaves_nothing(self):
        mark = os.path.join(self._folder.name, "mark")
        bench = self.program(f"echo $$ >{mark}.part; mv {mark}.part {mark}; exec sleep 1009")
        command = [sys.executable, os.path.join(sources.HERE, "compare.py"), f"--bench={bench}", "--only=cube",
                   f"--build={self._folder.name}/build", f"--out={self._folder.name}/samples.json"]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as run:
            while not os.path.exists(mark):
                self.assertIsNone(run.poll())
                time.sleep(0.005)
            run.send_signal(signal.SIGTERM)
            run.communicate()
            self.assertEqual(run.returncode, 128 + signal.SIGTERM)
        with open(mark, encoding="ascii") as file:
            self.assertFalse(os.path.exists(f"/proc/{file.read().strip()}"))


if __name__ == "__main__":
    unittest.main()
