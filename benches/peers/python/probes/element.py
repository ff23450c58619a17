# SPDX-License-Identifier: MIT
"""element: one element of shared state, read, or read and written back, by one or more processes at once.

`v.value += 1` is a read and a write, each under a lock of its own, so that two processes lose updates (py-value,
py-array); with the lock held over both (py-value-held) none is lost. What is lost is counted, where losing is what a
mechanism is documented to do, and is a mistake elsewhere.
"""
import multiprocessing

from cell import Case

SUMMARY = "an element of shared state is read (update:0), or read and written back one larger (update:1)"
PARAMETERS = ("clients", "update")
_context = multiprocessing.get_context("fork")


class _Local:
    """A list of this process alone."""

    keeps_updates, shared = True, False

    def __init__(self):
        self._list = [0]

    def read(self, count):
        held = self._list
        for _ in range(count):
            held[0]

    def update(self, count):
        held = self._list
        for _ in range(count):
            held[0] += 1

    def value(self):
        return self._list[0]

    def close(self):
        pass


class _Value:
    """Value: a lock around every read and around every write."""

    keeps_updates, shared = False, True

    def __init__(self, lock=True):
        self._value = _context.Value("q", 0, lock=lock)

    def read(self, count):
        value = self._value
        for _ in range(count):
            value.value

    def update(self, count):
        value = self._value
        for _ in range(count):
            value.value += 1

    def value(self):
        return self._value.value

    def close(self):
        pass


class _ValueHeld(_Value):
    """Value, its lock held from the read to the write."""

    keeps_updates = True

    def read(self, count):
        value, lock = self._value, self._value.get_lock()
        for _ in range(count):
            with lock:
                value.value

    def update(self, count):
        value, lock = self._value, self._value.get_lock()
        for _ in range(count):
            with lock:
                value.value += 1


class _Sequence(_Local):
    """Array, or a manager's list: element 5 of ten."""

    keeps_updates, shared = False, True

    def __init__(self, sequence, owner=None):
        self._sequence, self._owner = sequence, owner

    def read(self, count):
        sequence = self._sequence
        for _ in range(count):
            sequence[5]

    def update(self, count):
        sequence = self._sequence
        for _ in range(count):
            sequence[5] += 1

    def value(self):
        return self._sequence[5]

    def close(self):
        if self._owner:
            self._owner.shutdown()


def _manager():
    manager = _context.Manager()
    return _Sequence(manager.list([0] * 10), manager)


_STATES = {
    "py-local": _Local,
    "py-value-raw": lambda: _Value(lock=False),
    "py-value": _Value,
    "py-value-held": _ValueHeld,
    "py-array-raw": lambda: _Sequence(_context.Array("q", 10, lock=False)),
    "py-array": lambda: _Sequence(_context.Array("q", 10)),
    "py-manager": _manager,
}
MECHANISMS = tuple(_STATES)


def cases(mechanism):
    clients = (1,) if mechanism == "py-local" else (1, 2)
    return tuple(Case(1000, 1, (count, update)) for count in clients for update in (0, 1))


def workers(case):
    return case.parameters[0]


def _serve(connection, state, update):
    operate = state.update if update else state.read
    for count in iter(connection.recv, 0):
        operate(count)
        connection.send(count)


class _Element:
    def __init__(self, mechanism, case):
        clients, self._update = case.parameters
        self._share = case.size // clients  # of each client; `size` operations altogether
        self._state = _STATES[mechanism]()
        self._operate = self._state.update if self._update else self._state.read
        self._others = []
        for _ in range(clients - 1):
            ours, theirs = _context.Pipe()
            process = _context.Process(target=_serve, args=(theirs, self._state, self._update), daemon=True)
            process.start()
            theirs.close()
            self._others.append((process, ours))
        self._right = self._before = self._state.value()
        self._lost = 0.0
        self._clients = clients

    def run(self, iterations):
        self._before = self._state.value()
        count = self._share * iterations
        for _, connection in self._others:
            connection.send(count)
        self._operate(count)
        for _, connection in self._others:
            connection.recv()
        self._done, self._iterations = count * self._clients, iterations

    def mistake(self):
        added = self._state.value() - self._before
        wanted = self._done if self._update else 0
        lost, self._before = wanted - added, self._state.value()
        self._lost = lost / self._iterations
        may_lose = self._clients > 1 and not self._state.keeps_updates
        if lost == 0 or (may_lose and 0 < lost < wanted):
            return None
        return f"{wanted} updates have added {added}"

    def counters(self):
        return {"lost_updates": self._lost} if self._update else {}

    def note(self):
        return "start method fork" if self._others else ""

    def close(self):
        for process, connection in self._others:
            connection.send(0)
            process.join()
        self._state.close()


def start(mechanism, case):
    return _Element(mechanism, case)
