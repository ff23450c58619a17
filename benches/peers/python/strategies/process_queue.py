# SPDX-License-Identifier: MIT
"""The pattern of every tutorial: n forked processes that stay, a Queue of tasks and a Queue of results; the caller waits."""
import multiprocessing

from strategies.chunks import apply, chunks

MOST_WORKERS = 64
_context = multiprocessing.get_context("fork")


def _serve(tasks, results):
    for k, function, items in iter(tasks.get, None):
        try:
            results.put((k, apply(function, items)))
        except Exception as error:
            results.put((k, error))


class ProcessQueue:
    NOTE = "multiprocessing.Process with two Queues, start method fork"

    def __init__(self, workers, _kernel):
        self._tasks, self._results = _context.Queue(), _context.Queue()
        arguments = (self._tasks, self._results)
        self._processes = [_context.Process(target=_serve, args=arguments) for _ in range(workers)]
        for process in self._processes:
            process.start()

    def map(self, function, items, grain):
        parts = chunks(items, grain)
        for k, part in enumerate(parts):
            self._tasks.put((k, function, part))
        for _ in range(len(parts)):
            k, part = self._results.get()
            if isinstance(part, Exception):
                raise part
            parts[k] = part
        return [value for part in parts for value in part]

    def close(self):
        for _ in self._processes:
            self._tasks.put(None)
        for process in self._processes:
            process.join()
