# SPDX-License-Identifier: MIT
"""file_read: each item reads a line at a random place of a cached file and writes it to nowhere, as in PEP 371."""
import os
import tempfile
from array import array

from cell import Case

SUMMARY = "a random seek in a cached file, a line from there to nowhere"
PARAMETERS = ()
CASES = (Case(4096, 64),)
_LINE, _LINES = 64, 16384
_WORD = (1 << 64) - 1
_file = _nowhere = None


def waiting(_case):
    return 0


def prepare(_case, inputs):
    global _file, _nowhere
    _file = tempfile.TemporaryFile(dir=inputs.directory, buffering=0)
    _file.write("".join(f"{n:.>63}\n" for n in range(_LINES)).encode())
    _nowhere = open("/dev/null", "wb", buffering=0)


def arguments(case):
    return range(case.size)


def _place(i):
    """The same for everybody: SplitMix64 of the index."""
    z = (i + 1) * 0x9E3779B97F4A7C15 & _WORD
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & _WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & _WORD
    return (z ^ z >> 31) % (_LINES * _LINE - 2 * _LINE)


def item(i):
    place = _place(i)
    text = os.pread(_file.fileno(), 2 * _LINE, place)
    begin = text.index(b"\n") + 1
    line = text[begin : begin + _LINE]
    os.write(_nowhere.fileno(), line)
    # Every byte counts: dots up to the number, the number up to the newline.
    number = line[:-1].lstrip(b".")
    if len(line) != _LINE or line[-1:] != b"\n" or not number.isdigit():
        raise RuntimeError(f"what stands at byte {place} of the file is no line")
    return int(number)


def mistake(_case, out):
    for i, line in enumerate(out):
        if line != _place(i) // _LINE + 1:
            return f"item {i} read line {line} instead of {_place(i) // _LINE + 1}"
    return None


def packed(out):
    return array("Q", out).tobytes()
