# SPDX-License-Identifier: MIT
"""start_stop: a worker is started, says that it runs, ends and is joined; one after the other.

`parent_mb` of memory that this process has touched is what fork() has to make page tables for.
"""
import multiprocessing
import os
import threading

import lifetime
from cell import Case, NotSupported

SUMMARY = "a worker is started, says that it runs, and is joined"
PARAMETERS = ("parent_mb", "huge")  # no huge pages here: 0
MECHANISMS = ("py-thread", "py-process-fork", "py-process-forkserver", "py-process-spawn")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cases(mechanism):
    memory = (10,) if mechanism == "py-thread" else (10, 100, 1000)
    return tuple(Case(1, 1, (megabytes, 0)) for megabytes in memory)


def workers(_case):
    return 2


def _say_so(connection):
    connection.send_bytes(b"here")


def _say_so_elsewhere(connection, parent):
    lifetime.end_with(parent)  # what is not forked from us does not do so by itself
    connection.send_bytes(b"here")


class _StartStop:
    def __init__(self, mechanism, case):
        with open("/proc/meminfo", encoding="ascii") as file:
            available = next(int(line.split()[1]) for line in file if line.startswith("MemAvailable:")) // 1024
        if case.parameters[0] > available // 2:
            raise NotSupported(f"parent_mb:{case.parameters[0]} is more than half of the {available} MiB available")
        self._ballast = bytearray(case.parameters[0] << 20)
        self._ballast[::_PAGE] = b"\1" * len(range(0, len(self._ballast), _PAGE))
        self._size, self._method = case.size, mechanism.rpartition("-")[2]
        self._started = self._right = 0

    def _start(self, sender):
        if self._method == "thread":
            return threading.Thread(target=_say_so, args=(sender,))
        context = multiprocessing.get_context(self._method)
        if self._method == "spawn":
            return context.Process(target=_say_so_elsewhere, args=(sender, os.getpid()))
        return context.Process(target=_say_so, args=(sender,))

    def run(self, iterations):
        receiver, sender = multiprocessing.Pipe(duplex=False)
        try:
            for _ in range(iterations * self._size):
                worker = self._start(sender)
                worker.start()
                said = receiver.recv_bytes()
                worker.join()
                self._started += 1
                self._right += said == b"here" and not worker.is_alive() and getattr(worker, "exitcode", 0) == 0
        finally:
            receiver.close()
            sender.close()

    def mistake(self):
        started, right, self._started, self._right = self._started, self._right, 0, 0
        return None if right == started > 0 else f"{started - right} of {started} workers did not run or failed"

    def counters(self):
        return {}

    def note(self):
        return "threading" if self._method == "thread" else f"start method {self._method}"

    def close(self):
        self._ballast = None


def start(mechanism, case):
    return _StartStop(mechanism, case)
