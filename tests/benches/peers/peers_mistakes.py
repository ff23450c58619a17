#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Whether Python's side notices what is wrong: every kernel's results, right and then damaged in every place that
counts; and that a median's interval is that of the binomial distribution. Run by peers_test.cpp."""
import json
import os
import random
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "benches", "peers", "python"))

import kernels  # noqa: E402
import matrix  # noqa: E402
import pages  # noqa: E402
from cell import Case, NotSupported, UsageError  # noqa: E402
from intervals import median_with_interval  # noqa: E402

_SMALL = {"empty": 64, "cube": 64, "spin": 64, "mandelbrot": 256, "file_read": 64, "file_write": 16, "wordcount": 4}


def _run(name, case):
    kernel = kernels.find(name)
    kernel.prepare(case, kernels.Inputs())
    serial = lambda function, items, grain: [function(item) for item in items]  # noqa: E731
    if hasattr(kernel, "run"):
        return kernel, kernel.run(serial, case, kernel.arguments(case))
    return kernel, serial(kernel.item, kernel.arguments(case), case.grain)


class EveryHost(unittest.TestCase):
    def test_sleeps_without_slack_in_its_threads_and_processes_too(self):
        read = ("import ctypes, json, multiprocessing, os, sys, threading; sys.path.insert(0, sys.argv[1]); import host\n"
                "def slack(): return ctypes.CDLL(None).prctl(30, 0, 0, 0, 0)\n"
                "def look(order, announce):\n"
                "    found = [slack()]\n"
                "    thread = threading.Thread(target=lambda: found.append(slack())); thread.start(); thread.join()\n"
                "    with multiprocessing.get_context('fork').Pool(1) as pool: found.append(pool.apply(slack))\n"
                "    return found\n"
                "host.main('{}', os.getppid(), 1, look)")
        answer = subprocess.run([sys.executable, "-c", read, sys.path[0]], stdout=subprocess.PIPE, check=True, timeout=60)
        self.assertEqual(json.loads(answer.stdout), {"measured": [1, 1, 1]})


class EveryKernel(unittest.TestCase):
    def test_is_right_and_notices_any_wrong_number(self):
        for name in kernels.NAMES:
            if name in ("http_get", "wordcount"):
                continue  # below
            with self.subTest(name):
                first = kernels.find(name).CASES[0]
                case = Case(_SMALL.get(name, 2), 1, first.parameters[:1] + (0,) * len(first.parameters[1:]))
                kernel, out = _run(name, case)
                self.assertIsNone(kernel.mistake(case, out))
                if name == "file_write":  # looking has left other bytes in the file
                    self.assertIsNotNone(kernel.mistake(case, out))
                places = range(len(out)) if name != "mandelbrot" else [0, 16 * 8 + 8]  # outside, and in the set
                for place in places:
                    _, damaged = _run(name, case)
                    damaged[place] += 1
                    self.assertIsNotNone(kernel.mistake(case, damaged), f"{name}: place {place}")

    def test_wordcount_notices_lost_doubled_and_miscounted_words(self):
        case = Case(4, 1)
        kernel, out = _run("wordcount", case)
        self.assertIsNone(kernel.mistake(case, out))
        part = next(part for part in out if part)
        word, count = next(iter(part.items()))
        part[word] = count + 1
        self.assertIn("times instead of", kernel.mistake(case, out))
        part[word] = count
        part[b"nosuchword"] = 1
        self.assertIn("instead of None", kernel.mistake(case, out))
        del part[b"nosuchword"], part[word]
        self.assertIn("different words", kernel.mistake(case, out))
        out.append({word: count})
        self.assertIsNone(kernel.mistake(case, out))
        out.append({word: count})
        self.assertIn("two partitions", kernel.mistake(case, out))

    def test_slices_cut_no_word(self):
        case = Case(7, 1)
        kernel, out = _run("wordcount", case)
        borders = kernel.arguments(case)
        self.assertEqual(borders[0][0], 0)
        self.assertEqual(borders[-1][1], 7 * 16384)
        self.assertIsNone(kernel.mistake(case, out))

    def test_a_missing_origin_is_no_failure(self):
        with self.assertRaises(NotSupported):
            kernels.find("http_get").prepare(Case(1, 1, (0, 1024, 1)), kernels.Inputs())

    def test_pages_go_on_at_the_beginning_of_their_table(self):
        whole = pages.Pages(16384, 128)
        self.assertEqual(whole.body(16383)[64:], whole.body(0)[:64])
        self.assertEqual(pages.Pages(3, 100).body(2), whole.body(2)[:100])


class Choosing(unittest.TestCase):
    def test_filters_part_the_matrix(self):
        everything = matrix.cells()
        self.assertEqual(len({cell.name for cell in everything}), len(everything))
        some, others = matrix.matching(everything, "^cube/py-"), matrix.matching(everything, "-^cube/py-")
        self.assertEqual(len(some) + len(others), len(everything))
        for wrong in ("(", "no such cell"):
            with self.assertRaises(UsageError):
                matrix.matching(everything, wrong)

    def test_nothing_waits_for_longer_than_a_second(self):
        for cell in matrix.cells():
            if cell.kernel == "sleep":
                self.assertLessEqual(cell.size / cell.workers * cell.case.parameters[0], 1_000_000, cell.name)


class Intervals(unittest.TestCase):
    def test_of_published_ranks(self):
        # Ranks of the 95 % interval of a median: 6 samples 1, 9 samples 2, 15 samples 4 (Conover, table A3).
        for count, rank in ((6, 1), (9, 2), (15, 4)):
            samples = random.Random(count).sample(range(1, count + 1), count)
            _, low, high, reached = median_with_interval(samples)
            self.assertEqual((low, high), (rank, count + 1 - rank))
            self.assertGreaterEqual(reached, 0.95)

    def test_of_too_few_says_how_sure_it_is(self):
        self.assertEqual(median_with_interval([3.0, 1.0, 2.0]), (2.0, 1.0, 3.0, 0.75))
        self.assertEqual(median_with_interval([5.0]), (5.0, 5.0, 5.0, 0.0))


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # files of kernels stay open until the process ends, as in hosts
