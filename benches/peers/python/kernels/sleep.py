# SPDX-License-Identifier: MIT
"""sleep: each item waits a while and does nothing else: the ideal of I/O."""
import asyncio
import time
from array import array

from cell import Case

SUMMARY = "pure waiting, as many microseconds per item as asked"
PARAMETERS = ("microseconds",)
CASES = (Case(64, 1, (1000,)), Case(2048, 1, (50_000,)))


def waiting(case):
    return case.parameters[0] * 1e-6


def prepare(_case, _inputs):
    pass


def arguments(case):
    return [case.parameters[0]] * case.size


def item(microseconds):
    begin = time.monotonic_ns()
    time.sleep(microseconds * 1e-6)
    return int(time.monotonic_ns() - begin >= microseconds * 1000)


async def _wait(microseconds):
    begin = time.monotonic_ns()
    # The event loop ends a wait up to one tick of its clock early.
    while time.monotonic_ns() - begin < microseconds * 1000:
        await asyncio.sleep(microseconds * 1e-6 - (time.monotonic_ns() - begin) * 1e-9)
    return 1


item.waiting = _wait


def mistake(case, out):
    for i, waited in enumerate(out):
        if waited != 1:
            return f"item {i} did not wait {case.parameters[0]} microseconds"
    return None


def packed(out):
    return array("Q", out).tobytes()
