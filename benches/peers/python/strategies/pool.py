# SPDX-License-Identifier: MIT
"""`multiprocessing.Pool` of n forked processes, used as it is: map(chunksize=grain); the caller waits."""
import multiprocessing

MOST_WORKERS = 64


class Pool:
    NOTE = "multiprocessing.Pool, start method fork; map(chunksize=grain)"

    def __init__(self, workers, _kernel):
        self._pool = multiprocessing.get_context("fork").Pool(workers)

    def map(self, function, items, grain):
        return self._pool.map(function, items, chunksize=grain)

    def close(self):
        self._pool.close()
        self._pool.join()
