# SPDX-License-Identifier: MIT
"""`threading`: the caller and n-1 threads that stay take the next chunk from one counter, as in our `threads`."""
import itertools
import queue
import threading

MOST_WORKERS = 512


class _Job:
    def __init__(self, function, items, grain):
        self.function, self.items, self.grain = function, items, grain
        self.results = [None] * len(items)
        self._next = itertools.count(0, grain)  # next() of it is one step for all threads

    def work(self):
        function, items, grain = self.function, self.items, self.grain
        for begin in self._next:
            if begin >= len(items):
                return
            self.results[begin : begin + grain] = [function(item) for item in items[begin : begin + grain]]


class Threads:
    NOTE = "threading; the caller is a worker"

    def __init__(self, workers, _kernel):
        self._jobs, self._done = queue.SimpleQueue(), queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(workers - 1)]
        for thread in self._threads:
            thread.start()

    def _serve(self):
        for job in iter(self._jobs.get, None):
            try:
                job.work()
                self._done.put(None)
            except BaseException as error:  # noqa: B902 - it is the caller's
                self._done.put(error)

    def map(self, function, items, grain):
        job = _Job(function, items, grain)
        for _ in self._threads:
            self._jobs.put(job)
        try:
            job.work()
        finally:
            errors = [self._done.get() for _ in self._threads]
        for error in errors:
            if error is not None:
                raise error
        return job.results

    def close(self):
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()
