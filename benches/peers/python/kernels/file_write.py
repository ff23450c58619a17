# SPDX-License-Identifier: MIT
"""file_write: each item writes a block that only it can write to its place of a file and, if asked, waits for the disk."""
import os
import sys
import tempfile
from array import array

from cell import Case
from kernels.spin import INCREMENT, MULTIPLIER, WORD

SUMMARY = "a block written to its place in a file, synced if asked"
PARAMETERS = ("bytes", "fsync")
CASES = (Case(64, 1, (4096, 1)), Case(2048, 16, (4096, 0)))
_file = None
_bytes, _sync = 0, False


def waiting(case):
    return 10e-6 if case.parameters[1] else 0


def prepare(case, inputs):
    global _file, _bytes, _sync
    _file = tempfile.TemporaryFile(dir=inputs.directory, buffering=0)
    _bytes, _sync = case.parameters[0], bool(case.parameters[1])


def arguments(case):
    return range(case.size)


def _block(i):
    words = array("Q")
    word = i
    for _ in range((_bytes + 7) // 8):
        word = (MULTIPLIER * word + INCREMENT) & WORD
        words.append(word)
    if sys.byteorder == "big":
        words.byteswap()
    return words.tobytes()[:_bytes]


def item(i):
    block = _block(i)
    done = 0
    while done < len(block):
        done += os.pwrite(_file.fileno(), block[done:], i * _bytes + done)
    if _sync:
        os.fdatasync(_file.fileno())
    return len(block)


def mistake(_case, out):
    """Looks into the file, and leaves other bytes there, so that the next run has to write them again."""
    poison = b"\xa5" * _bytes
    for i, written in enumerate(out):
        if written != _bytes:
            return f"item {i} says it wrote {written} bytes"
        if os.pread(_file.fileno(), _bytes, i * _bytes) != _block(i):
            return f"block {i} of the file is not what was written"
        os.pwrite(_file.fileno(), poison, i * _bytes)
    if _sync:  # or the next run's first sync would write these
        os.fdatasync(_file.fileno())
    return None


def packed(out):
    return array("Q", out).tobytes()
