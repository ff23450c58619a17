# SPDX-License-Identifier: MIT
"""mandelbrot: how many steps each pixel takes to escape: work that is uneven by its nature.

Python's floats are the doubles of C++ without contraction, so every pixel is equal to ours.
"""
import math
import zlib
from array import array

from cell import Case

SUMMARY = "steps until a pixel escapes, at most 1000: uneven work"
PARAMETERS = ()
CASES = (Case(16384, 128), Case(65536, 256))
_LIMIT = 1000
_KNOWN = {16384: 0xE37F22DA, 65536: 0xA1816387}  # CRC-32 of what the C++ kernel makes
_side, _pixel = 1, 3.0


def waiting(_case):
    return 0


def prepare(case, _inputs):
    global _side, _pixel
    _side = max(1, math.ceil(math.sqrt(case.size)))
    _pixel = 3.0 / _side


def arguments(case):
    return range(case.size)


def _place(i):
    return (i % _side + 0.5) * _pixel - 2.0, (i // _side + 0.5) * _pixel - 1.5


def item(i):
    cx, cy = _place(i)
    x = y = 0.0
    for n in range(_LIMIT):
        if x * x + y * y > 4.0:
            return n
        x, y = x * x - y * y + cx, 2 * x * y + cy
    return _LIMIT


def mistake(case, out):
    """Points of the main cardioid and of the disc left of it never escape, points beyond 2 escape after one step."""
    for i, steps in enumerate(out):
        x, y = _place(i)
        q = (x - 0.25) * (x - 0.25) + y * y
        inside = q * (q + (x - 0.25)) < 0.249 * y * y or (x + 1) * (x + 1) + y * y < 0.0624
        if inside and steps != _LIMIT:
            return f"pixel {i} lies in the set but escaped after {steps} steps"
        if x * x + y * y > 4.0 and steps != 1:
            return f"pixel {i} lies outside of the circle but escaped after {steps} steps"
    if case.size in _KNOWN and zlib.crc32(packed(out)) != _KNOWN[case.size]:
        return "the picture is not the one that C++ makes"
    return None


def packed(out):
    return array("I", out).tobytes()
