# SPDX-License-Identifier: MIT
"""spin: an exact number of dependent multiply-adds modulo 2^64 per item: efficiency against grain."""
from array import array

from cell import Case

SUMMARY = "multiply-adds in a chain, as many per item as asked"
PARAMETERS = ("multiply_adds",)
CASES = (Case(1024, 128, (64,)), Case(16384, 2048, (64,)), Case(16384, 16, (64,)))
MULTIPLIER, INCREMENT, WORD = 6364136223846793005, 1442695040888963407, (1 << 64) - 1
_count = 0


def waiting(_case):
    return 0


def prepare(case, _inputs):
    global _count
    _count = case.parameters[0]


def arguments(case):
    return range(case.size)


def item(x):
    for _ in range(_count):
        x = (MULTIPLIER * x + INCREMENT) & WORD
    return x


def mistake(case, out):
    """Many steps at once: x -> A x + C, by squaring the step."""
    whole_a, whole_c, step_a, step_c, count = 1, 0, MULTIPLIER, INCREMENT, case.parameters[0]
    while count:
        if count & 1:
            whole_a, whole_c = whole_a * step_a & WORD, (whole_c * step_a + step_c) & WORD
        step_a, step_c = step_a * step_a & WORD, (step_c * step_a + step_c) & WORD
        count >>= 1
    for i, value in enumerate(out):
        right = (whole_a * i + whole_c) & WORD
        if value != right:
            return f"item {i} is {value}, not {right}"
    return None


def packed(out):
    return array("Q", out).tobytes()
