# SPDX-License-Identifier: MIT
"""`concurrent.futures`: executors of n threads or n forked processes; the caller waits."""
import concurrent.futures
import functools
import multiprocessing

from strategies.chunks import apply, chunks, joined

MOST_WORKERS = 64


class FuturesThreads:
    NOTE = "ThreadPoolExecutor; one future per chunk"

    def __init__(self, workers, _kernel):
        self._executor = concurrent.futures.ThreadPoolExecutor(workers)

    def map(self, function, items, grain):
        return joined(self._executor.map(functools.partial(apply, function), chunks(items, grain)))

    def close(self):
        self._executor.shutdown()


class FuturesProcesses:
    NOTE = "ProcessPoolExecutor, start method fork; map(chunksize=grain)"

    def __init__(self, workers, _kernel):
        self._executor = concurrent.futures.ProcessPoolExecutor(workers, multiprocessing.get_context("fork"))

    def map(self, function, items, grain):
        return list(self._executor.map(function, items, chunksize=grain))

    def close(self):
        self._executor.shutdown()
