# SPDX-License-Identifier: MIT
"""primes: each item sums the primes below 100000, found by trial division by every number, as in PEP 371."""
from array import array

from cell import Case

SUMMARY = "the sum of the primes below 100000"
PARAMETERS = ()
CASES = (Case(16, 1),)


def waiting(_case):
    return 0


def prepare(_case, _inputs):
    pass


def arguments(case):
    return [100_000] * case.size


def _is_prime(n):
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return n >= 2


def item(limit):
    total = 0
    for n in range(2, limit):
        if _is_prime(n):
            total += n
    return total


def mistake(_case, out):
    right = 454_396_537  # of 9592 primes
    for value in out:
        if value != right:
            return f"the primes below 100000 sum up to {right}, not {value}"
    return None


def packed(out):
    return array("Q", out).tobytes()
