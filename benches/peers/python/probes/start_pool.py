# SPDX-License-Identifier: MIT
"""start_pool: a pool of n workers is made, each of its workers runs, and it is closed and joined."""
import multiprocessing
import multiprocessing.pool
import os

import lifetime
from cell import Case

SUMMARY = "a pool of `size` workers is started, each of its workers runs, and it is closed and joined"
PARAMETERS = ()
MECHANISMS = ("py-thread-pool", "py-pool", "py-pool-forkserver", "py-pool-spawn")


def cases(mechanism):
    return tuple(Case(size) for size in ((1, 2) if "spawn" in mechanism or "server" in mechanism else (1, 2, 8)))


def workers(case):
    return case.size


def _say_so(connection, parent):
    if parent:
        lifetime.end_with(parent)  # what is not forked from us does not do so by itself
    connection.send_bytes(b"here")


class _StartPool:
    def __init__(self, mechanism, case):
        self._size = case.size
        self._method = {"py-thread-pool": "threads", "py-pool": "fork"}.get(mechanism, mechanism.rpartition("-")[2])
        self._started = self._right = 0

    def _pool(self, sender):
        if self._method == "threads":
            return multiprocessing.pool.ThreadPool(self._size, _say_so, (sender, 0))
        parent = os.getpid() if self._method == "spawn" else 0
        return multiprocessing.get_context(self._method).Pool(self._size, _say_so, (sender, parent))

    def run(self, iterations):
        receiver, sender = multiprocessing.Pipe(duplex=False)
        try:
            for _ in range(iterations):
                pool = self._pool(sender)
                self._right += sum(receiver.recv_bytes() == b"here" for _ in range(self._size))
                pool.close()
                pool.join()
                self._started += self._size
        finally:
            receiver.close()
            sender.close()

    def mistake(self):
        started, right, self._started, self._right = self._started, self._right, 0, 0
        return None if right == started > 0 else f"{started - right} of {started} workers did not run"

    def counters(self):
        return {}

    def note(self):
        return "multiprocessing.pool.ThreadPool" if self._method == "threads" else f"start method {self._method}"

    def close(self):
        pass


def start(mechanism, case):
    return _StartPool(mechanism, case)
