# SPDX-License-Identifier: MIT
"""empty: items that leave nothing but their own number; what remains is the cost of handing out."""
from array import array

from cell import Case

SUMMARY = "nothing but the item's own number"
PARAMETERS = ()
CASES = (Case(2, 1), Case(1024, 1))


def waiting(_case):
    return 0


def prepare(_case, _inputs):
    pass


def arguments(case):
    return range(case.size)


def item(i):
    return i


def mistake(_case, out):
    for i, value in enumerate(out):
        if value != i:
            return f"item {i} left the trace {value}"
    return None


def packed(out):
    return array("Q", out).tobytes()
