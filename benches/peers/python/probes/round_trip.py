# SPDX-License-Identifier: MIT
"""round_trip: a message to a peer and back. The peer is forked, or a thread where the mechanism says so.

Within the time every reply is compared with its message (a memcmp). Neighbouring messages differ, so that a lost or
doubled one is noticed by the next.
"""
import multiprocessing
import queue
import threading

from cell import Case, Wrong

SUMMARY = "a message of so many bytes to a peer and back"
PARAMETERS = ("bytes",)
_context = multiprocessing.get_context("fork")
_MESSAGES = 16


class _Pipe:
    """Pipe() as it is by default: a socketpair, and every object pickled."""

    def __init__(self):
        self.ours, self.theirs = _context.Pipe()
        self.send, self.receive = self.ours.send, self.ours.recv

    def as_peer(self):
        self.ours.close()
        return self.theirs.recv, self.theirs.send

    def peer_is_there(self):
        self.theirs.close()  # so that the peer's end is the end of the stream

    def close(self):
        self.ours.close()


class _PipeOfBytes(_Pipe):
    """The same without pickling."""

    def __init__(self):
        super().__init__()
        self.send, self.receive = self.ours.send_bytes, self.ours.recv_bytes

    def as_peer(self):
        self.ours.close()
        return self.theirs.recv_bytes, self.theirs.send_bytes


class _Queues:
    """Two queues of one kind, one in each direction."""

    def __init__(self, make, owner=None):
        self._there, self._back, self._owner = make(), make(), owner
        self.send, self.receive = self._there.put, self._back.get

    def as_peer(self):
        return self._there.get, self._back.put

    def peer_is_there(self):
        pass

    def close(self):
        if self._owner:
            self._owner.shutdown()


def _manager_queues():
    manager = _context.Manager()
    return _Queues(manager.Queue, manager)


_CHANNELS = {
    "py-pipe": _Pipe,
    "py-pipe-bytes": _PipeOfBytes,
    "py-simple-queue": lambda: _Queues(_context.SimpleQueue),
    "py-queue": lambda: _Queues(_context.Queue),
    "py-manager-queue": _manager_queues,
    "py-thread-queue": lambda: _Queues(queue.Queue),
}
MECHANISMS = tuple(_CHANNELS)


def cases(_mechanism):
    return (Case(1000, 1, (8,)), Case(1000, 1, (256,)), Case(1000, 1, (4096,)), Case(100, 1, (65536,)),
            Case(10, 1, (1048576,)))


def workers(_case):
    return 2


def _echo(channel):
    receive, send = channel.as_peer()
    while True:
        try:
            message = receive()
        except EOFError:
            return
        if not message:
            return
        send(message)


class _RoundTrip:
    def __init__(self, mechanism, case):
        self._size, self._threads = case.size, mechanism == "py-thread-queue"
        tail = bytes(i % 251 for i in range(256)) * (case.parameters[0] // 256 + 1)
        self._messages = [(n.to_bytes(8, "little") + tail)[: case.parameters[0]] for n in range(1, _MESSAGES + 1)]
        self._channel = _CHANNELS[mechanism]()
        make = threading.Thread if self._threads else _context.Process
        self._peer = make(target=_echo, args=(self._channel,), daemon=True)
        self._peer.start()
        self._channel.peer_is_there()
        self._done = 0

    def run(self, iterations):
        send, receive, messages = self._channel.send, self._channel.receive, self._messages
        for number in range(iterations * self._size):
            message = messages[number % _MESSAGES]
            send(message)
            if receive() != message:
                raise Wrong(f"round trip {number} brought back another message")
        self._done += iterations * self._size

    def mistake(self):
        done, self._done = self._done, 0
        return None if done and self._peer.is_alive() else "nothing was sent, or the peer has ended"

    def counters(self):
        return {}

    def note(self):
        return "the peer is a thread" if self._threads else "the peer is a process, start method fork"

    def close(self):
        self._channel.send(b"")
        self._peer.join()
        self._channel.close()


def start(mechanism, case):
    return _RoundTrip(mechanism, case)
