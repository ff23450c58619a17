# SPDX-License-Identifier: MIT
"""The work: the kernels of benches/kernels/ again, with results that are equal bit for bit.

A kernel is a module of its kernel's name:

    SUMMARY, PARAMETERS (names), CASES, waiting(case) in seconds per item (0: it computes)
    prepare(case, inputs)   puts what items need into the module, before any worker is there
    arguments(case)         what item() is called with, in order
    item(argument)          one item; runs in workers, so it is found by its name
    mistake(case, out)      what is wrong with the results, or None, by another way than item()'s
    packed(out)             the results as the bytes that C++ would have, to compare them

A kernel of several steps has run(map, case, arguments) in the place of item(). item.waiting, if there
is one, is the same as a coroutine function.
"""
import importlib

NAMES = ("empty", "cube", "fibonacci", "primes", "spin", "mandelbrot", "wordcount", "sleep", "http_get", "file_read",
         "file_write")


def find(name):
    if name not in NAMES:
        raise KeyError(f"there is no kernel '{name}'")
    return importlib.import_module("kernels." + name)


class Inputs:
    """What the command line gives to kernels beyond their case."""

    def __init__(self, origin="", own_origin=False, corpus="", directory="/var/tmp"):
        self.origin = origin  # a URL; {latency_us}, {bytes} and {seed} in it are replaced
        self.own_origin = own_origin  # its pages are known
        self.corpus = corpus
        self.directory = directory  # for files that are written
