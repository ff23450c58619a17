# SPDX-License-Identifier: MIT
"""cube: the integers 1..n, each to the third power: at grain 1 nearly all of the time is handing out."""
from array import array

from cell import Case

SUMMARY = "the integers 1..n, each to the third power"
PARAMETERS = ()
CASES = (Case(4096, 64), Case(4096, 1), Case(1048576, 4096))
_WORD = (1 << 64) - 1


def waiting(_case):
    return 0


def prepare(_case, _inputs):
    pass


def arguments(case):
    return range(1, case.size + 1)


def item(n):
    return n * n * n


def mistake(_case, out):
    """By Nicomachus' theorem the sum of the first k cubes is the square of the sum of 1..k, for every k."""
    cubes = numbers = 0
    for i, value in enumerate(out):
        cubes += value
        numbers += i + 1
        if cubes != numbers * numbers:
            return f"{value} is not the cube of {i + 1}"
    return None


def packed(out):
    return array("Q", [value & _WORD for value in out]).tobytes()
