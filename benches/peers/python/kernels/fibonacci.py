# SPDX-License-Identifier: MIT
"""fibonacci: each item adds its way up to F(50000), as in PEP 371; Python's integers are unbounded by nature."""
from array import array

from cell import Case

SUMMARY = "F(50000) by 50000 additions of big integers"
PARAMETERS = ()
CASES = (Case(16, 1),)
_N = 50_000
_WORD = (1 << 64) - 1


def waiting(_case):
    return 0


def prepare(_case, _inputs):
    pass


def arguments(case):
    return [_N] * case.size


def item(n):
    current, following = 0, 1
    for _ in range(n):
        current, following = following, current + following
    return current & _WORD


def mistake(_case, out):
    """The low 64 bits follow from the recurrence modulo 2^64 alone."""
    current, following = 0, 1
    for _ in range(_N):
        current, following = following, (current + following) & _WORD
    for value in out:
        if value != current:
            return f"F(50000) mod 2^64 is {current}, not {value}"
    return None


def packed(out):
    return array("Q", out).tobytes()
